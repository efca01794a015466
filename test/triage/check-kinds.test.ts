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
  {
    name: "bugs that are all mended",
    report: `**Status:** 3 bugs found, all 3 fixed

## Critical bugs (2) - all fixed

### BUG-1: the mail is lost

**Status:** Fixed

### BUG-2: the mail is late

**Status:** Fixed

## Low

### BUG-3: the mail is blue (FIXED)
`,
    lies: [
      ["blue (FIXED)", "blue (NEEDS WORK)", "status"],
      ["is late\n\n**Status:** Fixed", "is late\n\n**Status:** Open", "status,triage/status"],
    ],
    truths: [
      ["3 bugs found, all 3 fixed", "all 2 of the sender fixed"],
      ["3 bugs found, all 3 fixed", "3 bugs found, all 3 to be fixed until May"],
    ],
  },
  {
    name: "rows that a heading grades, by numbers of their own",
    report: `## Critical (2) - all fixed

| # | Area | Status |
| - | ---- | ------ |
| 1 | mail | ✅ FIXED |
| 2 | push | ✅ FIXED |

## High (3)

| # | Area | Status |
| - | ---- | ------ |
| 3 | mail | ✅ FIXED |
| 4 | push | NEEDS FIX |
| 5 | wait | OPEN |

## Next

- Bug #4: log it
`,
    lies: [
      ["## High (3)", "## High (4)", "count"],
      ["| 2 | push | ✅ FIXED |", "| 2 | push | NEEDS FIX |", "status"],
    ],
  },
  {
    name: "days on which bugs were found and mended",
    report: `### BUG-1: the mail is lost

- **First reported**: 2030-01-20
- **Status**: FIXED (session 4, 2030-01-22)

### BUG-2: the push is late

- **Found:** 2030-01-20
- **Fixed:** 2030-01-20
`,
    lies: [
      ["session 4, 2030-01-22", "session 4, 2030-01-12", "date"],
      ["**Fixed:** 2030-01-20", "**Fixed:** 2030-01-02", "date"],
    ],
    truths: [
      ["**Fixed:** 2030-01-20", "**Fixed:** 2030-01-19"],
      ["(session 4, 2030-01-22)", "(first in 2030-01-12, again after that)"],
      ["**First reported**", "**Introduced**"],
      ["session 4, 2030-01-22", "found again since 2030-01-12"],
    ],
  },
  {
    name: "open bugs of a severity, where one that is mended has none",
    report: `## High

### BUG-1: the mail is lost

**Status:** Open

### BUG-2: the push is lost

**Status:** Open

## Low

### BUG-3: the mail is late

**Status:** Open

## Fixed

### BUG-4: the push is late

**Status:** Fixed

## Summary

| Severity | Open | Fixed |
| -------- | ---- | ----- |
| High     | 2    | 0     |
| Low      | 1    | 0     |
`,
    lies: [["| High     | 2 ", "| High     | 3 ", "count"]],
  },
  {
    name: "numbers of severities beside remarks of none",
    report: `| Metric | Value |
| ------ | ----- |
| Total files | 52 |
| High issues | 1 |
| Low issues | 3 |
| Overall verdict | good |

## High issues

| ID | Issue | Severity |
| -- | ----- | -------- |
| H-01 | a | High |

## Low issues

| ID | Issue | Severity |
| -- | ----- | -------- |
| L-01 | b | Low |
| L-02 | c | Low |
| L-03 | d | Low |

## Informational

| ID | Remark |
| -- | ------ |
| I-01 | e |
| I-02 | f |
| I-03 | g |
`,
    lies: [["| Low issues | 3 |", "| Low issues | 2 |", "count"]],
  },
  {
    name: "commits and functions in sentences",
    report: `The mail was fixed in \`{1}\`. It is \`run_mail()\` in \`services/mail.py\` that logs, and \`services/push.py:run_push()\` that swallows it.`,
    lies: [
      ["fixed in `{1}`", "fixed in `0badc0de1`", "commit"],
      ["`run_mail()` in", "`run_letters()` in", "place"],
      ["push.py:run_push()", "push.py:run_pushers()", "place"],
    ],
    truths: [
      ["fixed in `{1}`", "fixed in `0badc0de1` before it was merged"],
      ["`run_mail()` in `services/mail.py`", "`run_letters()` in the library"],
      ["It is `run_mail()`", "We need a `run_letters()`"],
    ],
  },
  {
    name: "files that are named alone, or in brackets behind what they are",
    report: `| Part | Why it works |
| ---- | ------------ |
| **The sender** (\`services/mail.py\`) | It does not wait. |

### BUG-1: the push is lost

**File:** \`push.py\`
`,
    lies: [
      ["(`services/mail.py`)", "(`services/sender.py`)", "place"],
      ["**File:** `push.py`", "**File:** `pusher.py`", "place"],
    ],
    truths: [
      ["**The sender** (`services/mail.py`)", "**The sender** (`services/sender.py`, not written)"],
      ["**File:** `push.py`", "**File:** `pusher.py` (to be created)"],
      ["**File:** `push.py`", "**File:** push and pusher.py"],
      ["**File:** `push.py`", "It is like pusher.py elsewhere."],
    ],
  },
  {
    name: "a Japanese list",
    report: `## 不具合

### BUG-001: 送信に失敗する

- **ステータス**: 修正済み
- **優先度**: High
- **ファイル**: \`services/mail.py\`

### BUG-002: 通知が届かない

- **ステータス**: 未対応
- **優先度**: Low

## 集計

| 不具合 | 判定 |
| ------ | ---- |
| BUG-001 | 修正済み |
| BUG-002 | 未対応 |

| 分類 | 不具合件数 |
| ---- | ---------- |
| 送信 | 5 件 |
| 通知 | 3 件 |
| **合計** | **8 件** |
`,
    lies: [
      ["**8 件**", "**9 件**", "sum"],
      ["| BUG-002 | 未対応 |", "| BUG-002 | 修正済み |", "status"],
      ["`services/mail.py`", "`services/mailer.py`", "place"],
    ],
    truths: [["| 通知 | 3 件 |", "| 通知 | 4 回 |"]],
  },
  {
    name: "what is quoted as a tool does that has read a file",
    report: "The mail was mended.\n【F:services/mail.py†L1-L4】\n",
    lies: [["†L1-L4", "†L81-L84", "place"]],
  },
  {
    name: "headings with ticks, and those that are struck out",
    report: `### ✅ BUG-1: the mail is lost

**Status:** Fixed

### ~~BUG-2: the push is lost~~

**Status:** Fixed

### BUG-3: the push is late ✅

**Status:** Fixed

### BUG-4: the mail is late

**Status:** Open
`,
    lies: [
      ["is late ✅\n\n**Status:** Fixed", "is late ✅\n\n**Status:** Open", "status"],
      ["### BUG-4: the mail is late", "### ✅ BUG-4: the mail is late", "status"],
    ],
    truths: [["is lost~~\n\n**Status:** Fixed", "is lost~~ a bit\n\n**Status:** Open"]],
  },
  {
    name: "rows that name bugs by their titles",
    report: `## Summary

| # | Issue | Severity | Status |
| - | ----- | -------- | ------ |
| 1 | The mail is lost | High | Fixed |
| 2 | The push is late | Low | Open |

## Issues

### 1. The mail is lost (sender)

**Severity:** High
**Status:** Fixed

### 2. The push is late

**Severity:** Low
**Status:** Open
`,
    lies: [
      ["| The mail is lost | High |", "| The mail is lost | Low |", "severity"],
      ["| The push is late | Low | Open |", "| The push is late | Low | Fixed |", "status"],
    ],
    truths: [
      ["| 2 | The push is late | Low | Open |", "| 2 | The push is slow | Low | Fixed |"],
      ["| 2 | The push is late | Low | Open |", "| 5 | The push is late | Low | Fixed |"],
      ["## Summary", "## Next steps"],
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

  it("may be pasted with the numbers of its lines", async () => {
    const lines = ["# Report", "", "## Files changed", "", "- `services/mail.py`", "- `services/letters.py`"];
    const pasted = lines.map((line, index) => `${String(index + 1).padStart(4)} ${line}`);
    assert.deepEqual(await checker.untruths(pasted.join("\n")), ["6 triage/place"]);
    assert.deepEqual(await checker.untruths(pasted.with(4, "   9 and another").join("\n")), []);
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
        assert.equal(rules.join(), `triage/${rule}`);
      });
  }
});
