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
