import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { Repository } from "../../src/files/git.js";
import { check } from "../../src/triage/check.js";
import { readClaims } from "../../src/triage/claims.js";
import { readDocument } from "../../src/triage/document.js";
import { scarlint, type Outcome } from "../cli/command.js";
import { History } from "../support/history.js";
import { Checker, named, project, swallowing } from "../support/report-checker.js";

/** What is known where every file is there, and nothing was scanned. */
const NOTHING_KNOWN = {
  tests: [],
  findings: [],
  exists: () => true,
  read: () => undefined,
  ledger: undefined,
  hasWholeHistory: true,
};

/** Reports in the styles of several teams. All that they say is true. */
const TRUE: Readonly<Record<string, string>> = {
  "headings and bold labels": `# Bug triage report

**Generated:** 2030-01-05

## Summary

| Severity | Count | SLA |
|----------|-------|-----|
| P0 (Critical) | 0 | 24 hours |
| P1 (High) | 1 | 72 hours |
| P2 (Medium) | 1 | 7 days |
| P3 (Low) | 0 | 14 days |
| **Total** | **2** | |

## P0 – Critical

None.

## P1 – High

### BUG-001: Errors of the mail are lost

**Severity:** P1 (High)
**First seen:** 2030-01-01 (commit \`{0}\`)
**Deadline:** 2030-01-04
**Location:** \`services/mail.py:4\`
**Status:** RESOLVED in \`{1}\`
**Regression test:** \`tests/test_jobs.py::test_p1_mail_regression\`

Nobody noticed for 1234567 seconds.

## P2 – Medium

### BUG-002: Errors of the push are lost

**Severity:** P2 (Medium)
**First seen:** 2030-01-01
**Deadline:** 2030-01-08
**Location:** \`services/push.py\` (errors/swallowed-exception)
**Status:** OPEN
**Regression test:** none yet
`,
  "lists and plain labels": `Bug Triage
==========

Total bugs: 2

- P0: 0 bugs (fix within 24h)
- P1: 1 bug (fix within 48h)
- P2: 1 bug

High Priority (P1)
------------------

#### Bug #1 - mail

- Severity: P1
- Discovered: 1 Jan 2030
- Fix by: Jan 3, 2030
- Files:
  - services/mail.py
- Fixed in: {1}
- Tests:
  - test_p1_mail_regression

Medium Priority (P2)
--------------------

#### Bug #2 - push

* Severity: P2
* State: in progress
* Files: services/push.py line 5
* Tests: TestPush
`,
  "one table": `# Bugs

22 customers complained. P0 means that we get up at night.

| ID | Title | Severity | Status | File | Fix commit | Due |
| --- | --- | --- | --- | --- | --- | --- |
| BUG-1 | mail | P1 | ✅ Fixed | services/mail.py | {1} | 2030-01-04 |
| BUG-2 | push | P2 | Open | services/push.py | - | - |
`,
  "a table a bug, sections by status": `# Triage

- Medium: due within 7 days

## Open bugs (1)

### BUG-2 push

| Field | Value |
| --- | --- |
| Severity | Medium |
| File | push.py |
| Reported | 2030-01-01 12:00 UTC |
| Deadline | 2030-01-08 12:00 UTC |

## Resolved bugs (1)

### BUG-1 mail

| Field | Value |
| --- | --- |
| Severity | High |
| File | mail.py |
| Commit | {1} |
`,
  "numbers under severities": `# Report

## 🔴 Critical Issues (0)

## 🟠 High Issues (1)

### 1. mail

Fixed in commit {1} (\`services/mail.py\`), within the SLA.

## 🟡 Medium Issues (1)

### 2. push

**File**: \`services/push.py:5\` | **Status**: 🔴 Open
`,
};

