import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Finding, ScanResult } from "../finding/finding.js";
import { match, type Identity } from "../finding/identity.js";
import { plainText } from "../finding/message.js";
import type { RegisteredRule } from "../rule.js";
import type { Severity } from "../severity.js";

/** The findings that were put aside: none of them has to be mended before anything else can be done. */
export interface Baseline {
  /** Whether what is merely likely is among them. */
  readonly audit: boolean;
  readonly entries: readonly Entry[];
}

/** What a finding is recognised by: no line number, so that lines may move. The path is relative to the scan's root. */
export type Entry = Pick<Finding, "path" | "rule" | "lineHash" | "message" | "within">;

/** What of its baseline a scan could see. */
export interface Scope {
  /** The files and directories that were asked for, absolute. */
  readonly named: readonly string[];
  /** The rules that ran. */
  readonly rules: readonly RegisteredRule[];
  readonly minSeverity: Severity;
  readonly audit: boolean;
}

/** A scan beside its baseline. */
export interface Comparison {
  readonly added: readonly Finding[];
  /** What is in both, as it is recognised from now on. */
  readonly old: readonly Entry[];
  /** What was looked for and is not there any more. */
  readonly fixed: readonly Entry[];
  /** What was not looked for. */
  readonly unseen: readonly Entry[];
}

/** What is known before anything was put aside. */
export const NO_BASELINE: Baseline = { audit: false, entries: [] };

/** Tells what of a scan is new, what is old, and what of the baseline is fixed. */
export function compared({ audit, entries }: Baseline, result: ScanResult, scope: Scope): Comparison {
  const scanned = new Set(result.paths);
  const isThere = remembering((path) => existsSync(join(result.root, path)));
  // Findings of a file that exists and was not scanned are still in there; those of one that has gone may have moved.
  const candidates = entries.filter(({ path }) => scanned.has(path) || !isThere(path));
  const { same, added, gone } = match(candidates, result.findings.map(entryAndFinding));
  const named = new Set(scope.named);
  const ran = new Set(scope.rules.map(({ id }) => id));
  const isAllShown = result.failures.length === 0 && scope.minSeverity === "low" && (scope.audit || !audit);
  const isFixed = ({ path, rule }: Entry): boolean =>
    isAllShown && ran.has(rule) && (scanned.has(path) || isUnder(resolve(result.root, path), named));
  const looked = new Set(candidates);
  return {
    added: added.map(({ finding }) => finding),
    old: same.map(({ before, after }) =>
      isUnmoved(before, after) ? { ...before, ...holderOf(after) } : entryOf(after.finding),
    ),
    fixed: gone.filter(isFixed),
    unseen: [...entries.filter((entry) => !looked.has(entry)), ...gone.filter((entry) => !isFixed(entry))],
  };
}

/** A scan without what is in its baseline, and how much that is. */
export function withoutOld<R extends ScanResult>(result: R, baseline: Baseline, scope: Scope): R {
  const { added, old, fixed } = compared(baseline, result, scope);
  return { ...result, findings: added, baseline: { old: old.length, fixed: fixed.length } };
}

/** What of its baseline a scan can see, from its arguments; paths are relative to `current`. */
export function scopeOf(
  paths: readonly string[],
  rules: readonly RegisteredRule[],
  { minSeverity, audit = false, current = "." }: Looking,
): Scope {
  const named = (paths.length > 0 ? paths : ["."]).map((path) => resolve(current, path));
  return { named, rules, minSeverity, audit };
}

/** How a scan was asked for. */
interface Looking {
  readonly minSeverity: Severity;
  readonly audit?: boolean | undefined;
  readonly current?: string | undefined;
}

/** What a baseline holds of a finding. */
export function entryOf({ path, rule, lineHash, message, related, within }: Finding): Entry {
  return { path, rule, lineHash, message: plainText(message, related.length), ...holderOf({ within }) };
}

/** What holds a finding, when that is known. */
function holderOf({ within }: { readonly within?: string | undefined }): Pick<Entry, "within"> {
  return within === undefined ? {} : { within };
}

function entryAndFinding(finding: Finding): Identity & { readonly finding: Finding } {
  return { ...entryOf(finding), start: finding.start, finding };
}

/** Then its entry stays as it is, although its message may name another line by now. */
function isUnmoved(before: Entry, after: Identity): boolean {
  return before.path === after.path && before.lineHash === after.lineHash;
}

function isUnder(path: string, named: ReadonlySet<string>): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (named.has(at)) return true;
    if (at === dirname(at)) return false;
  }
}

function remembering(ask: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    let answer = known.get(path);
    if (answer === undefined) known.set(path, (answer = ask(path)));
    return answer;
  };
}
