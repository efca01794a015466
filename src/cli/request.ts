import type { Since } from "../engine/change/change.js";
import type { ScanRequest } from "../engine/request/request.js";
import type { RegisteredRule } from "../engine/rule.js";
import type { ScanFlags } from "./flags.js";
import { isNotebook, UNREAD_NOTEBOOK } from "../files/discover.js";
import { preCommitSince } from "./pre-commit.js";
import { readInput } from "./streams.js";
import { UsageError } from "./usage-error.js";

/** The path that stands for standard input. */
export const STDIN = "-";

/**
 * What the command line asks of a scan: here its options become a request, and the engine knows none of them.
 *
 * @param rules that there are; the built-in ones unless given
 */
export function requestOf(paths: readonly string[], flags: ScanFlags, rules?: readonly RegisteredRule[]): ScanRequest {
  const { select, ignore, audit, exclude, minSeverity, shard, jobs } = flags;
  return {
    paths: paths.length > 0 ? paths : undefined,
    ...{ rules, select, ignore, audit, exclude, minSeverity, shard, workers: jobs },
    configuration: flags.config,
    // What is written into files comes from the files.
    cache: flags.cache && !flags.fix && !flags.diffOnly,
  };
}

/** The request of a scan that may be of standard input. @throws UsageError */
export async function requestWithInput(
  paths: readonly string[],
  flags: ScanFlags,
  rules: readonly RegisteredRule[],
): Promise<ScanRequest> {
  const { stdinFilename } = flags;
  if (!paths.includes(STDIN)) {
    if (stdinFilename !== undefined)
      throw new UsageError("--stdin-filename names standard input, so give '-' as a path");
    return requestOf(paths, flags, rules);
  }
  if (stdinFilename !== undefined && isNotebook(stdinFilename))
    throw new UsageError(`${stdinFilename}: ${UNREAD_NOTEBOOK}`);
  const named = paths.filter((path) => path !== STDIN);
  const text = { path: stdinFilename ?? "<stdin>", content: await readInput() };
  return { ...requestOf(named, flags, rules), paths: named, text };
}

/** Which change to look at, if not at everything. @throws UsageError */
export function sinceOf({ staged, diff, baseline, fix, diffOnly }: ScanFlags): Since | undefined {
  if (!staged && diff === undefined) return undefined;
  if (baseline !== undefined)
    throw new UsageError("--staged and --diff know what is new without --baseline; leave it out");
  if (staged && diff !== undefined) throw new UsageError("--staged and --diff are two questions; ask one of them");
  if (fix || diffOnly)
    throw new UsageError("--fix and --diff-only mend what a whole scan finds; leave out --staged and --diff");
  if (diff !== undefined) return { revision: diff };
  return preCommitSince() ?? "staged";
}
