import type { Failure } from "../engine/finding/finding.js";
import type { HistoricCommit, Repository } from "../files/git.js";
import { lastEvent, type Bug } from "./bug.js";
import { Continuation } from "./continuation.js";
import { findTests } from "./find-tests.js";
import { fixesOf, type BugFix } from "./bug-fix.js";
import type { Ledger } from "./ledger.js";
import { eventsOf, type Track } from "./lineage.js";
import { isInScope } from "./scope.js";
import type { TestCase } from "./tests.js";
import { walk, type WalkOptions } from "./walk.js";

/** What to triage. */
export interface TriageOptions extends WalkOptions {
  /** From which commit on to look at the history; from the earlier report's on unless given. */
  readonly since?: string | undefined;
  /** What an earlier report remembers. */
  readonly earlier?: Ledger | undefined;
}

/** The bugs of a commit, and those that its history has mended. */
export interface Triage {
  readonly head: HistoricCommit;
  /** By their numbers. */
  readonly bugs: readonly Bug[];
  /** The commits that were looked at, parents before their children. */
  readonly history: readonly HistoricCommit[];
  /** How bugs were mended that are gone by a commit, by their ids. */
  readonly fixes: ReadonlyMap<string, BugFix>;
  /** The tests of HEAD. */
  readonly tests: readonly TestCase[];
  /** What made the scan of HEAD incomplete. */
  readonly failures: readonly Failure[];
}

/**
 * Follows the bugs of a repository through its history up to HEAD. What is not committed does not count.
 *
 * @throws Error with one readable line when there is no commit, or the history is too long
 */
export async function triage(repository: Repository, options: TriageOptions): Promise<Triage> {
  const { earlier, rules, paths } = options;
  const history = await historyFor(repository, options);
  const head = history.at(-1);
  if (!head) throw new Error("there is no commit yet; commit something first");
  const ran = new Set(rules.map(({ id }) => id));
  const isAsked = ({ seen }: Bug): boolean => ran.has(seen.rule) && isInScope(seen.path, paths);
  const border = history.findLast(({ isBorder }) => isBorder) ?? history[0] ?? head;
  const tie = history.find(({ id }) => id === earlier?.commit) ?? border;
  const known = earlier?.bugs ?? [];
  const continuation = new Continuation(tie.id, known.filter(isAsked));
  let tests: readonly TestCase[] = [];
  const atHead = async (root: string): Promise<void> => {
    tests = await findTests(root);
  };
  const { tracks, failures } = await walk(repository, history, { ...options, atHead }, continuation);
  const bugs = named([...tracks.values()], continuation, known);
  const kept = known.filter((bug) => !isAsked(bug));
  const all = [...bugs, ...kept].sort((a, b) => numberOf(a.id) - numberOf(b.id));
  return { head, history, tests, failures, bugs: all, fixes: await fixesOf(repository, all) };
}

async function historyFor(
  repository: Repository,
  { since, earlier }: TriageOptions,
): Promise<readonly HistoricCommit[]> {
  const head = await repository.head();
  if (head === undefined) return [];
  const known = earlier && (await meeting(repository, earlier.commit));
  const asked = since === undefined ? undefined : await repository.commit(since);
  const history = await repository.history(asked ?? known ?? head);
  // What happened between the earlier report and --since counts, too.
  if (asked === undefined || known === undefined || history.some(({ id }) => id === known)) return history;
  return repository.history(known);
}

/** The last commit that HEAD has in common with one that may be gone. */
async function meeting(repository: Repository, commit: string): Promise<string | undefined> {
  try {
    return await repository.mergeBase(await repository.commit(commit));
  } catch {
    return undefined;
  }
}

function named(tracks: readonly Track[], continuation: Continuation, known: readonly Bug[]): Bug[] {
  let last = Math.max(0, ...known.map(({ id }) => numberOf(id)));
  return [...tracks]
    .sort((a, b) => a.number - b.number)
    .flatMap(({ number, finding, log }) => {
      const bug = { seen: finding, events: eventsOf(log) };
      const name = continuation.nameOf(number);
      // It was mended before the history that was looked at.
      if (name === undefined && lastEvent(bug).kind === "resolved" && log.event.isBorder) return [];
      return [{ id: name ?? `BUG-${String(++last).padStart(3, "0")}`, ...bug }];
    });
}

function numberOf(id: string): number {
  return Number(id.slice(id.indexOf("-") + 1));
}
