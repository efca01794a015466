import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { checkSummary, type Checked } from "../../src/evidence/check.js";
import { Program } from "../../src/evidence/program.js";
import { readSummary } from "../../src/evidence/statements.js";
import { Repository } from "../../src/files/git.js";
import { readDocument } from "../../src/triage/document.js";
import { History } from "../support/history.js";
import { failure, proved, pytest, testcase } from "./project.js";

const CODE = "def total():\n    return 1\n\n\ndef other():\n    return 2\n";
const TEST = "def test_total():\n    assert total() == 1\n    assert other() == 2\n";

/** 50 tests in two files: 49 pass, one fails each time. */
const cases = [
  ...Array.from({ length: 30 }, (_, at) => testcase(`test_${String(at)}`)),
  ...Array.from({ length: 18 }, (_, at) => testcase(`test_${String(at)}`, "", "tests.test_pay")),
  testcase("test_skipped", "<skipped/>", "tests.test_pay"),
  testcase("test_broken", failure("assert 1 == 2", "tests/test_pay.py:2"), "tests.test_pay"),
].join("");

const coverage = (executed: number): string =>
  JSON.stringify({
    meta: {},
    files: {
      "shop/cart.py": {
        executed_lines: Array.from({ length: executed }, (_, at) => at + 1),
        missing_lines: Array.from({ length: 10 - executed }, (_, at) => executed + at + 1),
        summary: {},
      },
      "shop/pay.py": { executed_lines: [1, 2, 3], missing_lines: [4], summary: {} },
    },
  });

/** Summaries in the styles of several teams; all that they say is true. Names of commits stand for numbers in braces. */
const TRUE: Readonly<Record<string, string>> = {
  "items with bold labels": `# Phase 7: the cart

## Summary

- **Tests:** 50 in two files
- **Passed:** 48, **Failed:** 1, **Skipped:** 1
- **Pass rate:** 97.96%
- **Test suite duration:** 2.5 seconds
- **Flaky tests:** 0
- Requirement: 95%+ pass rate in each of 3 runs: ✅ MET
- The target is a pass rate of 99.9% and 0 failures

## Coverage

Coverage rose from 57.14% to 78.57% (+21.4 points).
`,
  tables: `# Report

| Run | Total | Passed | Failed | Skipped | Pass rate |
| --- | --- | --- | --- | --- | --- |
| Run 1 | 50 | 48 | 1 | 1 | 97.96% |
| Run 2 | 50 | 48 | 1 | 1 | 97.96% |
| Run 3 | 50 | 48 | 1 | 1 | 97.96% |

| Metric | Target | Actual | Status |
| --- | --- | --- | --- |
| Pass rate | ≥ 97% | 97.96% | ✅ MET |
| Coverage | 80% | 78.57% | ❌ NOT MET |
| Test duration | < 60 min | 2.5 s | ✅ MET |

## Coverage by file

| File | Before | After | Change |
| --- | --- | --- | --- |
| shop/cart.py | 50% | 80% | +30% |
| shop/pay.py | 75% | 75% | 0% |
`,
  sentences: `# What we did

We ran the full test suite 3 times. The bug in the total was fixed in commit {1}.

- tests/test_cart.py: 30/30 tests passing
- test_pay.py: 18 passed, 1 failed, 1 skipped
- 48/50 passing, and no flaky tests
- Every run finished: the test suite takes under 60 seconds
- All files have 70%+ coverage

## Next steps

- 100% pass rate
- Coverage of 90%
`,
};

