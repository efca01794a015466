import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { percentOf, readCoverage, totalOf } from "../../src/evidence/coverage.js";

const JSON_REPORT = JSON.stringify({
  meta: { version: "7.0", branch_coverage: true },
  files: {
    "shop/cart.py": {
      executed_lines: [1, 2],
      missing_lines: [3, 4],
      summary: { covered_lines: 2, num_statements: 4, percent_covered: 99, num_branches: 2, covered_branches: 1 },
    },
  },
});

const COBERTURA = `<?xml version="1.0" ?>
<coverage line-rate="0.9999" branch-rate="1"><sources><source>/home/me/shop</source></sources><packages><package name="."><classes>
<class filename="cart.py" line-rate="1"><methods/><lines>
<line number="1" hits="1"/><line number="2" hits="3" branch="true" condition-coverage="50% (1/2)"/><line number="3" hits="0"/>
</lines></class><class filename="cart.py"><lines><line number="3" hits="0"/><line number="4" hits="0"/></lines></class>
</classes></package></packages></coverage>`;

const LCOV = `TN:
SF:shop/cart.py
DA:1,1
DA:2,3
DA:3,0
DA:4,0
BRDA:2,0,jump to line 3,1
BRDA:2,0,jump to line 4,-
LF:4
LH:4
end_of_record
`;

describe("coverage", () => {
  for (const [kind, text, path] of [
    ["coverage.py's JSON", JSON_REPORT, "shop/cart.py"],
    ["Cobertura's XML", COBERTURA, "/home/me/shop/cart.py"],
    ["LCOV", LCOV, "shop/cart.py"],
  ] as const) {
    it(`in ${kind} is counted from its lines and branches, and no rate in it is believed`, async () => {
      const { files, hasBranches } = await readCoverage(text);
      assert.deepEqual(
        files.map((file) => file.path),
        [path],
      );
      assert.deepEqual([totalOf(files), hasBranches, percentOf(totalOf(files))], [{ all: 6, covered: 3 }, true, 50]);
    });
  }

  for (const [what, text, why] of [
    ["other JSON", "{}", /no report of 'coverage json'/],
    ["broken JSON", "{", /no JSON/],
    ["a run", "<testsuite/>", /its root is <testsuite>/],
    ["a text", "hello\n", /neither JSON/],
    ["a document type", '<!DOCTYPE coverage SYSTEM "x"><coverage/>', /document type/],
  ] as const) {
    it(`is not ${what}`, async () => {
      await assert.rejects(readCoverage(text), (error) => error instanceof Error && why.test(error.message));
    });
  }
});
