import type { Failure, ScanResult } from "../engine/finding/finding.js";
import type { ScanFlags } from "./flags.js";

/** What is wrong with a scan of no file: most likely it is of another directory than was meant. */
export function emptiness(
  { paths, failures }: Pick<ScanResult, "paths" | "failures">,
  asked: readonly string[],
  { allowEmpty = false }: Pick<ScanFlags, "allowEmpty">,
): Failure[] {
  if (allowEmpty || paths.length > 0 || failures.length > 0) return [];
  const where = asked.length === 0 ? "the current directory" : asked.map((path) => `'${path}'`).join(", ");
  return [{ message: `no Python file was found in ${where}; where that is no mistake, give --allow-empty` }];
}