/** What makes a true report untrue: in which report, what for what, and what is said of it then. */
const LIES: readonly (readonly [style: keyof typeof TRUE, truth: string, lie: string, rule: string])[] = [
  ["headings and bold labels", "| P1 (High) | 1 |", "| P1 (High) | 22 |", "triage/count"],
  ["headings and bold labels", "| **Total** | **2** |", "| **Total** | **23** |", "triage/count"],
  ["headings and bold labels", "**Severity:** P2 (Medium)", "**Severity:** P0 (Critical)", "triage/severity"],
  ["headings and bold labels", "**Deadline:** 2030-01-04", "**Deadline:** 2030-01-06", "triage/deadline"],
  ["headings and bold labels", "(commit `{0}`)", "(commit `0a1b2c3d`)", "triage/commit"],
  ["headings and bold labels", "RESOLVED in `{1}`", "RESOLVED in `deadbeef`", "triage/commit"],
  ["headings and bold labels", "RESOLVED in `{1}`", "RESOLVED in `{2}`", "triage/commit"],
  ["headings and bold labels", "::test_p1_mail_regression", "::test_p1_other_regression", "triage/test"],
  ["headings and bold labels", "::test_p1_mail_regression", "::test_p1_empty_regression", "triage/test"],
  ["headings and bold labels", "tests/test_jobs.py::", "tests/test_mail.py::", "triage/test"],
  ["headings and bold labels", "**Status:** OPEN", "**Status:** RESOLVED", "triage/resolved"],
  ["lists and plain labels", "Total bugs: 2", "Total bugs: 45", "triage/count"],
  ["lists and plain labels", "Total bugs: 2", "Total bugs found: 45", "triage/count"],
  ["lists and plain labels", "- P1: 1 bug", "- P1: 3 bugs", "triage/count"],
  ["lists and plain labels", "- Severity: P1", "- Severity: P3", "triage/severity"],
  ["lists and plain labels", "Fix by: Jan 3, 2030", "Fix by: Jan 9, 2030", "triage/deadline"],
  ["lists and plain labels", "- Fixed in: {1}", "- Fixed in: 1234abc", "triage/commit"],
  ["lists and plain labels", "- test_p1_mail_regression", "- test_p1_empty_regression", "triage/test"],
  ["lists and plain labels", "Tests: TestPush", "Tests: TestPull", "triage/test"],
  ["lists and plain labels", "* State: in progress", "* State: done", "triage/resolved"],
  ["one table", "| {1} |", "| abcdef1 |", "triage/commit"],
  ["one table", "services/mail.py | {1}", "services/mail.py | {2}", "triage/commit"],
  ["a table a bug, sections by status", "## Open bugs (1)", "## Open bugs (4)", "triage/count"],
  [
    "a table a bug, sections by status",
    "| Deadline | 2030-01-08 12:00 UTC |",
    "| Deadline | 2030-01-08 18:00 UTC |",
    "triage/deadline",
  ],
  ["a table a bug, sections by status", "| Commit | {1} |", "| Commit | {2} |", "triage/commit"],
  ["numbers under severities", "High Issues (1)", "High Issues (7)", "triage/count"],
  ["numbers under severities", "in commit {1}", "in commit 9f8e7d6", "triage/commit"],
  ["numbers under severities", "🔴 Open", "✅ Resolved", "triage/resolved"],
];

