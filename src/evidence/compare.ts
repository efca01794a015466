import type { Run, RunCase } from "./run.js";

/** A run beside the others. */
export interface Compared {
  readonly run: Run;
  /** Tests that other runs have, and this one has not. */
  readonly absent: readonly string[];
  /** Whether so many are absent that it was no run of the whole. */
  readonly isPartial: boolean;
}

/** A run that is another one once more. */
export interface Copy {
  readonly name: string;
  readonly of: string;
}

/** What several runs are to each other. */
export interface Comparison {
  /** Each run once. */
  readonly runs: readonly Compared[];
  readonly copies: readonly Copy[];
  /** Runs that ran the same, whose outcomes can be compared. */
  readonly whole: readonly Run[];
  /** Tests that some whole runs lack. */
  readonly unstable: readonly string[];
}

/** With fewer than this share of the tests that there are, a run is partial. */
const WHOLE = 0.9;

/** Tells copies from runs, and partial runs from whole ones. */
export function compare(given: readonly Run[]): Comparison {
  const { runs, copies } = withoutCopies(given);
  const ids = [...new Set(runs.flatMap(({ cases }) => [...cases.keys()]))];
  const compared = runs.map((run): Compared => {
    const absent = ids.filter((id) => !run.cases.has(id));
    return { run, absent, isPartial: run.cases.size < ids.length * WHOLE };
  });
  const whole = compared.filter(({ isPartial }) => !isPartial).map(({ run }) => run);
  const unstable = ids.filter(
    (id) => whole.some(({ cases }) => cases.has(id)) && whole.some(({ cases }) => !cases.has(id)),
  );
  return { runs: compared, copies, whole, unstable };
}

function withoutCopies(given: readonly Run[]): { runs: Run[]; copies: Copy[] } {
  const seen = new Map<string, string>();
  const runs: Run[] = [];
  const copies: Copy[] = [];
  for (const run of given) {
    const mark = markOf(run);
    const of = mark === undefined ? undefined : seen.get(mark);
    if (of === undefined) runs.push(run);
    else copies.push({ name: run.name, of });
    if (mark !== undefined && of === undefined) seen.set(mark, run.name);
  }
  return { runs, copies };
}

/** When it ran and how long each test took, which no two runs share; undefined where a run does not say so much. */
function markOf({ cases, timestamps }: Run): string | undefined {
  const times = [...cases.values()].map(({ id, seconds }): [string, number] => [id, seconds]);
  const told = new Set(times.map(([, seconds]) => seconds)).size;
  const isTold =
    timestamps.some((timestamp) => timestamp.includes(".")) || (timestamps.length > 0 && told > 1) || told > 5;
  return isTold ? JSON.stringify([timestamps, times.sort(([a], [b]) => (a < b ? -1 : 1))]) : undefined;
}

/** How a test ended in each of some runs that had it. */
export function outcomesOf(id: string, runs: readonly Run[]): readonly RunCase[] {
  return runs.flatMap(({ cases }) => cases.get(id) ?? []);
}
