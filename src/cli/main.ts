#!/usr/bin/env node
import { CommanderError } from "commander";
import { ConfigurationError } from "../config/error.js";
import { reasonOf } from "../files/problem.js";
import { visible } from "../report/visible.js";
import { ExitCode } from "./exit-code.js";
import { program } from "./program.js";
import { guardStreams } from "./streams.js";

/** Whatever goes wrong is one line for people; commander has said its own. */
function fail(error: unknown): void {
  const isSaid = error instanceof CommanderError;
  const lines = error instanceof ConfigurationError ? error.problems : [reasonOf(error)];
  if (!isSaid) process.stderr.write(lines.map((line) => `scarlint: ${visible(line)}\n`).join(""));
  process.exitCode = isSaid && error.exitCode === 0 ? ExitCode.clean : ExitCode.untrusted;
}

guardStreams();
process.on("uncaughtException", fail);
program((code) => (process.exitCode = code))
  .parseAsync()
  .catch(fail);
