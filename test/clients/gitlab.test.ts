import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import fc from "fast-check";
import type { ScanResult } from "../../src/engine/finding/finding.js";
import { scan } from "../../src/engine/scan/scan.js";
import { toGitlab } from "../../src/report/gitlab.js";
import { visibleJson } from "../../src/report/visible.js";
import { BUGGY, workspace } from "../cli/command.js";
import { hostileResult } from "../support/hostile.js";
import { FIXTURES, ROOT } from "../support/paths.js";

const schema = JSON.parse(readFileSync(path.join(ROOT, "test/clients/gitlab.schema.json"), "utf8")) as object;
const isValid = new Ajv({ allErrors: true }).compile<Issue[]>(schema);

interface Issue {
  readonly description: string;
  readonly fingerprint: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

function issues(result: ScanResult): Issue[] {
  const report: unknown = JSON.parse(visibleJson(toGitlab(result)));
  assert.ok(isValid(report), JSON.stringify(isValid.errors));
  return report;
}

test("the report of the fixtures follows the schema, and every fingerprint is there once", async () => {
  const found = issues(await scan({ paths: [FIXTURES], audit: true }));
  assert.ok(found.length > 100);
  assert.equal(new Set(found.map(({ fingerprint }) => fingerprint)).size, found.length);
});

test("whatever files are called, the report follows the schema and names them", () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      assert.deepEqual(
        issues(result).map(({ location }) => [location.path, location.lines.begin]),
        result.findings.map((finding) => [finding.path, finding.start.line]),
      );
    }),
  );
});

test("a report without findings is an empty list", () => {
  const nothing = { root: "/srv", findings: [], suppressed: [], failures: [], paths: [], files: 0, lines: 0 };
  assert.deepEqual(issues(nothing), []);
});

test("a fingerprint stays when lines above it are added and its code is indented anew", async (t) => {
  const indented = BUGGY.replace(/^/gm, "    ").trimEnd();
  const moved = `import os\n\n\nif os.environ:\n${indented}\n`;
  const [before, after] = await Promise.all(
    [BUGGY, moved].map(async (text) => issues(await scan({ current: workspace(t, { "app.py": text }) }))),
  );
  assert.equal(before?.length, 1);
  assert.deepEqual(
    after?.map(({ fingerprint }) => fingerprint),
    before.map(({ fingerprint }) => fingerprint),
  );
  assert.notEqual(after[0]?.location.lines.begin, before[0]?.location.lines.begin);
});
