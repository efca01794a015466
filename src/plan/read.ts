import * as v from "valibot";
import { currentName } from "../engine/rules/former-names.js";
import { SEVERITIES } from "../engine/severity.js";
import { CLOSING, OPENING, PLAN_VERSION, type Ledger } from "./ledger.js";

/**
 * The file that holds what a plan remembers, where it was too long for one: a name in the plan's own directory.
 *
 * @throws Error with one readable line when the plan is damaged there
 */
export function besideOf(text: string): string | undefined {
  if (/^\s*[[{]/.test(text)) return undefined;
  const checked = v.safeParse(v.object({ beside: v.string() }), fromMarkdown(text));
  if (!checked.success) return undefined;
  const { beside } = checked.output;
  if (/^[^/\\\0]+$/.test(beside) && beside !== "..") return beside;
  throw new Error("the file that it names beside it lies elsewhere; make the plan anew");
}

/**
 * What a plan remembers, from the text of its Markdown, its JSON or its task list.
 *
 * People edit plans: of a plan in Markdown, only the remembered lines count.
 *
 * @throws Error with one readable line when there is no plan in it, or a broken one
 */
export function readLedger(text: string): Ledger {
  const isJson = /^\s*[[{]/.test(text);
  const stored = isJson ? fromJson(parsed(text, "it is no JSON")) : fromMarkdown(text);
  if (stored === undefined) throw new Error("there is no plan in it; 'scarlint plan --output FILE' writes one");
  const version = v.safeParse(v.object({ version: v.number() }), stored);
  if (version.success && version.output.version !== PLAN_VERSION) {
    throw new Error(`it was written by another version of scarlint; make the plan anew`);
  }
  const checked = v.safeParse(LEDGER, stored);
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  throw new Error(`the plan in it is damaged at '${v.getDotPath(issue) ?? "its start"}'; make the plan anew`);
}

const Path = v.pipe(
  v.string(),
  v.check((path) => path !== "" && !path.startsWith("/") && !path.split("/").includes("..") && !path.includes("\0")),
);
const Counted = v.pipe(v.number(), v.integer(), v.minValue(1));
const Severity = v.picklist(SEVERITIES);
const RuleId = v.pipe(v.string(), v.transform(currentName));
const Position = v.object({ line: Counted, column: Counted });

const ENTRY = v.object({
  phase: Counted,
  severity: Severity,
  task: v.pipe(v.string(), v.regex(/^\d{1,9}(\.\d{1,9})?$/)),
  rule: RuleId,
  path: Path,
  start: Position,
  lineHash: v.string(),
  message: v.string(),
  cause: v.exactOptional(v.object({ path: Path, line: Counted, message: v.string() })),
  through: v.array(Path),
});

const LEDGER = v.object({
  created: v.exactOptional(v.string()),
  commit: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/))),
  scope: v.object({
    paths: v.pipe(v.array(Path), v.minLength(1)),
    rules: v.array(RuleId),
    exclude: v.array(v.string()),
    minSeverity: Severity,
    audit: v.boolean(),
  }),
  entries: v.array(ENTRY),
});

/** The remembered lines: the first says of what the plan is, each of the others is a finding. */
function fromMarkdown(text: string): unknown {
  const lines = text.split(/\r\n|\r|\n/);
  const starts = lines.flatMap((line, index) => (line.trimEnd() === OPENING ? [index] : []));
  const [start] = starts;
  if (start === undefined) return undefined;
  if (starts.length > 1) throw new Error(`it holds ${starts.length} plans, on lines ${lineNumbers(starts)}; keep one`);
  const end = lines.findIndex((line, index) => index > start && line.trim() === CLOSING);
  if (end === -1) throw new Error(`what the plan remembers from line ${start + 1} on has no end; make the plan anew`);
  const [head, ...entries] = lines
    .slice(start + 1, end)
    .map((line, index) => ({ line, number: start + 2 + index }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, number }) => parsed(line, `line ${number} is damaged`));
  return { ...(typeof head === "object" && head), entries };
}

/** A plan's own member of a task list or of a plan in JSON. */
function fromJson(document: unknown): unknown {
  const candidates: readonly unknown[] = Array.isArray(document) ? document : [document];
  const plans = candidates.flatMap((candidate) =>
    typeof candidate === "object" && candidate !== null && "plan" in candidate ? [candidate.plan] : [],
  );
  if (plans.length > 1) throw new Error(`it holds ${plans.length} plans; keep one`);
  return plans[0];
}

function parsed(text: string, otherwise: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error(`${otherwise}; make the plan anew`);
  }
}

function lineNumbers(indices: readonly number[]): string {
  return indices
    .slice(0, 5)
    .map((index) => index + 1)
    .join(", ");
}
