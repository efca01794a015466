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
    name: "findings that are called so",
    report: `| Finding | Severity |
|---|---|
| Finding 21 | High |
| Finding 22 | Low |

### Finding 21: Mail is lost
**Severity:** High

### Finding 22: Mail is sent twice
**Severity:** Low
`,
    lies: [["| Finding 21 | High |", "| Finding 21 | Low |", "severity"]],
  },
  {
    name: "bugs that nothing calls so but their labels",
    report: `## 2030-03-01

### Letters are lost on the way
- Status: resolved
- File: \`src/mail.py\`

### Letters are sent twice
- Status: open

| What | Status |
|---|---|
| Letters are lost on the way | resolved |
`,
    lies: [["- Status: resolved", "- Status: open", "status"]],
    truths: [["- Status: resolved", "- Status: resolved\n- Status: open"]],
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
  {
    name: "files beside the commits that changed them",
    report: `## Done

- **First, the mail:** \`services/mail.py\` keeps what went wrong. Commit: \`{1}\`
- \`services/push.py\`: it writes that down. Commits: {1}, {2}

| File | What | Commit |
| ---- | ---- | ------ |
| \`services/push.py\` | imports | {2} |
`,
    lies: [
      ["Commit: `{1}`", "Commit: `{2}`", "commit"],
      ["imports | {2}", "imports | {1}", "commit"],
    ],
    truths: [
      ["Commit: `{1}`", "Commit: `{2}`, and others"],
      ["- **First, the mail:** `services/mail.py`", "- It is as in `services/mail.py`, which"],
      ["`services/push.py` | imports | {2}", "`services/push.py`, `services/mail.py` | imports | {1}"],
    ],
  },
  {
    name: "a commit behind a label of two words",
    report: "## Where\n\n**Commit Hash**: {1}\n",
    lies: [["{1}", "12ab90f", "commit"]],
    truths: [["**Commit Hash**: {1}", "**Commit Hash** of the upstream project: 12ab90f"]],
  },
  {
    name: "lines and functions in columns of their own",
    report: `## Places

| File | Line | What |
| ---- | ---- | ---- |
| \`services/mail.py\` | 3 | \`run_mail()\` hides an error |
| \`services/push.py\` | 2-4 | so does \`run_push\` |
`,
    lies: [
      ["| 3 |", "| 300 |", "place"],
      ["| 2-4 |", "| 240-260 |", "place"],
      ["`run_mail()` hides", "`send_letters()` hides", "place"],
    ],
    truths: [
      ["| File | Line | What |", "| File | Lines | What |"],
      [
        "| File | Line | What |\n| ---- | ---- | ---- |\n| `services/mail.py` | 3 |",
        "| File | Lines | What |\n| - | - | - |\n| `services/mail.py` | 300 |",
      ],
      ["`run_mail()` hides", "add `send_letters()`, which hides"],
      ["`run_mail()` hides an error", "`send_letters()` is missing"],
    ],
  },
  {
    name: "tests of a file that a sentence counts over two lines",
    report: "Since then there are 2 quick and safe tests\nadded in `tests/test_more.py` for that.",
    lies: [["are 2", "are 7", "test"]],
    truths: [["are 2 quick and safe tests\nadded", "are 7 quick and safe tests.\n\nMore were added"]],
  },
  {
    name: "shares in rows that say how many are left",
    report: `## By area

| Area | Bugs | Fixed | Open | Fix rate |
| ---- | ---- | ----- | ---- | -------- |
| Mail | 8 | 6 | 2 | 75% |
| Push | 3 | 1 | 2 | 33% |
`,
    lies: [
      ["| 75% |", "| 80% |", "sum"],
      ["| 33% |", "| 43% |", "sum"],
    ],
    truths: [
      ["| Mail | 8 | 6 | 2 | 75% |", "| Mail | 9 | 6 | 2 | 66% |"],
      ["Fix rate", "Was before"],
    ],
  },
  {
    name: "lists of bugs that are told of elsewhere",
    report: `## BUG-1: the mail is lost

**Status:** Fixed

## BUG-2: the push is late

**Status:** Fixed

## BUG-3: the log is empty

**Status:** False alarm

## What came of it

### Fixed (2)

- **BUG-1**: everywhere
- **BUG-2**: in part of the calls

### Harmless (1)

- BUG-3
`,
    lies: [
      ["### Fixed (2)", "### Fixed (3)", "sum"],
      ["### Harmless (1)", "### Harmless (2)", "sum"],
    ],
    truths: [
      ["### Fixed (2)", "### Fixed (3)\n\nOne of them is not listed."],
      ["- BUG-3\n", "- BUG-1 to BUG-3\n"],
      ["### Harmless (1)\n\n- BUG-3\n", "### Harmless (3)\n\n- BUG-3\n- and 2 more\n"],
    ],
  },
  {
    name: "a numbered list that is announced with its number",
    report: "It came as 3 commits:\n\n1. The mail.\n2. The push.\n   1. Its log.\n3. The tests.\n",
    lies: [["3 commits", "4 commits", "sum"]],
    truths: [
      ["3 commits:", "4 commits, including:"],
      ["3 commits:\n\n1. The mail.", "4 commits:\n\n2. The mail."],
    ],
  },
  {
    name: "the day of a report's last update",
    report: `**Last Updated:** 2030-03-05

## BUG-1: the mail is lost

**Found:** 2030-03-01
**Status:** Fixed
**Date Resolved:** 2030-03-04
`,
    lies: [["2030-03-05", "2030-02-05", "date"]],
    truths: [
      ["2030-03-05", "2030-03-03"],
      ["**Last Updated:** 2030-03-05", "**Updated:** 2030-02-05\n**Last Updated:** 2030-03-05"],
      [
        "**Last Updated:** 2030-03-05\n\n## BUG-1: the mail is lost\n",
        "## BUG-1: the mail is lost\n\n**Last Updated:** 2030-02-05",
      ],
    ],
  },
  {
    name: "as many bugs as there are, all mended, below a heading of what follows",
    report: `## BUG-1: the mail is lost

**Status:** Fixed

## BUG-2: the push is late

**Status:** Fixed

## BUG-3: the log is empty

**Status:** Fixed

## Conclusion

All 3 bugs are fixed.
3 个缺陷已全部修复。
`,
    lies: [],
    truths: [["All 3 bugs are fixed.\n3 个缺陷已全部修复。", "All 5 bugs are fixed, 如果 3 个缺陷已全部修复。"]],
  },
  {
    name: "a bug that is open, where the conclusion is that none is",
    report: `## BUG-1: the mail is lost

**Status:** Fixed

## BUG-2: the push is late

**Status:** Fixed

## BUG-3: the log is empty

**Status:** Open

## Conclusion

3 个缺陷中 2 个已修复。
`,
    lies: [
      ["3 个缺陷中 2 个已修复。", "3 个缺陷已全部修复。", "status"],
      ["3 个缺陷中 2 个已修复。", "All 3 bugs are fixed.", "status"],
    ],
    truths: [["3 个缺陷中 2 个已修复。", "4 个缺陷已全部修复。"]],
  },
  {
    name: "tests beside what comes of a call",
    report: "## Checked\n\n| What | How |\n| - | - |\n| the mail | `test_p1_mail_regression` empty→401, sent→200 |\n",
    lies: [["test_p1_mail_regression", "test_mail_needs_no_letters", "test"]],
    truths: [["`test_p1_mail_regression` empty→401", "`test_mail_needs_no_letters` → `test_p1_mail_regression`"]],
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
