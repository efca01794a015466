import type { Resolved, Settings } from "../../../config/settings.js";
import type { Finding, Place, ScanResult, SuppressedFinding } from "../../finding/finding.js";
import type { RunResult } from "../../finding/run-result.js";
import { judge } from "../../judge/judge.js";
import { onePerCause } from "../../judge/one-per-cause.js";
import { onePerPlace } from "../../judge/precedence.js";
import type { Job } from "../../request/job.js";
import type { RegisteredRule } from "../../rule.js";
import { atLeast, type Severity } from "../../severity.js";
import type { Fate } from "./answer.js";

/** What a scan was asked for, beside all that rules have to say. */
export interface Bars {
  readonly job: Job;
  readonly rules: readonly RegisteredRule[];
  readonly minSeverity: Severity;
  readonly settings: ReadonlyMap<string, Settings>;
  readonly today: string;
  /** Takes out of a result what a baseline holds. */
  readonly withoutOld: ((result: ScanResult) => ScanResult) | undefined;
}

/** The steps that a scan takes with what rules have found, and what is left after each. */
export class Fates {
  readonly #wanted: readonly Finding[];
  /** Covered by another rule at the same place. */
  readonly #standing: readonly Finding[];
  readonly #suppressed: ReadonlyMap<string, SuppressedFinding>;
  /** What comments leave. */
  readonly #left: ReadonlySet<string>;
  /** What a baseline leaves. */
  readonly #fresh: ReadonlySet<string>;
  /** What a report shows. */
  readonly shown: readonly Finding[];
  /** What a report shows or a comment silences that is not among what rules found: what is wrong with comments. */
  readonly remarks: readonly Finding[];

  /** @param raw all that any rule has to say, proved or not */
  constructor(
    raw: RunResult,
    private readonly bars: Bars,
  ) {
    const { job, rules, withoutOld } = bars;
    this.#wanted = raw.findings.filter((finding) => this.unwanted(finding) === undefined);
    this.#standing = onePerPlace(this.#wanted, rules).standing;
    const hidden = [...raw.hidden, ...raw.findings.filter((finding) => this.unwanted(finding) !== undefined)];
    const isComplete = raw.failures.length === 0;
    const { findings, suppressed } = judge({ ...raw, findings: this.#wanted, hidden }, { ...bars, isComplete });
    const { root, paths } = job;
    const fresh = withoutOld?.({ ...raw, root, paths, findings, suppressed }).findings ?? findings;
    this.#suppressed = new Map(suppressed.map((finding) => [keyOf(finding), finding]));
    this.#left = new Set(findings.map(keyOf));
    this.#fresh = new Set(fresh.map(keyOf));
    this.shown = onePerCause(fresh);
    const found = new Set(raw.findings.map(keyOf));
    this.remarks = [...findings, ...suppressed].filter((finding) => !found.has(keyOf(finding)));
  }

  /** What becomes of a finding. @param resolved what is said of its file, and by whom */
  of(finding: Finding, resolved: Resolved): Fate {
    const key = keyOf(finding);
    const suppressed = this.#suppressed.get(key);
    if (suppressed) return { kind: "silenced", ...suppressed.suppression };
    if (!this.#left.has(key)) return this.missing(finding, resolved);
    if (!this.#fresh.has(key)) return { kind: "in-baseline" };
    if (this.shown.some((other) => keyOf(other) === key)) return { kind: "reported" };
    const as = this.shown.find(({ related }) => related.some((step) => isSamePlace(step, finding)));
    return as ? { kind: "same-cause", as } : { kind: "reported" };
  }

  /** Why a finding has not even come before the comments. */
  private missing(finding: Finding, resolved: Resolved): Fate {
    const unwanted = this.unwanted(finding);
    if (unwanted === "off") return { kind: "off", by: resolved.rules.get(finding.rule)?.by ?? "default" };
    if (unwanted !== undefined) return { kind: unwanted };
    const other = this.#standing.find((each) => isSamePlace(each, finding));
    return { kind: "covered", rule: other?.rule ?? finding.rule };
  }

  private unwanted({ rule, path, severity, likely }: Finding): "off" | "audit-only" | "below-min-severity" | undefined {
    const settings = this.bars.settings.get(path);
    if (!settings?.rules.includes(rule)) return "off";
    if (likely && !settings.audit) return "audit-only";
    return atLeast(severity, this.bars.minSeverity) ? undefined : "below-min-severity";
  }
}

/** What tells a finding from all others of a run, whatever was added to it since. */
export function keyOf({ rule, path, start, end, message }: Finding): string {
  return JSON.stringify([rule, path, start, end, message]);
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.path === b.path && a.start.line === b.start.line && a.start.column === b.start.column;
}