describe("a report that somebody wrote", () => {
  let checker: Checker;
  let clean = (): void => undefined;
  before(async () => {
    const history = project((done) => (clean = done));
    checker = await Checker.of(history);
  });
  after(() => clean());

  for (const [style, report] of Object.entries(TRUE)) {
    it(`with ${style} is not called untrue when it is true`, async () => {
      assert.deepEqual(await checker.untruths(report), []);
    });
  }

  for (const [style, truth, lie, rule] of LIES) {
    it(`with ${style} is found out when it says '${lie}'`, async () => {
      const report = TRUE[style] ?? "";
      assert.equal(report.split(truth).length, 2, "the truth stands in it once");
      const line = report.slice(0, report.indexOf(truth)).split("\n").length;
      const untruths = await checker.untruths(report.replace(truth, lie));
      // A table of which one number is a lie does not add up, either.
      assert.deepEqual(
        untruths.filter((one) => !one.endsWith("triage/sum")),
        [`${String(line)} ${rule}`],
      );
    });
  }

  const inReport = (lines: string): string => `# Bugs\n\n## High (1)\n\n### BUG-1 mail\n\n- Severity: P1\n\n${lines}\n`;

  for (const line of [
    "Of 30 lines 20 are tested (67 %), 10 of 30 (33.3 %) are not.",
    "- Lines: 55,248 = 42,275 code + 12,973 tests",
    "- Lines: `55 = 40 + 10`, or 1 + 1 = `3`",
    "Overall score: 9.5/10, at 18:00, critical: main.py:185, P1: 8-11.",
    "- Critical at 18:00: 3 people were called",
    "**Tests:** All tests pass, testing went on until 18:00.",
    "- Version 1.2 + 1.3 = 2 releases",
    "Total: 60 + 12 + 3 + 7 + 7 + 7 + 4 = 100 checks, 2 * 3 + 4 = 10",
    "Progress: 1/2 complete\n\n- [x] mail\n- [ ] push",
    "Progress: 5/9 complete\n\n- [x] mail\n- [ ] push",
    "| Area | Bugs | Share |\n| --- | --- | --- |\n| a | 1 | 20 |\n| b | 4 | 80 |\n| Total | 5 | 100 |",
    "| Area | Bad | Worse | Worst | All |\n| - | - | - | - | - |\n| a | 0 | 1 | 4 | 5 |\n| b | 2 | 4 | 3 | 9 |\n| c | 0 | 7 | 5 | 12 |",
    "| Area | Mean |\n| --- | --- |\n| a | 1 |\n| b | 4 |\n| Total | 3 |",
    "| Area | Count |\n| --- | --- |\n| a | 20 |\n| b | 7 |\n| **Total New** | **27** |\n| Before | 15 |\n| **Grand Total** | **42** |",
  ]) {
    it(`is believed when it says ${JSON.stringify(line)}`, async () => {
      assert.deepEqual(await checker.untruths(inReport(line)), []);
    });
  }

  for (const [line, rule] of [
    ["Of 30 lines 20 are tested, so 20 of 30 (76 %) are.", "triage/sum"],
    ["- Lines: 55,248 = 42,275 code + 12,982 tests", "triage/sum"],
    ["- 3 open + 4 mended = 8", "triage/sum"],
    ["Progress: 0/2 complete\n\n- [x] mail\n- [x] push", "triage/sum"],
    [
      "| Area | Bad | Worse | Worst | All |\n| - | - | - | - | - |\n| a | 1 | 1 | 4 | 6 |\n| b | 2 | 4 | 3 | 9 |\n| c | 1 | 7 | 5 | 14 |",
      "triage/sum",
    ],
    ["| Area | Bugs |\n| --- | --- |\n| a | 1 |\n| b | 4 |\n| **Total** | **6** |", "triage/sum"],
  ] as const) {
    it(`is found out when it says ${JSON.stringify(line)}`, async () => {
      const [untruth = "", ...more] = await checker.untruths(inReport(line));
      assert.deepEqual([untruth.split(" ")[1], more], [rule, []]);
    });
  }

  it("may head its bugs by severity and number, and say of what elsewhere looks like a severity", async () => {
    const bugs = ["### Minor Bug 1: mail", "### Minor Bug 2: push", "### Major Bug 1: both"].join("\n\n");
    assert.deepEqual(await checker.untruths(`# Bugs\n\nMinor bugs: 2\n\nMajor bugs: 1\n\n${bugs}\n`), []);
    const level = "## Low Level Protocol\n\n### BUG-1 a\n\n- Severity: P0\n\n### BUG-2 b\n\n- Severity: P1\n";
    assert.deepEqual(await checker.untruths(level), []);
  });

  it("may name severities in other languages", async () => {
    const report = "# Fehler\n\n## Kritisch (1)\n\n### BUG-1 mail\n\n## Mittel (3)\n\n### BUG-2 push\n";
    assert.deepEqual(await checker.untruths(report), ["7 triage/count"]);
  });

  it("has a place elsewhere for the bugs that it only counts", async () => {
    const counted = "- Critical: 4 bugs\n- High: 9 bugs\n- Total bugs: 13\n";
    assert.deepEqual(await checker.untruths(`# Bugs\n\n${counted}`), []);
    assert.deepEqual(await checker.untruths(`# Bugs\n\n${counted}\n### BUG-1 mail, the worst of them\n`), []);
  });
});

