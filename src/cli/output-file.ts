import { realpathSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { reasonOf } from "../files/problem.js";
import { replaceFile } from "../files/replace-file.js";
import { UsageError } from "./usage-error.js";

/** Finds out before the scan whether a report can be written to a file. @throws UsageError if not. */
export function refuseUnwritable(file: string, option = "--output"): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${option} '${file}' is a directory; name a file`);
  }
  if (!statSync(dirname(resolve(file)), { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${option} '${file}': there is no directory '${dirname(file)}'; create it first`);
  }
}

/** Writes a file whole or not at all: whoever reads it sees the old text or the new one. */
export function writeWhole(file: string, text: string, option = "--output"): void {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    // A device or a named pipe cannot be replaced, only written to.
    if (stats && !stats.isFile()) writeFileSync(file, text);
    else replaceFile(stats ? realpathSync(file) : resolve(file), text);
  } catch (error) {
    throw new UsageError(`${option} '${file}' cannot be written: ${reasonOf(error)}`);
  }
}
