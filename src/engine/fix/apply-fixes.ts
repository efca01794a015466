import { Lines } from "../../syntax/positions.js";
import type { Finding, FindingFix, FixEdit } from "../finding/finding.js";

/** A fix that is wanted, with its finding. */
export interface Candidate {
  readonly finding: Finding;
  readonly fix: FindingFix;
}

/** What became of the fixes that were wanted; those that overlap one of the applied are in neither list. */
export interface Application {
  /** The changed texts, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly applied: readonly Candidate[];
  /** Fixes that would have broken a file. */
  readonly refused: readonly { readonly candidate: Candidate; readonly reason: string }[];
}

/** Why a text is no Python program; undefined when it is one. */
export type Judge = (text: string) => string | undefined;

/**
 * Applies fixes to texts. Where two overlap, the first is applied and the other has to be asked for again; where two
 * make the same change, as when both need an import, it is made once.
 *
 * @param texts the texts of all the files that the fixes change, by path; each a program to the judge
 */
export function applyFixes(
  candidates: readonly Candidate[],
  texts: ReadonlyMap<string, string>,
  judge: Judge,
): Application {
  const together = new Patches(texts);
  const applied = candidates.filter(({ fix }) => together.add(fix.edits));
  const changed = together.texts();
  if ([...changed.values()].every((text) => judge(text) === undefined)) return { texts: changed, applied, refused: [] };
  return applyOneByOne(applied, texts, judge);
}

/** Finds out which of the fixes it is that breaks a file. */
function applyOneByOne(
  candidates: readonly Candidate[],
  texts: ReadonlyMap<string, string>,
  judge: Judge,
): Application {
  const sound = new Patches(texts);
  const applied: Candidate[] = [];
  const refused: { candidate: Candidate; reason: string }[] = [];
  for (const candidate of candidates) {
    const { edits } = candidate.fix;
    const alone = new Patches(texts);
    alone.add(edits);
    const reason = [...alone.texts().values()].map(judge).find((fault) => fault !== undefined);
    if (reason !== undefined) refused.push({ candidate, reason });
    else if (sound.add(edits)) applied.push(candidate);
  }
  const changed = sound.texts();
  const broken = new Set([...changed].filter(([, text]) => judge(text) !== undefined).map(([path]) => path));
  if (broken.size === 0) return { texts: changed, applied, refused };
  // Each is sound alone: the first of each broken file goes in now, the others are asked for again.
  return { ...firstOfEach(applied, texts), refused };
}

function firstOfEach(
  candidates: readonly Candidate[],
  texts: ReadonlyMap<string, string>,
): Pick<Application, "texts" | "applied"> {
  const touched = new Set<string>();
  const first = new Patches(texts);
  const applied = candidates.filter(({ fix }) => {
    const paths = fix.edits.map(({ path }) => path);
    if (paths.some((path) => touched.has(path))) return false;
    for (const path of paths) touched.add(path);
    return first.add(fix.edits);
  });
  return { texts: first.texts(), applied };
}

/** A change of one text; offsets are UTF-16 units. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Changes to some texts, none of which overlaps another. */
class Patches {
  readonly #changes = new Map<string, Change[]>();
  readonly #lines = new Map<string, Lines>();

  constructor(private readonly of: ReadonlyMap<string, string>) {}

  /** Takes up all the edits of a fix, or none when one of them overlaps what is there already or has no place. */
  add(edits: readonly FixEdit[]): boolean {
    const fresh: { path: string; change: Change; at: number }[] = [];
    for (const edit of edits) {
      const { path } = edit;
      const change = this.placed(edit);
      const last = fresh.at(-1);
      if (!change || (last?.path === path && overlap(last.change, change))) return false;
      const changes = this.changesOf(path);
      const at = indexOf(changes, change);
      const [before, after] = [changes[at - 1], changes[at]];
      if (after && isSame(after, change)) continue;
      if ((before && overlap(before, change)) || (after && overlap(change, after))) return false;
      fresh.push({ path, change, at });
    }
    // From the last on, so that the places found above stay right; one fix's edits are in order and do not overlap.
    for (const { path, change, at } of fresh.reverse()) this.changesOf(path).splice(at, 0, change);
    return true;
  }

  /** The texts that are changed, as they are then. */
  texts(): Map<string, string> {
    const changed = [...this.#changes].filter(([, changes]) => changes.length > 0);
    return new Map(changed.map(([path, changes]) => [path, patched(this.of.get(path) ?? "", changes)]));
  }

  private changesOf(path: string): Change[] {
    let known = this.#changes.get(path);
    if (!known) this.#changes.set(path, (known = []));
    return known;
  }

  private placed({ path, start, end, text }: FixEdit): Change | undefined {
    const source = this.of.get(path);
    if (source === undefined) return undefined;
    let lines = this.#lines.get(path);
    if (!lines) this.#lines.set(path, (lines = new Lines(source)));
    const [from, to] = [start, end].map(({ line, column }) => lines.start(line) + column - 1);
    return from === undefined || to === undefined || from > to || to > source.length
      ? undefined
      : { start: from, end: to, text };
  }
}

function patched(source: string, changes: readonly Change[]): string {
  let text = "";
  let done = 0;
  for (const change of changes) {
    text += source.slice(done, change.start) + change.text;
    done = change.end;
  }
  return text + source.slice(done);
}

/** Where a change belongs among others that are in order. */
function indexOf(changes: readonly Change[], { start, end }: Change): number {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = changes[middle];
    if (other && (other.start < start || (other.start === start && other.end < end))) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a change and one that is not before it get into each other's way; of two at one place, which is first is unclear. */
function overlap(first: Change, second: Change): boolean {
  return first.start === second.start || second.start < first.end;
}

function isSame(a: Change, b: Change): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}
