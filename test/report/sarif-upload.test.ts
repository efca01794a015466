import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Log, Run } from "sarif";
import type { Finding, ScanResult, Step } from "../../src/engine/finding/finding.js";
import { rule } from "../../src/engine/rule.js";
import { SEVERITIES } from "../../src/engine/severity.js";
import { toUpload, type Upload } from "../../src/report/sarif-upload.js";

const LONG = "x".repeat(2000);
const TOOL = {
  version: "1.2.3",
  homepage: "https://example.org/scarlint",
  rules: [{ id: `own/${LONG}`, rule: rule({ severity: "high", cwe: 89, check: () => [] }) }],
  docs: new Map([
    [`own/${LONG}`, { id: "", summary: LONG, description: LONG, bad: [], good: [], limits: "", off: "", see: [] }],
  ]),
};

/** The finding with this number; of any four neighbours, each has another severity. */
function finding(number: number): Finding {
  return {
    path: "a.py",
    start: { line: number + 1, column: 1 },
    end: { line: number + 1, column: 2 },
    line: "x",
    rule: "own/x",
    severity: SEVERITIES[number % SEVERITIES.length] ?? "low",
    message: `Number ${String(number)}.`,
    related: [],
    flow: [],
    fixes: [],
    lineHash: "abc:1",
  };
}

function step(number: number): Step {
  return { ...finding(number), message: `step ${String(number)}` };
}

function upload(findings: readonly Finding[]): Upload & { readonly run: Run } {
  const result: ScanResult = { root: "/", findings, suppressed: [], failures: [], paths: [], files: 1, lines: 1 };
  const { sarif, cut } = toUpload(result, TOOL);
  const [run] = (JSON.parse(sarif) as Log).runs;
  assert.ok(run);
  return { sarif, cut, run };
}

function notes(run: Run): (string | undefined)[] {
  return run.invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text) ?? [];
}

test("what fits is whole, and nothing is said", () => {
  const { run, cut } = upload(Array.from({ length: 25_000 }, (_, number) => finding(number)));
  assert.equal(run.results?.length, 25_000);
  assert.deepEqual([cut, notes(run)], [[], []]);
});

test("of more than 25,000 results the most severe stay, of equals the first, in their order", () => {
  const all = Array.from({ length: 30_000 }, (_, number) => finding(number));
  const { run, cut, sarif } = upload(all);
  const isKept = (number: number): boolean => number % 4 < 3 || number < 10_000;
  assert.deepEqual(
    run.results?.map(({ message }) => message.text),
    all.filter((_, number) => isKept(number)).map(({ message }) => message),
  );
  assert.deepEqual(cut, [
    "5,000 of 30,000 results, the least severe, are left out of the SARIF log: GitHub code scanning takes 25,000 results.",
  ]);
  assert.deepEqual(notes(run), cut);
  assert.equal(run.invocations?.[0]?.executionSuccessful, true);
  assert.ok(upload(all).sarif === sarif);
});

test("a log of more than 10 MB loses the least severe until it fits", () => {
  const all = Array.from({ length: 60 }, (_, number) => ({
    ...finding(number),
    message: randomBytes(300_000).toString("base64"),
  }));
  const { run, cut, sarif } = upload(all);
  const bytes = gzipSync(sarif).length;
  assert.ok(bytes <= 10_000_000 && bytes > 8_000_000, String(bytes));
  const kept = run.results?.length ?? 0;
  assert.equal(run.results?.filter(({ level }) => level === "error").length, Math.min(kept, 30));
  assert.match(cut.join(), new RegExp(`^${String(60 - kept)} of 60 results, the least severe, .* takes 10 MB\\.$`));
  assert.deepEqual(notes(run), cut);
});

test("one result that cannot fit leaves a log that says so", () => {
  const { run, cut } = upload([{ ...finding(0), message: randomBytes(11_000_000).toString("base64") }]);
  assert.deepEqual(run.results, []);
  assert.match(cut.join(), /^1 of 1 results/);
});

test("a result keeps both ends of its flow, 100 related places, and no link that leads nowhere", () => {
  const related = Array.from({ length: 150 }, (_, number) => step(number));
  const flow = Array.from({ length: 1500 }, (_, number) => step(number));
  const message = "Comes from [here](100), [there](101) and 'jobs[0](1)'.";
  const { run, cut } = upload([{ ...finding(0), message, related, flow }, finding(1)]);
  const [result] = run.results ?? [];
  assert.equal(result?.message.text, "Comes from [here](100), there and 'jobs[0\\](1)'.");
  assert.deepEqual(
    result.relatedLocations?.map(({ id }) => id),
    Array.from({ length: 100 }, (_, index) => index + 1),
  );
  const texts = result.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => location?.message?.text);
  assert.deepEqual(
    texts,
    [...flow.slice(0, 500), ...flow.slice(1000)].map((one) => one.message),
  );
  assert.match(cut.join(), /^1 result is shortened in the SARIF log to 100 related places and 1,000 steps/);
  assert.deepEqual(notes(run), cut);
});

test("names, descriptions and tags of a rule fit", () => {
  const { run } = upload([]);
  const [described] = run.tool.driver.rules ?? [];
  assert.equal(described?.name?.length, 255);
  assert.ok((described.shortDescription?.text.length ?? Infinity) <= 1024);
  assert.ok((described.fullDescription?.text.length ?? Infinity) <= 1024);
  assert.ok((described.properties?.tags?.length ?? Infinity) <= 10);
});
