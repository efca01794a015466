import { CommanderError } from "commander";
import { complaint } from "./complaint.js";
import { ExitCode } from "./exit-code.js";
import { program } from "./program.js";
import { guardStreams } from "./streams.js";

/** Whatever goes wrong is one line for people; commander has said its own. */
function fail(error: unknown): void {
  const isSaid = error instanceof CommanderError;
  if (!isSaid) process.stderr.write(complaint(error));
  process.exitCode = isSaid && error.exitCode === 0 ? ExitCode.clean : ExitCode.untrusted;
}

guardStreams();
process.on("uncaughtException", fail);
program((code) => (process.exitCode = code))
  .parseAsync()
  .catch(fail);
