import { outcomesOf, type Comparison } from "./compare.js";
import { isFailed, type RunCase } from "./run.js";

/** A test that passed and failed on the same code. */
export interface Flaky {
  readonly id: string;
  readonly passed: number;
  readonly failed: number;
  /** An attempt that failed. */
  readonly failure: RunCase | undefined;
}

/** Tests that both passed and failed, in several runs or in the attempts of one. */
export function flakyOf({ runs }: Comparison): readonly Flaky[] {
  const all = runs.map(({ run }) => run);
  const ids = [...new Set(all.flatMap(({ cases }) => [...cases.keys()]))];
  return ids.flatMap((id) => {
    const cases = outcomesOf(id, all);
    const failed = cases.filter((each) => isFailed(each) || isRecovered(each));
    const passed = cases.filter(({ outcome }) => outcome === "passed");
    return failed.length === 0 || passed.length === 0
      ? []
      : [{ id, passed: passed.length, failed: failed.length, failure: failed[0] }];
  });
}

/**
 * Whether a file tells of failures before the test passed at last. Elements that stand there twice do not: an empty one
 * may be a try that failed.
 */
function isRecovered({ outcome, failures }: RunCase): boolean {
  return outcome === "passed" && failures.length > 0;
}

/** In percent, how likely it is that n runs show a test to be flaky which fails in one run of `1 / share`. */
export function powerOf(runs: number, share: number): number {
  return Math.max(0, 1 - (1 - share) ** runs - share ** runs) * 100;
}

/** What it takes to find nine of ten tests that fail one time in ten. */
export function runsFor(share: number, percent: number): number {
  let runs = 2;
  while (powerOf(runs, share) < percent) runs++;
  return runs;
}
