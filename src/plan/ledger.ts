import type { Identity } from "../engine/finding/identity.js";
import type { Severity } from "../engine/severity.js";
import type { Plan, Scope } from "./plan.js";

/** Stands at the start of the line that begins what a plan in Markdown remembers. */
export const OPENING = "<!-- scarlint:plan";
/** Stands on the line that ends it. */
export const CLOSING = "-->";

/** Goes up when a reader of plans has to change. */
export const PLAN_VERSION = 1;

/** A finding as a plan remembers it. */
export interface Entry extends Identity {
  readonly phase: number;
  readonly severity: Severity;
  /** The number of the part of a task that it belongs to. */
  readonly task: string;
  readonly start: { readonly line: number; readonly column: number };
  /** Where the place is that this finding shares with others. */
  readonly cause?: { readonly path: string; readonly line: number; readonly message: string };
  /** The other files that it follows from. */
  readonly through: readonly string[];
}

/** What a plan has to remember to be checked against a later scan. */
export interface Ledger {
  readonly created?: string;
  /** The commit that the plan was made of. */
  readonly commit?: string;
  readonly scope: Scope;
  /** In the plan's order. */
  readonly entries: readonly Entry[];
}

/** What to remember of a plan. */
export function ledgerOf({ created, commit, scope, phases }: Plan): Ledger {
  const entries = phases.flatMap(({ number: phase, tasks }) =>
    tasks.flatMap(({ parts }) =>
      parts.flatMap(({ number: task, cause, findings }) =>
        findings.map((finding): Entry => {
          const { rule, severity, path, start, lineHash, message, related, flow } = finding;
          const through = new Set([...related, ...flow].map((step) => step.path).filter((other) => other !== path));
          const shared = cause && { path: cause.path, line: cause.start.line, message: cause.message };
          const known = { phase, severity, task, rule, path, start, lineHash, message, through: [...through].sort() };
          return { ...known, ...(shared && { cause: shared }) };
        }),
      ),
    ),
  );
  return { ...(created !== undefined && { created }), ...(commit !== undefined && { commit }), scope, entries };
}