/** What makes a true summary untrue: in which, what for what, and what is said of it then. */
const LIES: readonly (readonly [style: keyof typeof TRUE, truth: string, lie: string, rule: string])[] = [
  ["items with bold labels", "**Tests:** 50", "**Tests:** 169", "evidence/tests"],
  ["items with bold labels", "**Passed:** 48", "**Passed:** 50", "evidence/tests"],
  ["items with bold labels", "**Failed:** 1", "**Failed:** 0", "evidence/tests"],
  ["items with bold labels", "97.96%", "98.5%", "evidence/pass-rate"],
  ["items with bold labels", "**Pass rate:** 97.96%", "**Pass rate:** 98%+", "evidence/pass-rate"],
  ["items with bold labels", "95%+ pass rate", "98%+ pass rate", "evidence/pass-rate"],
  ["items with bold labels", "2.5 seconds", "45 minutes", "evidence/duration"],
  ["items with bold labels", "each of 3 runs", "each of 5 consecutive runs", "evidence/scope"],
  ["items with bold labels", "to 78.57%", "to 88%", "evidence/coverage"],
  ["items with bold labels", "from 57.14%", "from 25%", "evidence/coverage"],
  ["items with bold labels", "+21.4 points", "+31 points", "evidence/coverage"],
  [
    "items with bold labels",
    "Coverage rose from 57.14% to 78.57% (+21.4 points).",
    "Coverage is 85-90% (estimated).",
    "evidence/coverage",
  ],
  ["items with bold labels", "Flaky tests:** 0", "Flaky tests:** 3", "evidence/flaky"],
  ["tables", "| Run 2 | 50 | 48 |", "| Run 2 | 50 | 49 |", "evidence/tests"],
  ["tables", "| Run 3 | 50 | 48 | 1 | 1 | 97.96% |", "| Run 3 | 50 | 48 | 1 | 1 | 100% |", "evidence/pass-rate"],
  ["tables", "| ≥ 97% | 97.96% |", "| ≥ 98% | 97.96% |", "evidence/pass-rate"],
  ["tables", "78.57% | ❌ NOT MET", "78.57% | ✅ MET", "evidence/coverage"],
  ["tables", "2.5 s | ✅ MET", "2.5 s | EXCEEDED", "evidence/duration"],
  ["tables", "| 50% | 80% | +30% |", "| 50% | 90% | +40% |", "evidence/coverage"],
  ["tables", "| 50% | 80% | +30% |", "| 50% | 80% | +45% |", "evidence/coverage"],
  ["tables", "| 75% | 75% | 0% |", "| 60% | 75% | +15% |", "evidence/coverage"],
  ["sentences", "suite 3 times", "suite 4 times", "evidence/scope"],
  ["sentences", "commit {1}", "commit deadbe3", "evidence/fixes"],
  ["sentences", "commit {1}", "commit {2}", "evidence/fixes"],
  ["sentences", "30/30", "36/36", "evidence/tests"],
  ["sentences", "18 passed, 1 failed", "19 passed, 0 failed", "evidence/tests"],
  ["sentences", "48/50 passing", "50/50 passing", "evidence/tests"],
  ["sentences", "- 48/50 passing", "- All tests pass", "evidence/pass-rate"],
  ["sentences", "under 60 seconds", "under 2 seconds", "evidence/duration"],
  ["sentences", "70%+ coverage", "80%+ coverage", "evidence/coverage"],
];

