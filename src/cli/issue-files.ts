import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { IssueFormat } from "../config/formats.js";
import { reasonOf } from "../files/problem.js";
import { toIssue, type Issue } from "../report/issues.js";
import { count } from "../report/text.js";
import { visible, visibleJson } from "../report/visible.js";
import { writeWhole } from "./output-file.js";
import { print } from "./streams.js";
import { UsageError } from "./usage-error.js";

/** How bugs are to be written to be filed, and where. */
export interface WantedIssues {
  readonly format: IssueFormat;
  readonly directory: string;
}

/** Finds out before the scan whether there can be a directory of that name. @throws UsageError if not. */
export function refuseIssueDirectory(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new UsageError(`'${directory}' is a file; name a directory, in which each bug gets a file`);
  }
}

/** Writes a file for each bug that has none: those that are there were filed, or are about to be. */
export async function writeIssues(issues: readonly Issue[], { format, directory }: WantedIssues): Promise<void> {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw new UsageError(`'${directory}' cannot be created: ${reasonOf(error)}`);
  }
  const fresh = issues.filter(({ key }) => !existsSync(join(directory, `${key}.json`)));
  for (const issue of fresh) writeWhole(join(directory, `${issue.key}.json`), visibleJson(toIssue(issue, format)));
  const known = issues.length - fresh.length;
  const rest = known === 0 ? "" : `, ${count(known, "other")} ${known === 1 ? "was" : "were"} there already`;
  await print(process.stdout, `${visible(directory)}: ${count(fresh.length, "issue")} to file${rest}\n`);
}
