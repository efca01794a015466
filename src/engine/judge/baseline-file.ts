import { existsSync } from "node:fs";
import { reasonOf } from "../../files/problem.js";
import { LARGEST_DOCUMENT, readText, whyUnread, type Links } from "../../files/read.js";
import { currentName } from "../rules/former-names.js";
import type { Baseline, Entry } from "./baseline.js";

/** Goes up when an older scarlint would misread the file. */
export const BASELINE_VERSION = 1;

/**
 * Reads a baseline.
 *
 * @param links where the links on the way may lead
 * @throws Error with one line: the file and what is wrong with it.
 */
export function readBaseline(file: string, links: Links = "followed"): Baseline {
  let text: string;
  try {
    text = readText(file, LARGEST_DOCUMENT, links);
  } catch (error) {
    const hint = existsSync(file) ? "" : "; 'scarlint baseline' writes one";
    throw new Error(`the baseline '${file}' cannot be read: ${whyUnread(error)}${hint}`, { cause: error });
  }
  try {
    return parsed(text);
  } catch (error) {
    throw new Error(
      `the baseline '${file}' is broken: ${reasonOf(error)}; restore it, or remove it and run 'scarlint baseline'`,
      { cause: error },
    );
  }
}

function parsed(text: string): Baseline {
  const document: unknown = JSON.parse(text);
  if (!isRecord(document) || !Array.isArray(document.findings)) throw new Error("it holds no list of 'findings'");
  const { version, audit, findings } = document;
  if (version !== BASELINE_VERSION)
    throw new Error(`its version is ${JSON.stringify(version)}, this scarlint reads ${BASELINE_VERSION}`);
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
    ...(isRecord(entry) && entry.within !== undefined && { within: member("within", /^/) }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
