import type { Finding } from "../engine/finding/finding.js";
import { match, withoutPlaces } from "../engine/finding/identity.js";
import { SEVERITIES, type Severity } from "../engine/severity.js";
import type { Entry, Ledger } from "./ledger.js";
import { groupedBy } from "../grouped.js";

/** What became of a finding of a plan. */
export type State =
  /** It is still there. */
  | { readonly is: "open"; readonly finding: Finding }
  /** It is still there, and a comment keeps it quiet. */
  | { readonly is: "silenced"; readonly finding: Finding; readonly reason: string }
  /** Nobody can tell: a file that it follows from does not compile. */
  | { readonly is: "unknown"; readonly broken: string }
  | { readonly is: "fixed" };

/** A finding of a plan with what became of it. */
export interface Outcome {
  readonly entry: Entry;
  readonly state: State;
}

/** How far a part of a task is. */
export interface TaskProgress {
  readonly number: string;
  /** Several only where one place is behind them. */
  readonly rules: readonly string[];
  readonly outcomes: readonly Outcome[];
}

/** How far a phase is. */
export interface PhaseProgress {
  readonly number: number;
  readonly severity: Severity;
  readonly tasks: readonly TaskProgress[];
}

/** How far a plan is. */
export interface Progress {
  readonly phases: readonly PhaseProgress[];
  /** What the plan does not know of, in the scan's order. */
  readonly added: readonly Finding[];
}

/** What a scan of the same scope finds today. */
export interface Today {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly (Finding & { readonly suppression: { readonly reason: string } })[];
  /** Whether there is a file at a path. */
  readonly exists: (path: string) => boolean;
}

/** The rule whose findings make that others cannot be seen. */
export const BROKEN = "python/syntax-error";

/** Compares a plan with what is there today. */
export function progressOf({ scope, entries }: Ledger, today: Today): Progress {
  const reasons = new Map<Finding, string>(today.suppressed.map((each) => [each, each.suppression.reason]));
  const found = match(entries, [...today.findings, ...today.suppressed]);
  const partners = new Map(found.same.map(({ before, after }) => [before, after]));
  const edited = paired(found.gone, found.added, today.exists);
  for (const [entry, finding] of edited) partners.set(entry, finding);
  const taken = new Set(edited.values());
  const added = found.added.filter((finding) => !taken.has(finding) && !reasons.has(finding));
  const broken = new Set(added.filter(({ rule }) => rule === BROKEN).map(({ path }) => path));
  const stateOf = (entry: Entry): State => {
    const finding = partners.get(entry);
    if (finding) {
      const reason = reasons.get(finding);
      return reason === undefined ? { is: "open", finding } : { is: "silenced", finding, reason };
    }
    const hiding = [entry.path, ...entry.through].find((path) => broken.has(path));
    return hiding === undefined ? { is: "fixed" } : { is: "unknown", broken: hiding };
  };
  const outcomes = entries.map((entry) => ({ entry, state: stateOf(entry) }));
  return { phases: phasesOf(outcomes), added: added.filter(({ rule }) => scope.rules.includes(rule)) };
}

/** Whether nothing of something is left. */
export function isDone({ outcomes }: TaskProgress): boolean {
  return outcomes.every(({ state }) => state.is === "fixed");
}

/** What is left of some tasks. */
export function leftOf(tasks: readonly TaskProgress[]): readonly Outcome[] {
  return tasks.flatMap(({ outcomes }) => outcomes.filter(({ state }) => state.is !== "fixed"));
}

/**
 * Findings that changed so much that they cannot be told from new ones, since what they are known by is the code from
 * their line on. A bug whose surroundings were edited is still that bug: as long as its file has a finding of its rule
 * that is otherwise unknown, it does not count as fixed.
 */
function paired(
  gone: readonly Entry[],
  added: readonly Finding[],
  exists: (path: string) => boolean,
): Map<Entry, Finding> {
  const pairs = new Map<Entry, Finding>();
  let entries = gone;
  let findings = added;
  const keys: readonly ((known: Entry | Finding) => string | undefined)[] = [
    ({ rule, path, message }) => JSON.stringify([rule, path, withoutPlaces(message)]),
    ({ rule, path }) => JSON.stringify([rule, path]),
    // The file was renamed, too, and perhaps what the message names.
    (known) =>
      "task" in known && exists(known.path) ? undefined : JSON.stringify([known.rule, withoutNames(known.message)]),
  ];
  for (const keyOf of keys) {
    const waiting = groupedBy(findings, keyOf);
    const isOpen = (entry: Entry): boolean => {
      const key = keyOf(entry);
      const partner = key === undefined ? undefined : waiting.get(key)?.shift();
      if (partner) pairs.set(entry, partner);
      return partner === undefined;
    };
    entries = entries.filter(isOpen);
    const taken = new Set(pairs.values());
    findings = findings.filter((finding) => !taken.has(finding));
  }
  return pairs;
}

/** A message without the names in it. */
function withoutNames(message: string): string {
  return withoutPlaces(message).replace(/'[^']*'/g, "''");
}

function phasesOf(outcomes: readonly Outcome[]): PhaseProgress[] {
  return [...groupedBy(outcomes, ({ entry }) => entry.phase)].map(([number, own]) => {
    const tasks = [...groupedBy(own, ({ entry }) => entry.task)].map(([task, group]) => ({
      number: task,
      rules: [...new Set(group.map(({ entry }) => entry.rule))],
      outcomes: group,
    }));
    const severity = SEVERITIES.find((one) => own.some(({ entry }) => entry.severity === one)) ?? "low";
    return { number, severity, tasks };
  });
}
