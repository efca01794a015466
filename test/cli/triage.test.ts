import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { it } from "node:test";
import { History } from "../support/history.js";
import { ROOT } from "../support/paths.js";
import { BUGGY, type Outcome } from "./command.js";
import { blocksOf, shellIn } from "./shell.js";

const PAGE = "docs/triage.md";

const swallowing = (what: string): string => BUGGY.replace("deliver", what);
const mended = (what: string): string => swallowing(what).replace("pass", "raise");

const WIRE = `import pickle
import socket


def answer(connection: socket.socket):
    return pickle.loads(connection.recv(4096))
`;
/** Mends one bug and brings another. */
const MENDED_WIRE = `import json
import socket


def answer(connection: socket.socket):
    try:
        return json.loads(connection.recv(4096))
    except Exception:
        pass
`;

const TEST = `from shop.wire import answer

def test_refuses_pickles():
    """VALIDATED_BUG: BUG-002"""
    assert answer(FakeConnection(PICKLE)) is None
`;

const RUN = `<testsuite timestamp="2030-01-02T10:00:00"><testcase classname="tests.test_wire" name="test_refuses_pickles">
<skipped message="not today"/></testcase></testsuite>
`;

/** Commits in which each of the lives that the page tells of is lived; `v1.0` is the second. */
function lived(history: History): History {
  const accepted = "Exception:  # scarlint: ignore[errors] -- the next check tells";
  history.commit({ "shop/jobs.py": swallowing("mail") });
  history.commit({ "shop/late.py": swallowing("deliver") });
  history.git("tag", "v1.0");
  history.commit({ "shop/wire.py": WIRE });
  history.commit({ "shop/wire.py": MENDED_WIRE });
  history.commit({ "shop/health.py": swallowing("check"), "old/rest.py": swallowing("rest") });
  history.commit({ "shop/health.py": swallowing("check").replace("Exception:", accepted) });
  history.commit({ "shop/jobs.py": mended("mail") });
  history.commit({ "shop/jobs.py": swallowing("mail"), "old/rest.py": undefined });
  history.move("shop/jobs.py", "shop/tasks.py");
  history.commit();
  history.commit({ "shop/late.py": `${swallowing("deliver")}def (:\n` });
  history.commit({ "shop/late.py": swallowing("deliver") });
  history.wait(7 * 24);
  history.commit({ "shop/late.py": mended("deliver") });
  return history;
}