it("is told how many bugs a report lists in all, whatever lists of some of them there are", async (t) => {
  const history = new History(t);
  history.commit({ "a.py": "" });
  const headings = ["CRITICAL-001: a", "HIGH-001: b", "HIGH-002: c", "HIGH-003: d"].map((title) => `### ${title}\n`);
  const claims = readClaims(await readDocument(`# Plan\n\n**Total Issues:** 2\n\n${headings.join("\n")}`));
  const { untruths } = await check(claims, { ...NOTHING_KNOWN, repository: await Repository.around(history.root) });
  assert.deepEqual(
    untruths.map(({ message }) => message),
    ["The report counts 2 bugs, and lists 4."],
  );
});

it("believes a commit that speaks of a bug itself, wherever that was mended", async (t) => {
  const history = new History(t);
  history.commit({ "services/mail.py": swallowing("mail"), "services/post.py": "" });
  history.commit({ "services/post.py": "LOGS = True\n" }, "Log what fails below mail (closes BUG-33)");
  history.commit({ "services/post.py": "LOGS = False\n" }, "Tidy up, as before BUG-331");
  const repository = await Repository.around(history.root);
  const said = async (commit: string): Promise<readonly string[]> => {
    const report = `# Bugs\n\n### BUG-33\n\n- File: services/mail.py\n- Fixed in: ${commit}\n`;
    const { untruths } = await check(readClaims(await readDocument(named(report, history))), {
      ...NOTHING_KNOWN,
      repository,
    });
    return untruths.map(({ rule }) => rule);
  };
  assert.deepEqual(await said("{1}"), []);
  assert.deepEqual(await said("{2}"), ["triage/commit"]);
});

describe("a commit that only changes tests", () => {
  const TEST = "def test_mail():\n    assert run_mail() is None\n    assert sent() == 1\n";
  for (const [what, changed, said] of [
    ["skips one", `import pytest\n\n\n@pytest.mark.skip\n${TEST}`, "'test_mail' is skipped since"],
    ["renames one", TEST.replace("test_mail", "test_post"), "takes 'test_mail' away, as 'test_post'"],
    ["weakens one", TEST.replace(/ +assert sent.*\n/, ""), "'test_mail' checks less than before"],
  ] as const) {
    it(`mends nothing when it ${what}`, async (t) => {
      const history = new History(t);
      history.commit({ "services/mail.py": swallowing("mail"), "tests/test_mail.py": TEST });
      history.commit({ "tests/test_mail.py": changed });
      const { root } = history;
      const repository = await Repository.around(root);
      const facts = { ...NOTHING_KNOWN, repository };
      const report = named("# Bugs\n\n### BUG-1\n\n- File: services/mail.py\n- Fixed in: {1}\n", history);
      const { untruths, checked } = await check(readClaims(await readDocument(report)), facts);
      const claim = `Commit '${(history.commits[1] ?? "").slice(0, 10)}', which is said to have mended 'BUG-1', changes tests alone`;
      assert.deepEqual([untruths.map(({ message }) => message), checked.commits], [[`${claim}: ${said}.`], 1]);
    });
  }
});

