#!/usr/bin/env node
import { CommanderError } from "commander";
import { reasonOf } from "../files/problem.js";
import { visible } from "../report/visible.js";
import { ExitCode } from "./exit-code.js";
import { program } from "./program.js";
import { guardStreams } from "./streams.js";

guardStreams();
try {
  await program((code) => (process.exitCode = code)).parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) process.stderr.write(`scarlint: ${visible(reasonOf(error))}\n`);
  const isHelp = error instanceof CommanderError && error.exitCode === 0;
  process.exitCode = isHelp ? ExitCode.clean : ExitCode.untrusted;
}
