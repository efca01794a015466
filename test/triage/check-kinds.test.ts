import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Checker, project } from "../support/report-checker.js";

/** A kind of statement: a report that is true, what makes it untrue, and what is said of that. */
interface Kind {
  readonly name: string;
  readonly report: string;
  readonly lies: readonly (readonly [truth: string, lie: string, rule: string])[];
  /** What may stand there instead, and is believed. */
  readonly truths?: readonly (readonly [truth: string, other: string])[];
}

const KINDS: readonly Kind[] = [
  {
    name: "a table that a block of text draws",
    report: `\`\`\`
+----------+-----------+------+
| Area     | P0 (bad)  | P1   |
+----------+-----------+------+
| Mail     | 2 (fixed) | 1    |
| Push     | 1 (fixed) | 4    |
+----------+-----------+------+
| TOTAL    | 3         | 5    |
+----------+-----------+------+
\`\`\``,
    lies: [["| 3         | 5    |", "| 3         | 6    |", "sum"]],
  },
  {
    name: "suites that a block of text adds up",
    report: `\`\`\`text
Suites:
  mail:  12 passed, 1 skipped
  push:  30 passed
  queue: 8 passed, 2 skipped
--------------------
TOTAL:   50 passed, 3 skipped, 0 failed
\`\`\``,
    lies: [
      ["TOTAL:   50", "TOTAL:   51", "sum"],
      ["push:  30", "push:  20", "sum"],
      ["3 skipped", "4 skipped", "sum"],
    ],
    truths: [
      ["Suites:", "Suites, with those of 3 others:"],
      ["  queue: 8", "  ...\n  queue: 9"],
      ["  push:  30 passed", "  push:  30 passed\n    once:  10 passed"],
    ],
  },
  {
    name: "what passed and what failed",
    report:
      "Ran 16 tests: 12 passed, 3 failed, 1 skipped. Before that 12 passed, 3 failed of 15 and 14/16 tests passing, 2 failed.",
    lies: [
      ["Ran 16", "Ran 17", "sum"],
      ["3 failed of 15", "2 failed of 15", "sum"],
      ["passing, 2 failed", "passing, 3 failed", "sum"],
    ],
  },
  {
    name: "tests that a list splits up",
    report: `The mail has a suite of its own with 10 tests:

- **TestSend** (6 tests): that it is sent
  - those of (2 tests) are slow
- **TestQueue** (3 tests): that it waits
- **TestOnce** (1 test): that it is sent once
`,
    lies: [
      ["with 10 tests", "with 11 tests", "sum"],
      ["(3 tests)", "(4 tests)", "sum"],
    ],
    truths: [
      ["with 10 tests", "with more than 8 tests"],
      ["with 10 tests:", "with 14 tests, including these:"],
      ["(3 tests): that", "(5 tests, 2 of them slow): that"],
    ],
  },
  {
    name: "shares of what was found",
    report: `- **Total issues:** 20
- **Issues verified:** 16
- **Fixed:** 16 (80%)
- **Deferred:** 4 (20%)
- **Fix rate:** 80%
`,
    lies: [
      ["16 (80%)", "16 (90%)", "sum"],
      ["**Fix rate:** 80%", "**Fix rate:** 90%", "sum"],
    ],
    truths: [
      ["- **Total issues:** 20", "- **Areas:** 20"],
      ["**Fix rate:** 80%", "**Pass rate:** 97%"],
    ],
  },
];

describe("a kind of statement in a report", () => {
  const cleaning: (() => void)[] = [];
  let checker: Checker;
  before(async () => {
    checker = await Checker.of(project((clean) => void cleaning.push(clean)));
  });
  after(() => {
    for (const clean of cleaning) clean();
  });

  for (const { name, report, lies, truths = [] } of KINDS) {
    const whole = `# Report\n\n${report}`;
    it(`is believed when it is true: ${name}`, async () => {
      assert.deepEqual(await checker.untruths(whole), []);
    });
    for (const [truth, other] of truths)
      it(`is believed when it says ${JSON.stringify(other)}: ${name}`, async () => {
        assert.ok(whole.includes(truth));
        assert.deepEqual(await checker.untruths(whole.replace(truth, other)), []);
      });
    for (const [truth, lie, rule] of lies)
      it(`is found out when it says ${JSON.stringify(lie)}: ${name}`, async () => {
        assert.ok(whole.includes(truth));
        const rules = (await checker.untruths(whole.replace(truth, lie))).map((untruth) => untruth.split(" ")[1]);
        assert.deepEqual(rules, [`triage/${rule}`]);
      });
  }
});
