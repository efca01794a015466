import type { Evidence } from "./evidence.js";
import { percentText, secondsText } from "./wording.js";

/** What somebody asks of the runs. */
export interface Bars {
  /** In percent, of every run. */
  readonly minPassRate?: number | undefined;
  /** In seconds, of every run. */
  readonly maxDuration?: number | undefined;
  /** How many runs of the whole. */
  readonly runs?: number | undefined;
}

/** What was asked for, what there is, and whether that will do. */
export interface BarView {
  readonly name: string;
  readonly asked: string;
  readonly found: string;
  readonly isMet: boolean;
}

/** Holds the runs against what was asked of them. Where no run is, nothing is met. */
export function held({ runs, comparison: { whole } }: Evidence, bars: Bars): readonly BarView[] {
  const { minPassRate, maxDuration, runs: wanted } = bars;
  const views: BarView[] = [];
  if (minPassRate !== undefined) {
    const worst = runs.map(({ rate }) => rate).sort((a, b) => (a ?? -1) - (b ?? -1))[0];
    const found = worst === undefined ? "no test ran" : percentText(worst);
    views.push({
      ...{ name: "pass rate in each run", asked: `at least ${percentText(minPassRate)}`, found },
      isMet: worst !== undefined && worst >= minPassRate,
    });
  }
  if (maxDuration !== undefined) {
    const longest = runs.length === 0 ? undefined : Math.max(...runs.map(({ run }) => run.seconds));
    const found = longest === undefined ? "no run" : secondsText(longest);
    views.push({
      ...{ name: "duration of each run", asked: `at most ${secondsText(maxDuration)}`, found },
      isMet: longest !== undefined && longest <= maxDuration,
    });
  }
  if (wanted !== undefined) {
    const found = `${String(whole.length)} that can be compared`;
    views.push({ name: "runs", asked: `at least ${String(wanted)}`, found, isMet: whole.length >= wanted });
  }
  return views;
}
