import type { Case, Complaint, Judge } from "./case.js";
import type { Corpus } from "./corpus.js";
import { changed, mutantOf, NEIGHBOURS } from "./mutant.js";
import { Budget, shrink } from "./shrink.js";

/** Which mutants to make and judge. */
export interface Course {
  readonly seed: number;
  /** The first mutant, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** No batch begins after so many minutes. */
  readonly minutes: number;
  /** Told after each batch how many mutants there have been, and of each failure. */
  readonly onProgress?: (mutants: number) => void;
  readonly onFailure?: (failure: Failure) => void;
}

/** A complaint, in as few lines as were found to show it. */
export interface Failure {
  readonly complaint: Complaint;
  readonly least: Case;
  /** The mutants to make again to see it. */
  readonly only: readonly [from: number, to: number];
}

/** What came of it. */
export interface CourseResult {
  readonly mutants: number;
  /** How many complaints there were of each kind. */
  readonly complaints: ReadonlyMap<string, number>;
}

/** How many mutants make a project. */
const BATCH = 200 * NEIGHBOURS;
/** The first files of a project, one in so many, change before it is scanned again: the others are remembered. */
const CHANGES = 8;
/** How many complaints of a kind are shrunk. */
const SHOWN = 2;

/** Makes mutants, lets judges look at them, and shrinks what they complain about. */
export async function fuzz(course: Course, corpus: Corpus, judges: readonly Judge[]): Promise<CourseResult> {
  const { seed, from, to, minutes, onProgress, onFailure } = course;
  const end = performance.now() + minutes * 60_000;
  const complaints = new Map<string, number>();
  let next = from;
  while (next < to && performance.now() < end) {
    const batch = [next, Math.min(next + BATCH, to)] as const;
    const given = caseOf(seed, batch, corpus);
    for (const judge of judges) {
      for (const complaint of await judge(given, false)) {
        const count = (complaints.get(complaint.kind) ?? 0) + 1;
        complaints.set(complaint.kind, count);
        if (count > SHOWN || !onFailure) continue;
        const least = await shrink(given, complaint, judge, new Budget(400, 240));
        onFailure({ complaint, least, only: batch });
      }
    }
    next = batch[1];
    onProgress?.(next - from);
  }
  return { mutants: next - from, complaints };
}

/** A run of mutants as a project, some of which are mutated again. */
export function caseOf(seed: number, [from, to]: readonly [number, number], corpus: Corpus): Case {
  const before = new Map<string, Buffer>();
  const after = new Map<string, Buffer>();
  for (let index = from; index < to; index++) {
    const mutant = mutantOf(seed, index, corpus);
    before.set(mutant.path, mutant.bytes);
    after.set(mutant.path, index - from > (to - from) / CHANGES ? mutant.bytes : changed(seed, mutant).bytes);
  }
  return { before, after };
}