describe("scarlint triage --check", () => {
  const run = (history: History, ...args: string[]): Promise<Outcome> =>
    scarlint(["triage", ...args], { cwd: history.root });

  it("shows each untruth with its line, and exits with 1", async (t) => {
    const history = project((done) => t.after(done));
    const report = named(TRUE["one table"] ?? "", history)
      .replace("| push |", "| \u001b[31m\u202epush |")
      .replace("| Open | services/push.py |", "| Fixed | services/push.py:5 |");
    history.write({ "report.md": report });
    const { code, stdout, stderr } = await run(history, "--check", "report.md");
    assert.deepEqual([code, stderr], [1, ""]);
    assert.equal(
      stdout,
      `report.md:8:1 high triage/resolved
  'BUG-2' is not resolved: errors/swallowed-exception finds it in 'services/push.py:5'.
     8 | | BUG-2 | \\x1b[31m\\u202epush | P2 | Fixed | services/push.py:5 | - | - |
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

report.md: 1 statement is not true
Checked: 1 commit, 2 files, 1 line, 1 resolved bug.
Read as bugs: 2 by their ids or places.
`,
    );
  });

  it("believes what scarlint wrote, until somebody changes it", async (t) => {
    const history = project((done) => t.after(done));
    const since = history.commits[0] ?? "";
    await run(history, "--report", "report.md", "--since", since, "--date", "2030-03-01");
    const honest = await run(history, "--check", "report.md");
    assert.deepEqual([honest.code, honest.stderr], [0, ""]);
    assert.deepEqual(honest.stdout.split("\n"), [
      "report.md: nothing in it is untrue, as far as it can be checked",
      "Checked: 20 counts, 7 sums, 2 severities, 2 deadlines, 3 commits, 2 files, 5 lines, 2 tests, 1 resolved bug.",
      "Read as bugs: 2 by their ids or places.",
      "",
    ]);
    const report = readFileSync(path.join(history.root, "report.md"), "utf8");
    const lies: readonly (readonly [truth: RegExp, lie: string, rule: string])[] = [
      [/OPEN, \*\*overdue by \d+ days\*\*/, `RESOLVED in \`${(history.commits[1] ?? "").slice(0, 12)}\``, "resolved"],
      [/inside the deadline/, "2 days after the deadline", "deadline"],
      [/(RESOLVED in `)[0-9a-f]{12}/, "$1123456789abc", "commit"],
      [/\| P2 \(medium\) \| one week \| 2 /, "| P2 (medium) | one week | 9 ", "count"],
      [/(- \*\*Deadline:\*\* 2030-01-)08/, "$109", "deadline"],
    ];
    for (const [truth, lie, rule] of lies) {
      assert.match(report, truth);
      history.write({ "report.md": report.replace(truth, lie) });
      const { code, stdout } = await run(history, "--check", "report.md");
      assert.equal(code, 1, lie);
      assert.match(stdout, new RegExp(`triage/${rule}$`, "m"), lie);
    }
  });

  it("calls nothing missing that was before the history, or lies in another repository", async (t) => {
    const history = new History(t);
    const report = "# Bugs\n\n### BUG-1 a\n\n- File: `shop/a.py`, `vendor/lib/a.py`\n- Fixed in: 0badc0de1\n";
    // Git keeps of a submodule what it keeps of a file: a name.
    history.commit({ "old.md": report, "shop/b.py": "", "vendor/lib": "" });
    history.commit({ "moved/old.md": report, "new.md": report });
    for (const file of ["old.md", "moved/old.md"]) {
      const { code, stdout } = await run(history, "--check", file);
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^Could not be checked: 1 commit, 2 files\.$/m);
    }
    const { code, stdout } = await run(history, "--check", "new.md");
    assert.equal(code, 1);
    assert.match(stdout, /There is no file 'shop\/a\.py'/);
    assert.match(stdout, /There is no commit '0badc0de1' in this clone/);
    assert.doesNotMatch(stdout, /no file 'vendor/);
  });

  it("says which labels it cannot read, also where it finds no bugs for that", async (t) => {
    const history = project((done) => t.after(done));
    const bug = (name: string): string => `## ${name}\n\n심각도: 높음\n상태: 미해결\n\n`;
    history.write({ "a.md": bug("BUG-001") + bug("BUG-002"), "b.md": bug("버그1") + bug("버그2") });
    const said = "Not read, because nobody here knows these labels: '심각도', '상태'";
    const read = await run(history, "--check", "a.md");
    assert.ok(read.stdout.includes(`${said}.\n`), read.stdout);
    const { code, stderr } = await run(history, "--check", "b.md");
    assert.equal(code, 2);
    assert.ok(stderr.endsWith(`. ${said}\n`), stderr);
  });

  it("exits with 2 for what is no report", async (t) => {
    const history = project((done) => t.after(done));
    history.write({ "README.md": "# A service\n\nIt is fine.\n", "odd.md": "BUG-1 \0" });
    for (const file of ["README.md", "missing.md", "services"]) {
      const { code, stdout, stderr } = await run(history, "--check", file);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, new RegExp(`^scarlint: '${file}'.*\\n$`));
    }
  });
});
