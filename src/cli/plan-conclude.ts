import type { ScanResult } from "../engine/finding/finding.js";
import { GitProblem, Repository } from "../files/git.js";
import type { FileChange } from "../files/git-diff.js";
import type { Ledger } from "../plan/ledger.js";
import { leftOf, type Progress } from "../plan/progress.js";
import { toConclusion, type Changed, type Work } from "../report/plan-conclusion.js";
import { leftText, type ProgressStyle } from "../report/plan-progress.js";
import { findTests } from "../triage/find-tests.js";
import { ExitCode } from "./exit-code.js";
import { writeWhole } from "./output-file.js";
import { printFailures } from "./plan-command.js";
import { print } from "./streams.js";

/** A phase to write about. */
export interface Concluding {
  readonly file: string;
  readonly ledger: Ledger;
  /** Of one phase. */
  readonly progress: Progress;
  readonly result: ScanResult;
  readonly flags: { readonly output?: string };
  readonly style: ProgressStyle;
}

/** Writes what was done in a phase, or says what is left of it. */
export async function conclude({ file, ledger, progress, result, flags, style }: Concluding): Promise<ExitCode> {
  const [phase] = progress.phases;
  if (!phase || leftOf(phase.tasks).length > 0) {
    await print(process.stdout, leftText(progress, style));
    return (await printFailures(result)) === ExitCode.untrusted ? ExitCode.untrusted : ExitCode.findings;
  }
  const paths = [...new Set(phase.tasks.flatMap(({ outcomes }) => outcomes.map(({ entry }) => entry.path)))].sort();
  const work = ledger.commit === undefined ? undefined : await workSince(ledger.commit, paths, result.root);
  const text = toConclusion({ phase, file, work, brought: progress.added, docs: style.docs });
  if (flags.output === undefined) await print(process.stdout, text);
  else writeWhole(flags.output, text);
  return printFailures(result);
}

/** @param paths those of the phase, relative to the root */
async function workSince(commit: string, paths: readonly string[], root: string): Promise<Work | undefined> {
  try {
    const repository = await Repository.around(root);
    const [commits, changes, tests] = await Promise.all([
      repository.commitsSince(commit, paths),
      repository.changesSince(commit),
      findTests(root),
    ]);
    const files = changes.flatMap((change) => changedIn(change, paths));
    const byPath = new Map(changes.flatMap((change) => (change.after ? [[change.after.path, change] as const] : [])));
    const added = tests.filter(({ path, line }) => isAdded(byPath.get(path), line));
    return { commits, files, tests: added.map(({ path, name }) => `${path}::${name.replaceAll(".", "::")}`) };
  } catch (error) {
    // The plan's commit may be gone from a history that was written anew.
    if (error instanceof GitProblem) return undefined;
    throw error;
  }
}

function changedIn({ before, after, hunks }: FileChange, paths: readonly string[]): Changed[] {
  const path = [before?.path, after?.path].find((one) => one !== undefined && paths.includes(one));
  if (path === undefined) return [];
  const [added, removed] = [hunks.map((hunk) => hunk.after.count), hunks.map((hunk) => hunk.before.count)];
  return [{ path, added: total(added), removed: total(removed) }];
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

/** Whether a line was written since: all of a file that git does not know yet was. */
function isAdded(change: FileChange | undefined, line: number): boolean {
  if (!change) return false;
  if (!change.before) return true;
  return change.hunks.some(({ after }) => line >= after.start && line < after.start + after.count);
}
