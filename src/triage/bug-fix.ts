import { type FileChange, type Hunk } from "../files/git-diff.js";
import { GitProblem, type Repository } from "../files/git.js";
import { isMended, lastEvent, type Bug } from "./bug.js";
import { isPython } from "./checkout.js";

/** How a bug was mended. */
export interface BugFix {
  /** How many Python files the commit changed, and how many of their lines. */
  readonly files: number;
  readonly added: number;
  readonly removed: number;
  /** The change closest to where the bug was; none when the commit left its file alone. */
  readonly change?: { readonly path: string; readonly before: readonly string[]; readonly after: readonly string[] };
  /** Whether it left alone the bug's own line, though not its file. */
  readonly isBeside?: boolean;
  /** Some of the files that it changed, where it left alone the bug's own. */
  readonly elsewhere?: readonly string[];
  /** Whether it left alone all files that the bug was seen in. */
  readonly isElsewhere?: boolean;
}

/** Of more lines only so many are shown. */
const MOST_LINES = 8;
/** Of more files that a commit changed only so many are named. */
const MOST_NAMED = 3;
/** Of more commits nobody reads what they did. */
const MOST_COMMITS = 500;

/** How bugs were mended, by their ids. */
export async function fixesOf(repository: Repository, bugs: readonly Bug[]): Promise<ReadonlyMap<string, BugFix>> {
  const fixes = new Map<string, BugFix>();
  const known = new Map<string, Promise<readonly FileChange[]>>();
  for (const bug of bugs.filter(isMended)) {
    const { commit } = lastEvent(bug);
    if (commit === undefined || (!known.has(commit) && known.size >= MOST_COMMITS)) continue;
    if (!known.has(commit)) known.set(commit, changesOf(repository, commit));
    const changes = (await known.get(commit)) ?? [];
    if (changes.length > 0) fixes.set(bug.id, await fixOf(repository, changes, bug));
  }
  return fixes;
}

/** What a commit changes in Python files, compared with its first parent. */
async function changesOf(repository: Repository, commit: string): Promise<readonly FileChange[]> {
  try {
    const parent = await repository.parentOf(commit);
    const files = await repository.filesChangedAmong(isPython, parent, commit);
    return await repository.linesChanged(parent, commit, files);
  } catch (error) {
    // A commit of an earlier report may be gone.
    if (error instanceof GitProblem) return [];
    throw error;
  }
}

async function fixOf(repository: Repository, changes: readonly FileChange[], bug: Bug): Promise<BugFix> {
  const hunks = changes.flatMap((change) => change.hunks);
  const sum = (side: "before" | "after"): number => hunks.reduce((all, hunk) => all + hunk[side].count, 0);
  const figures = { files: changes.length, added: sum("after"), removed: sum("before") };
  const { path, start } = bug.seen;
  const change = changes.find(({ before, after }) => before?.path === path || after?.path === path);
  const nearest = change && [...change.hunks].sort((a, b) => distance(a, start.line) - distance(b, start.line))[0];
  if (!change) {
    const seen = new Set([...bug.seen.related, ...bug.seen.flow].map((spot) => spot.path));
    const isElsewhere = !changes.some(({ before, after }) =>
      [before, after].some((file) => file && seen.has(file.path)),
    );
    const paths = changes.flatMap(({ before, after }) => (after ?? before)?.path ?? []);
    const nearestFirst = paths.sort((a, b) => Number(seen.has(b)) - Number(seen.has(a)));
    return { ...figures, elsewhere: nearestFirst.slice(0, MOST_NAMED), ...(isElsewhere && { isElsewhere }) };
  }
  if (!change.after || !nearest) return figures;
  const [old, young] = await repository.contents([change.before?.blob ?? "-", change.after.blob ?? "-"]);
  const at = start.line - nearest.before.start;
  const shown = { path, before: linesOf(old, nearest.before, at), after: linesOf(young, nearest.after, at) };
  const isBeside = nearest.before.count === 0 || distance(nearest, start.line) > 0;
  return { ...figures, change: shown, ...(isBeside && { isBeside }) };
}

function distance({ before }: Hunk, line: number): number {
  return line < before.start ? before.start - line : Math.max(0, line - before.start - Math.max(0, before.count - 1));
}

function linesOf(content: Uint8Array | undefined, { start, count }: Hunk["before"], at: number): readonly string[] {
  if (!content || count === 0) return [];
  const lines = Buffer.from(content)
    .toString()
    .split(/\r\n|\r|\n/);
  return linesAround(lines.slice(start - 1, start - 1 + count), at);
}

/** Of many lines those around one, and how many are left out: where a commit writes a file anew, its first lines say nothing. */
export function linesAround(lines: readonly string[], at: number): readonly string[] {
  const from = Math.max(0, Math.min(at - Math.floor(MOST_LINES / 2), lines.length - MOST_LINES));
  const left = lines.length - from - MOST_LINES;
  return [
    ...(from > 0 ? [`… ${String(from)} lines before`] : []),
    ...lines.slice(from, from + MOST_LINES),
    ...(left > 0 ? [`… ${String(left)} more lines`] : []),
  ];
}
