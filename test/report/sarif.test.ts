import assert from "node:assert/strict";
import { test } from "node:test";
import type { Log, Result, Run } from "sarif";
import type { RuleDoc } from "../../src/docs/rule-doc.js";
import type { Finding, ScanResult, Step } from "../../src/engine/finding/finding.js";
import { rule } from "../../src/engine/rule.js";
import { toSarif, type SarifTool } from "../../src/report/sarif.js";

const silent = { check: () => [] };

const DOC: RuleDoc = {
  id: "inject/sql",
  summary: "A query is put together\nfrom a request.",
  description: "It hurts. ".repeat(200).trim(),
  bad: ["bad()\n"],
  good: ["good()\n"],
  limits: "It sees `execute` only.",
  off: "Never.",
  see: [],
};

const TOOL: SarifTool = {
  version: "1.2.3",
  homepage: "https://example.org/scarlint",
  rules: [
    { id: "inject/sql", rule: rule({ severity: "high", cwe: 89, ...silent }) },
    { id: "threads/late-join", rule: rule({ severity: "low", ...silent }) },
  ],
  docs: new Map([
    [DOC.id, DOC],
    ["threads/late-join", { ...DOC, id: "threads/late-join" }],
  ]),
};

const STEP: Step = {
  path: "app/views.py",
  start: { line: 3, column: 5 },
  end: { line: 3, column: 12 },
  line: "    request",
  message: "comes from here",
};

const FINDING: Finding = {
  path: "app/views.py",
  start: { line: 7, column: 1 },
  end: { line: 7, column: 9 },
  line: "execute(",
  rule: "inject/sql",
  severity: "critical",
  message: "'request.args' reaches 'execute'.",
  related: [],
  flow: [],
  fixes: [],
  lineHash: "abc:2",
};

const NOTHING: ScanResult = { root: "/srv", findings: [], suppressed: [], failures: [], paths: [], files: 0, lines: 0 };

test("the same run gives the same bytes", () => {
  const result = { ...NOTHING, findings: [FINDING] };
  assert.equal(toSarif(result, TOOL), toSarif(result, TOOL));
});

test("every rule that ran is described", () => {
  const [sql, join] = runOf({}).tool.driver.rules ?? [];
  assert.ok(sql && join);
  const { fullDescription, help, ...rest } = sql;
  assert.deepEqual(rest, {
    id: "inject/sql",
    name: "InjectSql",
    shortDescription: { text: "A query is put together from a request." },
    helpUri: "https://example.org/scarlint/blob/main/docs/rules/inject/sql.md",
    defaultConfiguration: { level: "error" },
    properties: {
      precision: "medium",
      "problem.severity": "error",
      "security-severity": "8.0",
      tags: ["inject", "security", "external/cwe/cwe-089"],
    },
  });
  assert.match(fullDescription?.text ?? "", /^It hurts\. .* It hurts\.$/);
  assert.ok((fullDescription?.text.length ?? 0) <= 1024);
  assert.match(help?.text ?? "", /\n\nKnown limits: It sees `execute` only\.\n\nWhen to turn it off: Never\.$/);
  assert.match(help?.markdown ?? "", /^# inject\/sql\n/);
  assert.deepEqual(join.properties, { precision: "medium", "problem.severity": "recommendation", tags: ["threads"] });
});

test("a result has its rule, level, region, fingerprint and nothing it has no use for", () => {
  assert.deepEqual(resultOf({}), {
    ruleId: "inject/sql",
    ruleIndex: 0,
    level: "error",
    message: { text: "'request.args' reaches 'execute'." },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "app/views.py", uriBaseId: "%SRCROOT%" },
          region: { startLine: 7, startColumn: 1, endLine: 7, endColumn: 9 },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: "abc:2" },
  });
});

test("a finding's own severity decides on its level", () => {
  const levels = (["critical", "high", "medium", "low"] as const).map((severity) => resultOf({ severity }).level);
  assert.deepEqual(levels, ["error", "error", "warning", "note"]);
});

test("related places are numbered as the message links to them, flows have their steps in order", () => {
  const other = { ...STEP, path: "app/db.py", message: "ends here" };
  const { relatedLocations, codeFlows } = resultOf({ related: [STEP, other], flow: [STEP, other] });
  assert.deepEqual(
    relatedLocations?.map(({ id, message }) => [id, message?.text]),
    [
      [1, "comes from here"],
      [2, "ends here"],
    ],
  );
  const steps = codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
  assert.deepEqual(
    steps.map(({ location }) => location?.physicalLocation?.artifactLocation?.uri),
    ["app/views.py", "app/db.py"],
  );
});

test("links are written, and brackets out of the scanned code break none", () => {
  const text = (message: string): string | undefined => resultOf({ message, related: [STEP] }).message.text;
  assert.equal(text("'s' is bound in [pool.py:4](1)."), "'s' is bound in [pool.py:4](1).");
  assert.equal(text("'s' is bound in [[id].py:4](1)."), "'s' is bound in [\\[id\\].py:4](1).");
  assert.equal(text("'jobs[0]' runs ['jobs[1]'](1)."), "'jobs[0]' runs ['jobs\\[1\\]'](1).");
  assert.equal(text("'jobs[0](1)' is called."), "'jobs[0\\](1)' is called.");
  assert.equal(text("See [a](2) and ](1)."), "See [a\\](2) and \\](1).");
});

test("paths are percent-encoded and stay relative", () => {
  const uri = (path: string): string | undefined =>
    resultOf({ path }).locations?.[0]?.physicalLocation?.artifactLocation?.uri;
  assert.equal(uri("söc ket/a#b?.py"), "s%C3%B6c%20ket/a%23b%3F.py");
  assert.equal(uri("c:x.py"), "c%3Ax.py");
  assert.equal(uri("\ud800.py"), "%EF%BF%BD.py");
});

test("a run that cannot be trusted says so and why", () => {
  assert.deepEqual(runOf({}).invocations, [{ executionSuccessful: true }]);
  const failures = [
    { path: "a b.py", message: "cannot be read" },
    { rule: "threads/late-join", message: "this rule crashed" },
  ];
  assert.deepEqual(runOf({ failures }).invocations, [
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        {
          level: "error",
          message: { text: "cannot be read" },
          locations: [{ physicalLocation: { artifactLocation: { uri: "a%20b.py", uriBaseId: "%SRCROOT%" } } }],
        },
        {
          level: "error",
          message: { text: "this rule crashed" },
          associatedRule: { id: "threads/late-join", index: 1 },
        },
      ],
    },
  ]);
});

function runOf(result: Partial<ScanResult>): Run {
  const { runs } = JSON.parse(toSarif({ ...NOTHING, ...result }, TOOL)) as Log;
  const [run] = runs;
  assert.ok(run && runs.length === 1);
  return run;
}

function resultOf(finding: Partial<Finding>): Result {
  const [result] = runOf({ findings: [{ ...FINDING, ...finding }] }).results ?? [];
  assert.ok(result);
  return result;
}
