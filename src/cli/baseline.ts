import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Finding, ScanResult } from "../engine/finding/finding.js";
import { match, type Identity } from "../engine/finding/identity.js";
import type { RegisteredRule } from "../engine/rule.js";
import type { Severity } from "../engine/severity.js";
import { reasonOf } from "../files/problem.js";
import { plainText } from "../report/message.js";
import { visibleJson } from "../report/visible.js";
import { UsageError } from "./usage-error.js";

/** The findings that were put aside: none of them has to be mended before anything else can be done. */
export interface Baseline {
  /** Whether what is merely likely is among them. */
  readonly audit: boolean;
  readonly entries: readonly Entry[];
}

/** What a finding is recognised by: no line number, so that lines may move. The path is relative to the scan's root. */
export type Entry = Pick<Finding, "path" | "rule" | "lineHash" | "message">;

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

/** Goes up when an older scarlint would misread the file. */
const VERSION = 1;

export const NO_BASELINE: Baseline = { audit: false, entries: [] };

/** Reads a baseline. @throws UsageError with the file and what is wrong with it. */
export function readBaseline(file: string): Baseline {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const hint = existsSync(file) ? "" : "; 'scarlint baseline' writes one";
    throw new UsageError(`the baseline '${file}' cannot be read: ${reasonOf(error)}${hint}`);
  }
  try {
    return parsed(text);
  } catch (error) {
    throw new UsageError(
      `the baseline '${file}' is broken: ${reasonOf(error)}; restore it, or remove it and run 'scarlint baseline'`,
    );
  }
}

/** A baseline as a file's text: sorted, a finding a line, so that a change of it is read and merged with ease. */
export function spelled({ audit, entries }: Baseline): string {
  const lines = [...entries]
    .sort(compareEntries)
    .map(({ path, rule, lineHash, message }) => `    ${JSON.stringify({ path, rule, lineHash, message })}`);
  const findings = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  const likely = audit ? `  "audit": true,\n` : "";
  return visibleJson(`{\n  "version": ${String(VERSION)},\n${likely}  "findings": ${findings}\n}\n`);
}

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
    old: same.map(({ before, after }) => (isUnmoved(before, after) ? before : entryOf(after.finding))),
    fixed: gone.filter(isFixed),
    unseen: [...entries.filter((entry) => !looked.has(entry)), ...gone.filter((entry) => !isFixed(entry))],
  };
}

/** What of its baseline a scan can see, from its arguments. */
export function scopeOf(
  paths: readonly string[],
  rules: readonly RegisteredRule[],
  { minSeverity, audit = false }: { readonly minSeverity: Severity; readonly audit?: boolean },
): Scope {
  return { named: (paths.length > 0 ? paths : ["."]).map((path) => resolve(path)), rules, minSeverity, audit };
}

/** What a baseline holds of a finding. */
export function entryOf({ path, rule, lineHash, message, related }: Finding): Entry {
  return { path, rule, lineHash, message: plainText(message, related.length) };
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

function parsed(text: string): Baseline {
  const document: unknown = JSON.parse(text);
  if (!isRecord(document) || !Array.isArray(document.findings)) throw new Error("it holds no list of 'findings'");
  const { version, audit, findings } = document;
  if (version !== VERSION) throw new Error(`its version is ${JSON.stringify(version)}, this scarlint reads ${VERSION}`);
  return { audit: audit === true, entries: findings.map(entryAt) };
}

function entryAt(entry: unknown, index: number): Entry {
  const where = `finding ${String(index + 1)}`;
  const member = (name: keyof Entry, form: RegExp): string => {
    const value = isRecord(entry) ? entry[name] : undefined;
    if (typeof value !== "string" || !form.test(value)) throw new Error(`${where} has no valid '${name}'`);
    return value;
  };
  const path = member("path", /^(?!\/)./s);
  if (path.split("/").includes("..")) throw new Error(`${where} has a 'path' that leads out of the project`);
  return {
    path,
    rule: member("rule", /^[^/]+\/[^/]+$/),
    lineHash: member("lineHash", /^(?:[0-9a-f]{1,16}:\d{1,9})?$/),
    message: member("message", /^/),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function compareEntries(a: Entry, b: Entry): number {
  return (
    byCodeUnits(a.path, b.path) ||
    byCodeUnits(a.rule, b.rule) ||
    byCodeUnits(a.message, b.message) ||
    byCodeUnits(a.lineHash, b.lineHash)
  );
}

/** Not by locale: the order must be the same on every machine. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function remembering(ask: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    let answer = known.get(path);
    if (answer === undefined) known.set(path, (answer = ask(path)));
    return answer;
  };
}
