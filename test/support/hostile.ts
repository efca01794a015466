import fc from "fast-check";
import type { Finding, ScanResult, Step } from "../../src/engine/finding/finding.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { SEVERITIES } from "../../src/engine/severity.js";

/** What ends a string, a command, an element or a line somewhere. */
const SHARP = [
  "\n",
  "\r",
  "\t",
  "\0",
  "\x1b[31m",
  "\x7f",
  '"',
  "'",
  "]]>",
  "<",
  "&amp;",
  "%0A",
  "%",
  ":",
  "::",
  "::stop-commands::x",
  "##[group]",
  "##vso[task.complete]",
  ",",
  "\\",
];
const ODD = ["\u2028", "\u202e", "\u200b", "\ufeff", "\ufffe", "\ud800", "\u{1f40d}", "ß", "true", "[a](1)"];

/** Text as nobody would write it. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...SHARP, ...ODD), fc.string({ unit: "binary", maxLength: 4 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(""))
  .filter((text) => text !== "");

/** The letter keeps readers that guess types from taking a name for a number. */
const hostilePath = hostileText.map((text) => `f${text}`);

const position = fc.record({ line: fc.integer({ min: 1, max: 9999 }), column: fc.integer({ min: 1, max: 200 }) });
const place = { path: hostilePath, start: position, end: position, line: hostileText };
const step: fc.Arbitrary<Step> = fc.record({ ...place, message: hostileText });

const finding: fc.Arbitrary<Finding> = fc.record({
  ...place,
  rule: fc.constantFrom(...RULES.map(({ id }) => id)),
  severity: fc.constantFrom(...SEVERITIES),
  message: hostileText,
  related: fc.array(step, { maxLength: 2 }),
  flow: fc.array(step, { maxLength: 2 }),
  lineHash: fc.constantFrom("", "abc:1", "abc:2"),
  fixes: fc.constant([]),
});

const failure = fc.record({ path: hostilePath, message: hostileText });

/** What a scan of hostile files may say. */
export const hostileResult: fc.Arbitrary<ScanResult> = fc.record({
  root: fc.constant("/srv"),
  findings: fc.array(finding, { maxLength: 5 }),
  suppressed: fc.constant([]),
  failures: fc.array(failure, { maxLength: 2 }),
  paths: fc.constant([]),
  files: fc.constant(3),
  lines: fc.constant(9),
});