it(`the commands of ${PAGE} do what it says`, async (t) => {
  const history = lived(new History(t));
  const shell = shellIn(t, history);
  const read = (name: string): string => readFileSync(path.join(history.root, name), "utf8");
  const report = (): string => read("bug_triage_report.md");
  /** What the report says of a bug. */
  const section = (id: string): string =>
    report()
      .split(/^(?=###? )/m)
      .find((text) => text.startsWith(`### ${id}:`)) ?? "";
  const said = (id: string, label: string): string =>
    new RegExp(`^- \\*\\*${label}:\\*\\* (.*)$`, "m").exec(section(id))?.[1] ?? "";
  const short = (number: number): string => (history.commits[number] ?? "").slice(0, 12);
  const goes = async (lines: readonly string[], code = 0): Promise<Outcome> => {
    const [line = "", ...more] = lines;
    assert.deepEqual(more, []);
    const outcome = await shell(line);
    assert.deepEqual([outcome.code, outcome.stderr], [code, ""], line);
    return outcome;
  };
  const commit = (files: Readonly<Record<string, string | undefined>> = {}): string => history.commit(files);

  const [first = [], again = [], scaffold = [], withRun = [], trend = [], issues = [], check = [], ...others] =
    blocksOf(PAGE);
  assert.deepEqual(others, []);

  // Only commits count, and neither the working tree nor the index are touched.
  history.write({ "shop/new.py": swallowing("fresh"), "shop/wire.py": WIRE });
  history.git("add", "shop/new.py");
  const before = history.git("status", "--porcelain");
  await goes(first);
  assert.deepEqual(history.git("status", "--porcelain").split("\n"), [
    ...before.split("\n"),
    "?? bug_triage_report.md",
  ]);
  history.git("rm", "--quiet", "--cached", "shop/new.py");
  history.write({ "shop/new.py": undefined, "shop/wire.py": MENDED_WIRE });
  assert.doesNotMatch(report(), /new\.py/);

  // What it says of a bug.
  const [jobs, late, wire, handler, rest, health] = [1, 2, 3, 4, 5, 6].map((number) => `BUG-00${String(number)}`);
  assert.ok(jobs && late && wire && handler && rest && health);
  assert.match(said(jobs, "Status"), new RegExp(`^REOPENED in \`${short(7)}\``));
  assert.match(said(jobs, "First seen"), new RegExp(`\`${short(1)}\` or earlier$`));
  assert.match(section(jobs), /^### .*shop\/tasks\.py:3/);
  assert.match(said(jobs, "Deadline"), /counted from when it came back/);
  assert.match(said(late, "Status"), /^RESOLVED .* after the deadline$/);
  assert.match(said(wire, "Status"), /^RESOLVED .*, inside the deadline$/);
  assert.match(
    section(wire),
    new RegExp(`\\*\\*The fix\\.\\*\\* \`${short(3)}\` changed 1 Python file: 5 lines added, 2`),
  );
  assert.match(section(wire), /^- {5}return pickle\.loads.*\n\+ {5}try:$/m);
  assert.equal(said(wire, "Regression test"), "none yet");
  assert.match(report(), new RegExp(`^## Resolved but unguarded\n(?:.*\n)+?- ${wire} \\(P0\\)`, "m"));
  assert.match(said(handler, "Status"), /^OPEN\b/);
  assert.match(said(handler, "First seen"), new RegExp(`introduced by the fix of ${wire}$`));
  assert.match(said(rest, "Status"), /^RESOLVED .*: its file was taken away there$/);
  assert.match(said(health, "Status"), /^ACCEPTED .*: the next check tells$/);
  assert.match(
    section(jobs),
    /\*\*How to reproduce\.\*\* `scarlint --select errors\/swallowed-exception shop\/tasks\.py`/,
  );
  assert.match(section(late), /The error is gone: no log/);
  assert.match(section(rest), new RegExp(`\\*\\*Root cause\\.\\*\\* .* ${late} says why that hurts\\.$`, "m"));
  assert.match(section(jobs), /\*\*Fix strategy\.\*\*/);
  assert.doesNotMatch(section(health), /\*\*Fix strategy\.\*\*/);
  const titles = [...report().matchAll(/^### BUG-\d+: (.*)$/gm)].map(([, title]) => title);
  assert.equal(new Set(titles).size, titles.length);

  // The next report goes on from there.
  writeFileSync(
    path.join(history.root, "bug_triage_report.md"),
    report().replace(/(<!-- notes on BUG-001: .*-->\n)/, "$1\nAsk the payments team.\n"),
  );
  commit({ "shop/new.py": swallowing("fresh") });
  await goes(again);
  assert.match(said("BUG-008", "First seen"), new RegExp(short(12)));
  assert.match(section("BUG-008"), /shop\/new\.py:3/);
  assert.match(section(jobs), /Ask the payments team\./);
  assert.match(said(jobs, "First seen"), new RegExp(`\`${short(1)}\` or earlier$`));
  await shell(`${again[0] ?? ""} --since HEAD~12`);
  assert.match(said(jobs, "First seen"), new RegExp(`\`${short(0)}\`$`));

  // A skeleton is no guard, a test is one, and none that every run skips.
  const { stdout } = await goes(scaffold);
  const skeleton = "tests/test_p0_bug_003_untrusted_pickle_regression.py";
  assert.match(stdout, new RegExp(`^${skeleton}: a test to write$`, "m"));
  assert.match(read(skeleton), /from shop\.wire import answer/);
  commit();
  await goes(again);
  assert.match(said(wire, "Regression test"), /is not written yet: it always fails/);
  commit({ [skeleton]: undefined, "tests/test_wire.py": TEST.replace("BUG-002", wire) });
  await goes(again);
  assert.equal(said(wire, "Regression test"), "`tests/test_wire.py::test_refuses_pickles`");
  assert.doesNotMatch(report(), /## Resolved but unguarded/);
  history.write({ "junit.xml": RUN });
  await goes(withRun);
  assert.match(said(wire, "Regression test"), /`tests\/test_wire\.py::test_refuses_pickles` \(.*skipped.*\)/);

  // The same commits give the same bytes, and their numbers are kept.
  await goes(again);
  const once = report();
  await goes(again);
  assert.equal(report(), once);
  await goes(trend);
  const [entry] = (JSON.parse(read("trend.json")) as { entries: Record<string, unknown>[] }).entries;
  for (const name of ["commit", "date", "counts", "rules", "opened", "resolved", "meanHoursToResolve"])
    assert.ok(entry && name in entry, name);
  assert.match(report(), /^## Trend$/m);

  // A file for each bug that is open, once.
  await goes(issues);
  const filed = readdirSync(path.join(history.root, "issues"));
  const open = report().match(/^- \*\*Status:\*\* (?:OPEN|REOPENED)/gm) ?? [];
  assert.equal(filed.length, open.length);
  for (const name of filed) {
    const issue = JSON.parse(read(`issues/${name}`)) as Record<string, unknown>;
    assert.deepEqual(Object.keys(issue), ["title", "body", "labels"]);
    assert.ok(String(issue.body).includes(path.parse(name).name));
  }
  assert.match((await goes(issues)).stdout, /0 issues to file/);

  // Is it true? As it was written, yes.
  history.git("add", "--all");
  await goes(check);
  const lies: Readonly<Record<string, (text: string) => string>> = {
    "triage/count": (text) => text.replace("| P0 (critical) | 24 hours | 1 |", "| P0 (critical) | 24 hours | 2 |"),
    "triage/sum": (text) => text.replace(/\| \*\*Total\*\* \| \| \*\*8\*\*/, "| **Total** | | **9**"),
    "triage/severity": (text) => text.replace("- **Severity:** P0 (critical)", "- **Severity:** P1 (high)"),
    "triage/status": (text) => text.replace("## Summary", `## Summary\n\n- [ ] ${wire}: still open\n`),
    "triage/deadline": (text) => text.replace(/(- \*\*Deadline:\*\*) 2030-01-02/, "$1 2030-01-12"),
    "triage/date": (text) => text.replace(/RESOLVED in `\w+`(?: on [\d-]+)?/, "RESOLVED on 2029-01-02"),
    "triage/commit": (text) => text.replace(new RegExp(`RESOLVED in \`${short(3)}\``), `RESOLVED in \`${short(4)}\``),
    "triage/place": (text) => text.replace("- `shop/wire.py:6`", "- `shop/wires.py:6`"),
    "triage/test": (text) => text.replace("::test_refuses_pickles", "::test_takes_pickles"),
    "triage/resolved": (text) => text.replace(/REOPENED in `\w+` on [^,\n]*/, `RESOLVED in \`${short(6)}\``),
  };
  const known = [...readFileSync(path.join(ROOT, PAGE), "utf8").matchAll(/^\| `(triage\/\w+)` /gm)].map(([, id]) => id);
  assert.deepEqual(known, Object.keys(lies));
  const truth = report();
  for (const [rule, lie] of Object.entries(lies)) {
    const untrue = lie(truth);
    assert.notEqual(untrue, truth, rule);
    writeFileSync(path.join(history.root, "bug_triage_report.md"), untrue);
    const { stdout: text } = await goes(check, 1);
    assert.ok(text.includes(rule), `${rule}: ${text}`);
  }
  writeFileSync(path.join(history.root, "bug_triage_report.md"), "Nothing to see.\n");
  assert.equal((await shell(check[0] ?? "")).code, 2);
  assert.ok(!existsSync(path.join(history.root, "shop/jobs.py")));
});
