import * as v from "valibot";
import { PURPOSES, type Finding } from "./finding.js";
import type { RunResult } from "./run-result.js";
import { SEVERITIES } from "../severity.js";

export const natural = v.pipe(v.number(), v.integer(), v.minValue(0));
export const ordinal = v.pipe(v.number(), v.integer(), v.minValue(1));
const position = v.strictObject({ line: ordinal, column: ordinal });
const place = { path: v.string(), start: position, end: position, line: v.string() };
const thing = v.strictObject({ kind: v.picklist(["helper", "function", "call"]), name: v.string() });
const step = v.strictObject({ ...place, message: v.string(), thing: v.exactOptional(thing) });
const steps = v.array(step);
export const severity = v.picklist(SEVERITIES);
const rule = v.pipe(v.string(), v.regex(/^[a-z0-9-]+\/[a-z0-9-]+$/));

const edit = v.strictObject({ path: v.string(), start: position, end: position, text: v.string() });
const fix = v.strictObject({ description: v.string(), isSafe: v.boolean(), edits: v.array(edit) });
/** Every member that a run gives: one that is missing here would have whatever holds it refused. */
const finding = v.strictObject({
  ...place,
  rule,
  within: v.exactOptional(v.string()),
  severity,
  likely: v.exactOptional(v.literal(true)),
  message: v.string(),
  related: steps,
  flow: steps,
  lineHash: v.string(),
  fixes: v.array(fix),
  advice: v.exactOptional(v.string()),
  text: v.exactOptional(v.string()),
  cause: v.exactOptional(step),
  purpose: v.exactOptional(v.picklist(PURPOSES)),
} satisfies Record<Exclude<keyof Finding, "standsFor" | "sharedCause">, v.GenericSchema>);

const failure = v.strictObject({ path: v.exactOptional(v.string()), rule: v.exactOptional(rule), message: v.string() });

const stretch = { start: ordinal, end: ordinal };
const directive = v.strictObject({
  ...stretch,
  verb: v.string(),
  names: v.array(v.strictObject({ ...stretch, text: v.string() })),
  list: v.exactOptional(v.strictObject(stretch)),
  reason: v.string(),
  until: v.exactOptional(v.string()),
  fault: v.exactOptional(v.picklist(["unknown verb", "no rules", "never closed", "too many rules", "no such day"])),
});
const comment = v.strictObject({
  ...stretch,
  line: ordinal,
  isAlone: v.boolean(),
  text: v.string(),
  lineHash: v.string(),
  statement: v.exactOptional(v.strictObject({ first: ordinal, last: ordinal })),
  directives: v.array(directive),
});
const commented = v.strictObject({
  path: v.string(),
  isBroken: v.boolean(),
  lines: natural,
  comments: v.array(comment),
});

/** What some of the files gave, as somebody else may have written it. */
export const runResult = v.strictObject({
  findings: v.array(finding),
  failures: v.array(failure),
  files: natural,
  lines: natural,
  commented: v.array(commented),
  hidden: v.array(v.strictObject({ rule, path: v.string(), start: position })),
}) satisfies v.GenericSchema<unknown, RunResult>;
