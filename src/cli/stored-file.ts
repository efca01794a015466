import { existsSync } from "node:fs";
import { LARGEST_DOCUMENT, readText, whyUnread } from "../files/read.js";
import { UsageError } from "./usage-error.js";

/** Reads a file that an earlier run wrote, if there is one. @throws UsageError when it is something else */
export function readStored<T>(file: string, read: (text: string) => T, otherwise: T): T {
  if (!existsSync(file)) return otherwise;
  try {
    return read(readText(file, LARGEST_DOCUMENT));
  } catch (error) {
    throw new UsageError(`'${file}': ${whyUnread(error)}`);
  }
}
