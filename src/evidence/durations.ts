import type { Comparison } from "./compare.js";

/** How long a test takes. */
export interface Duration {
  readonly id: string;
  /** The mean of the runs that had it. */
  readonly seconds: number;
  /** What it took when the last entry of the trend was made. */
  readonly before?: number;
}

/** So many of the slowest are shown. */
const MOST_SHOWN = 20;
/** Tests that take less, in seconds, are not remembered. */
const WORTH_KEEPING = 0.5;
const MOST_KEPT = 200;

/** How long each test takes, the slowest first. */
export function durationsOf({ runs }: Comparison): readonly Duration[] {
  const all = new Map<string, number[]>();
  for (const { run } of runs) {
    for (const { id, seconds } of run.cases.values()) all.set(id, [...(all.get(id) ?? []), seconds]);
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [...all]
    .map(([id, values]) => ({ id, seconds: mean(values) }))
    .sort((a, b) => b.seconds - a.seconds || (a.id < b.id ? -1 : 1));
}

/** The slowest tests that take any time to speak of. */
export function slowest(durations: readonly Duration[]): readonly Duration[] {
  return durations.slice(0, MOST_SHOWN).filter(({ seconds }) => seconds >= 0.01);
}

/** Tests that take more than half as long again as before, and more than a second longer. */
export function slower(durations: readonly Duration[], before: Readonly<Record<string, number>>): readonly Duration[] {
  return durations.flatMap(({ id, seconds }) => {
    const old = Object.hasOwn(before, id) ? before[id] : undefined;
    return old !== undefined && seconds > old * 1.5 && seconds > old + 1 ? [{ id, seconds, before: old }] : [];
  });
}

/** What a trend remembers of them. */
export function keptOf(durations: readonly Duration[]): Readonly<Record<string, number>> {
  const slow = durations.filter(({ seconds }) => seconds >= WORTH_KEEPING).slice(0, MOST_KEPT);
  return Object.fromEntries(slow.map(({ id, seconds }) => [id, Math.round(seconds * 1000) / 1000]));
}
