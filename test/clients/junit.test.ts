import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { parse, type TestCase, type TestSuites } from "junit2json";
import { validateXML } from "xmllint-wasm";
import type { ScanResult } from "../../src/engine/finding/finding.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { scan } from "../../src/engine/scan/scan.js";
import { toJunit } from "../../src/report/junit.js";
import { visible } from "../../src/report/visible.js";
import { hostileResult } from "../support/hostile.js";
import { FIXTURES, ROOT } from "../support/paths.js";

const schema = readFileSync(path.join(ROOT, "test/clients/junit.xsd"), "utf8");
const RULE_IDS = RULES.map(({ id }) => id);
const real = await scan({ paths: [FIXTURES], audit: true });

function junit(result: ScanResult): string {
  return toJunit(result, RULE_IDS);
}

/** What the validator finds wrong with reports. */
async function complaintsAbout(reports: readonly string[]): Promise<readonly string[]> {
  const xml = reports.map((contents, index) => ({ fileName: `${String(index)}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema });
  return errors.map(({ message }) => message);
}

async function cases(result: ScanResult): Promise<(TestCase & { readonly suite: string })[]> {
  const { testsuite = [] } = (await parse(junit(result))) as TestSuites;
  return testsuite.flatMap(({ name = "", testcase = [] }) => testcase.map((each) => ({ ...each, suite: name })));
}

test("reports follow the schema", async () => {
  const failures = [{ path: "a.py", message: "holds NUL bytes" }, { message: "lost" }];
  const reports = [real, { ...real, failures }, { ...real, findings: [] }].map(junit);
  assert.deepEqual(await complaintsAbout(reports), []);
  const broken = junit(real).replace("<testcase", '<testcase file="a.py"');
  assert.match((await complaintsAbout([broken])).join(), /attribute 'file' is not allowed/);
});

test("a reader finds a failed case for each rule and file, and the evidence in it", async () => {
  const found = (await cases(real)).filter(({ failure }) => failure);
  const names = new Set(real.findings.map(({ rule, path }) => `${rule} ${path}`));
  assert.deepEqual(found.map(({ suite, name }) => `${suite} ${name ?? ""}`).sort(), [...names].sort());
  const text = found.map(({ failure }) => failure?.[0]?.inner ?? "").join("\n");
  for (const { path, start, severity } of real.findings) {
    assert.ok(text.includes(`${path}:${String(start.line)}:${String(start.column)} ${severity}: `));
  }
});

test("without findings every rule has passed", async () => {
  const found = await cases({ ...real, findings: [], failures: [] });
  assert.deepEqual(
    found.map(({ suite, name, failure, error }) => [suite, name, failure, error]),
    RULE_IDS.map((id) => [id, "no findings", undefined, undefined]),
  );
});

test("whatever files are called, the report can be read and names them", async () => {
  const seen: string[] = [];
  await fc.assert(
    fc.asyncProperty(hostileResult, async (result) => {
      seen.push(junit(result));
      const failed = (await cases(result)).filter(({ failure, error }) => failure ?? error);
      const expected = [
        ...result.failures.map(({ path = "" }) => visible(path)),
        ...new Set(result.findings.map(({ rule, path }) => `${rule}\n${path}`)),
      ].map((name) => visible(name.slice(name.indexOf("\n") + 1)));
      assert.deepEqual(failed.map(({ name }) => name?.trim()).sort(), expected.map((name) => name.trim()).sort());
    }),
  );
  assert.deepEqual(await complaintsAbout(seen), []);
});
