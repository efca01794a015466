import { existsSync } from "node:fs";
import type { Baseline, Entry } from "../engine/judge/baseline.js";
import { currentName } from "../engine/rules/former-names.js";
import { reasonOf } from "../files/problem.js";
import { LARGEST_DOCUMENT, readText, whyUnread } from "../files/read.js";
import { visibleJson } from "../report/visible.js";
import { UsageError } from "./usage-error.js";

/** Goes up when an older scarlint would misread the file. */
const VERSION = 1;

/** Reads a baseline. @throws UsageError with the file and what is wrong with it. */
export function readBaseline(file: string): Baseline {
  let text: string;
  try {
    text = readText(file, LARGEST_DOCUMENT);
  } catch (error) {
    const hint = existsSync(file) ? "" : "; 'scarlint baseline' writes one";
    throw new UsageError(`the baseline '${file}' cannot be read: ${whyUnread(error)}${hint}`);
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
    rule: currentName(member("rule", /^[^/]+\/[^/]+$/)),
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
