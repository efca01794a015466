import * as v from "valibot";
import { TrendFile } from "../trend-file.js";
import { KINDS } from "./category.js";
import { percentOf } from "./coverage.js";
import { keptOf } from "./durations.js";
import type { Evidence } from "./evidence.js";

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Amount = v.pipe(v.number(), v.minValue(0));

const ENTRY = v.object({
  commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/)),
  date: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)),
  runs: v.array(v.object({ passed: Count, failed: Count, errors: Count, skipped: Count, seconds: Amount })),
  flaky: Count,
  categories: v.record(v.string(), Count),
  coverage: v.nullable(v.object({ lines: Count, covered: Count, percent: Amount, branch: v.boolean() })),
  slow: v.optional(v.record(v.string(), Amount), {}),
});
/** What the evidence of a commit came to. */
export type EvidenceEntry = v.InferOutput<typeof ENTRY>;

/** Histories of evidence. */
export const EVIDENCE = new TrendFile<EvidenceEntry>("evidence", ENTRY);

/** The entry of a commit. */
export function entryOf(evidence: Evidence, { id, date }: { readonly id: string; readonly date: Date }): EvidenceEntry {
  const { runs, flaky, failures, coverage, durations } = evidence;
  const total = coverage?.total;
  const numberOf = (kind: string): number => failures.filter(({ category }) => category.kind === kind).length;
  return {
    commit: id,
    date: `${date.toISOString().slice(0, 19)}Z`,
    runs: runs.map(({ counts: { passed, failed, errors, skipped }, run }) => ({
      ...{ passed, failed, errors, skipped },
      seconds: rounded(run.seconds),
    })),
    flaky: flaky.length,
    categories: Object.fromEntries(KINDS.flatMap((kind) => (numberOf(kind) > 0 ? [[kind, numberOf(kind)]] : []))),
    coverage: total
      ? { lines: total.all, covered: total.covered, percent: rounded(percentOf(total)), branch: coverage.hasBranches }
      : null,
    slow: keptOf(durations),
  };
}

/** Whether every test that ran passed. */
export function isGreen({ runs, flaky }: EvidenceEntry): boolean {
  return (
    runs.length > 0 && flaky === 0 && runs.every(({ failed, errors, passed }) => failed + errors === 0 && passed > 0)
  );
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
