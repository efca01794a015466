import { lineBefore, type FileChange } from "../files/git-diff.js";
import type { Sighting } from "./bug.js";

/** A finding before and after a commit. */
export interface Pair {
  readonly before: Sighting;
  readonly after: Sighting;
}

/**
 * Which findings that are gone go on as others, because a commit edited their line, or lines close to it, without
 * mending the bug. A finding's identity is its line and what follows it; the lines of the commit tell more.
 */
export function editedPairs(
  gone: readonly Sighting[],
  added: readonly Sighting[],
  changes: readonly FileChange[],
): readonly Pair[] {
  const byPath = new Map(changes.flatMap((change) => (change.after ? [[change.after.path, change] as const] : [])));
  const place = new Map<Sighting, Place>();
  const placeOf = (finding: Sighting): Place => {
    let known = place.get(finding);
    if (!known) place.set(finding, (known = placeBefore(byPath.get(finding.path), finding)));
    return known;
  };
  return paired(gone, added, [
    [(old) => [old.path, old.start.line, essence(old)], (young) => sameLine(placeOf(young), essence(young))],
    [(old) => [old.path, old.start.line], (young) => sameLine(placeOf(young))],
    [
      (old) => [hunkOf(byOldPath(changes, old.path), old), essence(old)],
      (young) => [placeOf(young).hunk, essence(young)],
    ],
    [(old) => [hunkOf(byOldPath(changes, old.path), old)], (young) => [placeOf(young).hunk]],
    [(old) => [old.line.trim(), essence(old)], (young) => [young.line.trim(), essence(young)]],
  ]);
}

/** Which findings are bugs that were gone and have come back into their file, wherever that is by now. */
export function returnedPairs(
  away: readonly Sighting[],
  added: readonly Sighting[],
  changes: readonly FileChange[],
): readonly Pair[] {
  const names = new Map(changes.flatMap(({ before, after }) => (before && after ? [[before.path, after.path]] : [])));
  const pathOf = ({ path }: Sighting): string => names.get(path) ?? path;
  const hash = ({ lineHash }: Sighting): string | undefined => lineHash.split(":")[0];
  // Of two that look the same, the one that went last.
  const latestFirst = away.toReversed();
  return paired(latestFirst, added, [
    [(old) => [pathOf(old), hash(old), essence(old)], (young) => [young.path, hash(young), essence(young)]],
    [(old) => [pathOf(old), old.line.trim(), essence(old)], (young) => [young.path, young.line.trim(), essence(young)]],
  ]);
}

/** Which findings are bugs that went with their files, and stand in other files now. */
export function movedPairs(lost: readonly Sighting[], added: readonly Sighting[]): readonly Pair[] {
  const hash = ({ lineHash }: Sighting): string | undefined => lineHash.split(":")[0];
  const name = ({ path }: Sighting): string | undefined => path.split("/").at(-1);
  const keys: readonly KeyOf[] = [
    (finding) => [name(finding), hash(finding), finding.line.trim(), essence(finding)],
    (finding) => [hash(finding), finding.line.trim(), essence(finding)],
    (finding) => [name(finding), finding.line.trim(), essence(finding)],
  ];
  return paired(
    lost.toReversed(),
    added,
    keys.map((key) => [key, key]),
  );
}

/** Where a finding's line was before a commit. */
interface Place {
  readonly path: string | undefined;
  /** None of a line that the commit wrote. */
  readonly line: number | undefined;
  /** Which of the changed stretches the line is in. */
  readonly hunk: string | undefined;
}

function placeBefore(change: FileChange | undefined, { path, start }: Sighting): Place {
  // A file that is not among the changes is as it was.
  if (!change) return { path, line: start.line, hunk: undefined };
  const line = lineBefore(change, start.line);
  const within = change.hunks.findIndex(({ after }) => contains(after, start.line));
  const old = change.before?.path;
  return { path: old, line, hunk: line === undefined && within >= 0 ? `${String(within)} ${String(old)}` : undefined };
}

function sameLine({ path, line }: Place, ...more: readonly string[]): Key | undefined {
  return path === undefined || line === undefined ? undefined : [path, line, ...more];
}

function byOldPath(changes: readonly FileChange[], path: string): FileChange | undefined {
  return changes.find(({ before }) => before?.path === path);
}

function hunkOf(change: FileChange | undefined, { start }: Sighting): string | undefined {
  const within = change?.hunks.findIndex(({ before }) => contains(before, start.line)) ?? -1;
  return within >= 0 ? `${String(within)} ${String(change?.before?.path)}` : undefined;
}

function contains({ start, count }: { readonly start: number; readonly count: number }, line: number): boolean {
  return line >= start && line < start + count;
}

/**
 * Whether two findings of one rule say the same. A line's hash looks only at what follows it, so many an
 * `except Exception: pass` at the end of a file has the hash of another one.
 */
export function saysSame(before: Sighting, after: Sighting): boolean {
  return essence(before) === essence(after);
}

/** A message without the numbers of lines in it. */
function essence({ message }: Sighting): string {
  return message.replace(/\d+/g, "#");
}

type Key = readonly (string | number | undefined)[];
type KeyOf = (finding: Sighting) => Key | undefined;

/** Pairs findings of one rule that have a key in common, the surest kind of key first, each finding once. */
function paired(old: readonly Sighting[], young: readonly Sighting[], kinds: readonly [KeyOf, KeyOf][]): Pair[] {
  const pairs: Pair[] = [];
  let left = old;
  let waiting = young;
  for (const [oldKey, youngKey] of kinds) {
    const queues = new Map<string, Sighting[]>();
    for (const finding of left) {
      const key = named(finding, oldKey);
      if (key !== undefined) queues.set(key, [...(queues.get(key) ?? []), finding]);
    }
    const taken = new Set<Sighting>();
    waiting = waiting.filter((after) => {
      const before = queues.get(named(after, youngKey) ?? "")?.shift();
      if (!before) return true;
      taken.add(before);
      pairs.push({ before, after });
      return false;
    });
    left = left.filter((finding) => !taken.has(finding));
  }
  return pairs;
}

/** A key without a gap, with the rule. */
function named(finding: Sighting, keyOf: KeyOf): string | undefined {
  const key = keyOf(finding);
  return !key || key.includes(undefined) ? undefined : JSON.stringify([finding.rule, ...key]);
}
