import * as v from "valibot";
import type { Severity } from "../engine/severity.js";
import type { HistoricCommit } from "../files/git.js";
import { TrendFile } from "../trend-file.js";
import { isMended, isOpen, lastEvent, timeToResolve, type Bug } from "./bug.js";

/** What a triage came to. */
export interface TrendEntry {
  /** ISO 8601, of the commit. */
  readonly date: string;
  /** The full name of the commit. */
  readonly commit: string;
  /** Open bugs by severity. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** Open bugs by rule, those without any left out. */
  readonly rules: Readonly<Record<string, number>>;
  /** How often a bug appeared or came back, up to now. */
  readonly opened: number;
  /** How often one was mended, up to now. */
  readonly resolved: number;
  /** From first seen to mended, in hours; null as long as none was mended. */
  readonly meanHoursToResolve: number | null;
}

/** So many commits of a history that was walked make its chart. */
const MOST_BACKFILLED = 24;

/**
 * What a triage would have come to at commits of the history that was walked, before its last one: at the first, and at
 * some, evenly chosen, of those that changed something.
 */
export function backfilled(bugs: readonly Bug[], history: readonly HistoricCommit[]): readonly TrendEntry[] {
  const changing = new Set(bugs.flatMap(({ events }) => events.map(({ commit }) => commit)));
  const earlier = history
    .slice(0, -1)
    .filter(({ isBorder }) => !isBorder)
    .filter(({ id }, index) => index === 0 || changing.has(id));
  const step = Math.max(1, earlier.length / MOST_BACKFILLED);
  const chosen = new Set(earlier.flatMap((_, index) => earlier[Math.floor(index * step)] ?? []));
  return [...chosen].map(({ id, date }) => trendEntry(bugsUntil(bugs, date.getTime()), id, date));
}

/** What was known of bugs at a time. */
function bugsUntil(bugs: readonly Bug[], time: number): Bug[] {
  const known = bugs.map((bug) => ({ ...bug, events: bug.events.filter((event) => event.time <= time) }));
  return known.filter(({ events }) => events.length > 0);
}

/** What a triage of a commit came to. */
export function trendEntry(bugs: readonly Bug[], commit: string, date: Date): TrendEntry {
  const open = bugs.filter(isOpen);
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  const rules: Record<string, number> = {};
  for (const { seen } of open) {
    counts[seen.severity]++;
    rules[seen.rule] = (rules[seen.rule] ?? 0) + 1;
  }
  const events = bugs.flatMap((bug) => bug.events);
  const times = bugs.filter((bug) => isMended(bug) && lastEvent(bug).commit !== undefined).map(timeToResolve);
  const known = times.filter((time) => time !== undefined);
  const mean = known.reduce((sum, time) => sum + time, 0) / known.length / HOUR;
  return {
    date: `${date.toISOString().slice(0, 19)}Z`,
    commit,
    counts,
    rules: Object.fromEntries(Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1))),
    opened: events.filter(({ kind }) => kind === "opened" || kind === "reopened").length,
    resolved: events.filter(({ kind }) => kind === "resolved").length,
    meanHoursToResolve: known.length === 0 ? null : Math.round(mean * 10) / 10,
  };
}

const HOUR = 60 * 60 * 1000;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ENTRY = v.object({
  date: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)),
  commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/)),
  counts: v.object({ critical: Count, high: Count, medium: Count, low: Count }),
  rules: v.record(v.string(), Count),
  opened: Count,
  resolved: Count,
  meanHoursToResolve: v.nullable(v.pipe(v.number(), v.minValue(0))),
});

/** Histories of triages. */
export const TRIAGES = new TrendFile<TrendEntry>("triages", ENTRY);