describe("a summary that somebody wrote", () => {
  let history: History;
  let clean = (): void => undefined;
  let judge: (text: string, hours?: readonly number[], inner?: string) => Promise<Checked>;

  before(async () => {
    history = new History({ after: (done) => (clean = done) });
    history.commit({
      "shop/cart.py": CODE,
      "shop/pay.py": CODE,
      "tests/test_cart.py": TEST,
      "tests/test_pay.py": TEST,
    });
    history.commit({ "shop/cart.py": `${CODE}\nTAX = 0\n` });
    history.commit({ "tests/test_cart.py": TEST.replace("    assert other() == 2\n", "") });
    const program = await Program.at(history.root);
    const repository = await Repository.around(history.root);
    judge = async (text, hours = [10, 11, 12], inner = cases) => {
      const runs = hours.map((hour) => pytest(hour, inner));
      const evidence = await proved(history.root, runs, { coverage: coverage(8), coverageBefore: coverage(5) });
      const markdown = text.replace(/\{(\d)\}/g, (_, number: string) =>
        (history.commits[Number(number)] ?? "").slice(0, 10),
      );
      return checkSummary(
        readSummary(markdown, await readDocument(markdown)),
        { evidence, program, trend: [] },
        repository,
      );
    };
  });
  after(() => clean());

  for (const [style, summary] of Object.entries(TRUE)) {
    it(`in ${style} is not called untrue when it is true`, async () => {
      const { untruths, confirmed } = await judge(summary);
      assert.deepEqual(untruths, []);
      assert.ok(confirmed > 7, `only ${String(confirmed)} statements were understood`);
    });
  }

  for (const [style, truth, lie, rule] of LIES) {
    it(`in ${style} is called untrue where it says '${lie}'`, async () => {
      const summary = TRUE[style] ?? "";
      assert.ok(summary.includes(truth), truth);
      const line = summary.slice(0, summary.indexOf(truth)).split("\n").length;
      const { untruths } = await judge(summary.replace(truth, lie));
      assert.ok(
        untruths.some((each) => each.line === line && each.rule === rule),
        JSON.stringify(untruths),
      );
      assert.deepEqual(
        untruths.filter((each) => each.line !== line),
        [],
      );
    });
  }

  it("cannot say that nothing is flaky after one run, with retries, or against the runs", async () => {
    const said = async (hours: readonly number[], inner?: string): Promise<string[]> =>
      (await judge("No flaky tests.\n", hours, inner)).untruths.map(({ message }) => message);
    assert.match((await said([10])).join(), /1 run cannot show that/);
    assert.match((await said([10, 11], cases + testcase("test_again") + testcase("test_again"))).join(), /tried again/);
    assert.deepEqual(await said([10, 11]), []);
  });

  it("may count as the terminal did, where tests that fail to clean up count twice", async () => {
    const untidy = testcase("test_untidy", "<error message='failed on teardown with \"RuntimeError: no\"'>x</error>");
    const said = async (text: string): Promise<number> =>
      (await judge(`${text}\n`, [10, 11], cases + untidy)).untruths.length;
    assert.deepEqual(
      [
        await said("1 failed, 49 passed, 1 skipped, 1 error in 2.50s"),
        await said("1 failed, 47 passed, 1 skipped, 1 xpassed, 1 error"),
        await said("3 failed, 48 passed"),
        await said("1 failed, 50 passed"),
      ],
      [0, 0, 1, 1],
    );
  });

  it("is told what could not be checked, and why", async () => {
    const { untruths, unchecked } = await judge(
      "# A\n\n- The new billing tests: 12/12 passing\n- Run 9: 98% pass rate\n- shop/gone.py: 40% coverage\n",
    );
    assert.deepEqual(untruths, []);
    assert.deepEqual(
      unchecked.map(({ line, why }) => [line, why]),
      [
        [3, "it is about a part of the tests that no file names"],
        [4, "run 9 was not given"],
        [5, "the coverage report has no one file 'shop/gone.py'"],
      ],
    );
  });

  const HOSTILE: Readonly<Record<string, string>> = {
    "numbers without an end": "1".repeat(300_000),
    "percentages without an end": "98% ".repeat(50_000),
    "words of passing": "pass rate ".repeat(50_000),
    shares: "1/1 passing ".repeat(30_000),
    "deeper and deeper items": Array.from(
      { length: 5_000 },
      (_, item) => `${" ".repeat(item % 40)}- 1/1 passing\n`,
    ).join(""),
    "space that ends nowhere": `from${" ".repeat(300_000)}to coverage 5%`,
    sentences: "A flaky test. ".repeat(30_000),
  };
  for (const [what, text] of Object.entries(HOSTILE)) {
    it(`is read to its end though it has ${what}`, async () => {
      const { untruths } = await judge(`${text}\n\n- **Tests:** 51\n`);
      assert.ok(untruths.some(({ message }) => message.includes("51 tests")));
    });
  }
});
