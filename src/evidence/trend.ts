import * as v from "valibot";
import { KINDS } from "./category.js";
import { percentOf } from "./coverage.js";
import { keptOf } from "./durations.js";
import type { Evidence } from "./evidence.js";

/** Goes up when a reader of the history has to change. */
const VERSION = 1;

/** Older entries go. */
const MOST_ENTRIES = 1000;

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
const TREND = v.object({ version: v.literal(VERSION), entries: v.array(ENTRY) });

/** What the evidence of a commit came to. */
export type EvidenceEntry = v.InferOutput<typeof ENTRY>;

/** What a history of evidence holds. @throws Error with one readable line when it is none */
export function readEvidenceTrend(text: string): readonly EvidenceEntry[] {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    throw new Error("it is no JSON; give another file to --trend, or remove it");
  }
  const checked = v.safeParse(TREND, stored);
  if (checked.success) return checked.output.entries;
  const where = v.getDotPath(checked.issues[0]) ?? "its start";
  throw new Error(`it is no history of evidence (see '${where}' in it); give another file to --trend, or remove it`);
}

/** A history with one more entry; another of the same commit takes its place. */
export function withEntry(entries: readonly EvidenceEntry[], entry: EvidenceEntry): readonly EvidenceEntry[] {
  const others = entries.filter(({ commit }) => commit !== entry.commit);
  return [...others, entry].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)).slice(-MOST_ENTRIES);
}

/** A history as JSON: one line an entry. */
export function evidenceTrendJson(entries: readonly EvidenceEntry[]): string {
  return `{"version":${String(VERSION)},"entries":[\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]}\n`;
}

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
