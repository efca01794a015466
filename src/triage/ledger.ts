import * as v from "valibot";
import { currentName } from "../engine/rules/former-names.js";
import { SEVERITIES } from "../engine/severity.js";
import type { Bug } from "./bug.js";

/** What a report remembers, so that it can be continued. */
export interface Ledger {
  /** The full name of the commit that the report is about. */
  readonly commit: string;
  readonly bugs: readonly Bug[];
}

/** Goes up when a reader of reports has to change. */
const VERSION = 1;

const OPENING = "<!-- scarlint:triage";
const CLOSING = "-->";

/** What a report remembers as a comment at its end, which Markdown does not show: a line a bug. */
export function ledgerComment({ commit, bugs }: Ledger): string {
  const lines = bugs.map((bug) => harmless(JSON.stringify(bug)));
  return `${OPENING}\n{"version":${String(VERSION)},"commit":"${commit}","bugs":[\n${lines.join(",\n")}\n]}\n${CLOSING}\n`;
}

/**
 * What a report remembers; undefined when it was not written by scarlint.
 *
 * @throws Error with one readable line when the memory is damaged
 */
export function readLedger(text: string): Ledger | undefined {
  const start = text.lastIndexOf(`\n${OPENING}`);
  if (start < 0) return undefined;
  const json = text.slice(start + 1 + OPENING.length, text.indexOf(CLOSING, start));
  let stored: unknown;
  try {
    stored = JSON.parse(json);
  } catch {
    throw new Error("the comment at its end, which remembers the bugs, is damaged; take it from an older version");
  }
  const version = v.safeParse(v.object({ version: v.number() }), stored);
  if (version.success && version.output.version !== VERSION) {
    throw new Error("it was written by another version of scarlint; update scarlint");
  }
  const checked = v.safeParse(LEDGER, stored);
  if (checked.success) return checked.output;
  const where = v.getDotPath(checked.issues[0]) ?? "its start";
  throw new Error(`the comment at its end is damaged at '${where}'; take it from an older version`);
}

/** No comment ends within it, and nothing in it would not be seen. */
function harmless(json: string): string {
  return json.replace(/--|[<>&]|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) =>
    [...Array(found.length).keys()]
      .map((unit) => `\\u${found.charCodeAt(unit).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

const Counted = v.pipe(v.number(), v.integer(), v.minValue(1));
const Path = v.pipe(v.string(), v.nonEmpty());
const SPOT = v.object({ path: Path, line: Counted, message: v.string() });
const NAME = v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/));

const EVENT = v.object({
  kind: v.picklist(["opened", "accepted", "resolved", "reopened"]),
  commit: v.exactOptional(NAME),
  time: v.pipe(v.number(), v.integer(), v.maxValue(8.64e15)),
  reason: v.exactOptional(v.string()),
  isBorder: v.exactOptional(v.boolean()),
  isWithFile: v.exactOptional(v.boolean()),
});

/** What is remembered of a finding. */
export const SIGHTING = v.object({
  rule: v.pipe(v.string(), v.transform(currentName)),
  severity: v.picklist(SEVERITIES),
  path: Path,
  start: v.object({ line: Counted, column: Counted }),
  line: v.string(),
  message: v.string(),
  lineHash: v.string(),
  within: v.exactOptional(v.string()),
  related: v.array(SPOT),
  flow: v.array(SPOT),
  fixes: v.array(v.string()),
});

const BUG = v.object({
  id: v.pipe(v.string(), v.regex(/^BUG-\d{3,9}$/)),
  seen: SIGHTING,
  events: v.pipe(v.array(EVENT), v.minLength(1)),
});

const LEDGER = v.object({ version: v.literal(VERSION), commit: NAME, bugs: v.array(BUG) });
