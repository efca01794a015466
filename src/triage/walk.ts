import type { Failure } from "../engine/finding/finding.js";
import type { FileChange } from "../files/git-diff.js";
import { readText } from "../files/read.js";
import { GitProblem, type HistoricCommit, type Repository } from "../files/git.js";
import { Checkout, isScanned, type Step } from "./checkout.js";
import { Lineage, type Parent, type Tracks } from "./lineage.js";
import { digestOf, Memory } from "./memory.js";
import { choiceOf, NOTHING, Observer, type Asked, type Scanned } from "./observer.js";

/** Commits that change Python files, of which a walk scans each; more than this take hours. */
const MOST_SCANNED = 2000;
/** Commits of a walk; each takes a few milliseconds. */
const MOST_COMMITS = 20_000;

/** What to look for in each commit. */
export interface WalkOptions extends Asked {
  /** Looks at the files of HEAD, in a directory that goes afterwards. */
  readonly atHead?: (root: string) => Promise<void>;
  /** Whether what is seen of each commit is kept, so that a walk that was interrupted goes on. */
  readonly isKept?: boolean;
  /** Told how many of the commits are done, and of a commit of which all is scanned, how many of its files. */
  readonly onProgress?: (done: number, total: number, what: "commits" | "files") => void;
}

/** What a walk found. */
export interface Walked {
  /** What is known of the bugs at HEAD. */
  readonly tracks: Tracks;
  /** What made the scan of HEAD incomplete. */
  readonly failures: readonly Failure[];
}

/** What a report knows already. */
export interface Known {
  /** Whether a bug has a name, which it keeps when it turns out to be the same as another. */
  readonly isNamed: (number: number) => boolean;
  /** Told what is known at a commit before its children are looked at; answers what shall be known. */
  readonly at: (commit: HistoricCommit, tracks: Tracks, lineage: Lineage, broken: ReadonlySet<string>) => Tracks;
}

/**
 * Scans every commit of a history that changes Python files, and follows the bugs from commit to commit.
 *
 * @param history parents before their children; its last commit is HEAD
 * @throws GitProblem when the history is too long
 */
export async function walk(
  repository: Repository,
  history: readonly HistoricCommit[],
  options: WalkOptions,
  report: Known,
): Promise<Walked> {
  if (history.length > MOST_COMMITS) throw tooLong(history.length, "commits");
  return Checkout.within(repository, history.at(-1)?.id ?? "", async (checkout) => {
    const known = new KnownTracks(history);
    const lineage = new Lineage(report.isNamed);
    const observer = new Observer(checkout, options, (files, of) => options.onProgress?.(files, of, "files"));
    let last = NOTHING;
    const memory = options.isKept ? await Memory.open(standingQuestion(checkout, options)) : undefined;
    let done = 0;
    let scanned = 0;
    for await (const step of checkout.through(history)) {
      const { commit } = step;
      if (step.files.length > 0 || done === 0) {
        if (++scanned > MOST_SCANNED) throw tooLong(MOST_SCANNED, "commits that change Python files");
        last = await remembered(memory, checkout, observer);
      }
      const parents = await parentsOf(repository, step, history, known);
      const tracks = await lineage.at(commit, parents, last);
      known.add(commit, report.at(commit, tracks, lineage, last.broken));
      options.onProgress?.(++done, history.length, "commits");
    }
    await checkout.write();
    await options.atHead?.(checkout.root);
    return { tracks: known.last, failures: last.failures };
  });
}

function tooLong(number: number, what: string): GitProblem {
  return new GitProblem(`there are more than ${String(number)} ${what} since then; give a later --since`);
}

/** All that a scan of a commit rests on, but for the commit's files. */
function standingQuestion(checkout: Checkout, options: WalkOptions): unknown {
  const { configuration, ...choice } = choiceOf(options);
  const own =
    typeof configuration === "string" ? digestOf(readText(configuration, LARGEST_CONFIGURATION)) : configuration;
  const rules = options.rules.map(({ id }) => id);
  return [rules, choice, own, checkout.standards, options.paths];
}

/** Bytes. */
const LARGEST_CONFIGURATION = 1024 * 1024;

/** What a scan of the files of a commit sees, or has seen before. */
async function remembered(memory: Memory | undefined, checkout: Checkout, observer: Observer): Promise<Scanned> {
  const files = checkout.digest();
  const known = memory?.recall(files);
  if (known) return known;
  const scanned = await observer.observe();
  memory?.keep(files, scanned);
  return scanned;
}

/** What is known at the commits that children still ask for. */
class KnownTracks {
  readonly #tracks = new Map<string, Tracks>();
  readonly #waiting = new Map<string, number>();
  last: Tracks = new Map();

  constructor(history: readonly HistoricCommit[]) {
    for (const { parents } of history) {
      for (const parent of parents) this.#waiting.set(parent, (this.#waiting.get(parent) ?? 0) + 1);
    }
  }

  add({ id, parents }: HistoricCommit, tracks: Tracks): void {
    this.#tracks.set(id, tracks);
    this.last = tracks;
    for (const parent of parents) {
      const left = (this.#waiting.get(parent) ?? 0) - 1;
      this.#waiting.set(parent, left);
      if (left <= 0) this.#tracks.delete(parent);
    }
  }

  of(id: string): Tracks | undefined {
    return this.#tracks.get(id);
  }
}

/** What the last commit at the border has no longer was mended before the history that is looked at. */
function olderBorder(commit: HistoricCommit, history: readonly HistoricCommit[]): string[] {
  const border = history.filter(({ isBorder }) => isBorder);
  return commit === border.at(-1) ? border.slice(0, -1).map(({ id }) => id) : [];
}

async function parentsOf(
  repository: Repository,
  { commit, from, files: changed }: Step,
  history: readonly HistoricCommit[],
  known: KnownTracks,
): Promise<Parent[]> {
  const ids = commit.isBorder ? olderBorder(commit, history) : commit.parents;
  const parents: Parent[] = [];
  for (const id of ids) {
    const tracks = known.of(id);
    if (!tracks) continue;
    // Most commits are looked at right after their parent.
    const files = id === from ? changed : await repository.filesChangedAmong(isScanned, id, commit.id);
    let lines: Promise<readonly FileChange[]> | undefined;
    parents.push({ tracks, files, lines: () => (lines ??= repository.linesChanged(id, commit.id, files)) });
  }
  return parents;
}
