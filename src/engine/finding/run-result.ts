import type { Failure, Finding } from "./finding.js";
import type { CommentedFile } from "./suppression-comments.js";

/** What some of the files gave, in the order in which it was found: plain data, which crosses threads and is remembered. */
export interface RunResult {
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
  readonly files: number;
  readonly lines: number;
  /** The comments that silence findings. */
  readonly commented: readonly CommentedFile[];
  /** What was not asked for in files with such comments: a comment that silences it has its use. */
  readonly hidden: readonly Pick<Finding, "rule" | "path" | "start">[];
}

/** What is found where nobody looks. */
export const NOTHING_FOUND: RunResult = { findings: [], failures: [], files: 0, lines: 0, commented: [], hidden: [] };

/** Joins what was found in some files, given in their order. */
export function merged(results: readonly RunResult[]): RunResult {
  return {
    findings: results.flatMap((result) => result.findings),
    failures: results.flatMap((result) => result.failures),
    files: results.reduce((sum, result) => sum + result.files, 0),
    lines: results.reduce((sum, result) => sum + result.lines, 0),
    commented: results.flatMap((result) => result.commented),
    hidden: results.flatMap((result) => result.hidden),
  };
}
