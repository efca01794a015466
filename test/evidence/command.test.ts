import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { scarlint, type Outcome } from "../cli/command.js";
import { History } from "../support/history.js";
import { failure, pytest, testcase } from "./project.js";

const GOOD = testcase("test_total") + testcase("test_other");
const BAD = testcase("test_total", failure("assert 1 == 2", "tests/test_cart.py:2")) + testcase("test_other");

function project(t: TestContext): History {
  const history = new History(t);
  history.commit({
    ".gitignore": "out\n",
    "shop/cart.py": "def total():\n    return 1\n",
    "tests/test_cart.py":
      "def test_total():\n    assert total() == 1\n\n\ndef test_other():\n    assert total() != 2\n",
  });
  mkdirSync(path.join(history.root, "out"));
  const files = {
    "a.xml": pytest(10, GOOD),
    "b.xml": pytest(11, GOOD),
    "c.xml": pytest(12, BAD),
    "cut.xml": pytest(13, GOOD).slice(0, -40),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(history.root, "out", name), text);
  return history;
}

describe("scarlint evidence", () => {
  it("ends with 0, 1 or 2 for a build server", async (t) => {
    const { root: cwd } = project(t);
    const code = async (...args: string[]): Promise<number | null> =>
      (await scarlint(["evidence", ...args], { cwd })).code;
    const two = ["--run", "out/a.xml", "--run", "out/b.xml"];
    assert.deepEqual(
      [
        await code(...two),
        await code(...two, "--min-pass-rate", "100", "--max-duration", "1m", "--runs", "2"),
        await code(...two, "--run", "out/c.xml", "--min-pass-rate", "98"),
        await code(...two, "--max-duration", "2s"),
        await code(...two, "--runs", "3"),
        await code(...two, "--run", "out/cut.xml"),
      ],
      [0, 0, 1, 1, 1, 2],
    );
  });

  it("does not count a run twice, and takes a directory or several files for one run", async (t) => {
    const { root: cwd } = project(t);
    writeFileSync(path.join(cwd, "out/copy.xml"), pytest(10, GOOD));
    const copied = await scarlint(["evidence", "--run", "out/a.xml", "--run", "out/copy.xml", "--runs", "2"], { cwd });
    assert.equal(copied.code, 1);
    assert.match(copied.stdout, /'out\/copy\.xml' is 'out\/a\.xml' once more, and is not counted/);
    const joined = await scarlint(["evidence", "--run", "all=out/a.xml,out/c.xml"], { cwd });
    assert.match(joined.stdout, /^all: 2 tests, 1 passed, 1 failed/);
    mkdirSync(path.join(cwd, "shards"));
    writeFileSync(path.join(cwd, "shards/1.xml"), pytest(10, testcase("test_total")));
    writeFileSync(path.join(cwd, "shards/2.xml"), pytest(10, testcase("test_other")));
    writeFileSync(path.join(cwd, "shards/coverage.xml"), "<coverage/>");
    const { stdout, stderr } = await scarlint(["evidence", "--run", "shards"], { cwd });
    assert.match(stdout, /^shards: 2 tests, 2 passed/);
    assert.match(stderr, /shards\/coverage\.xml: left out of the run/);
  });

  it("writes a report whose notes stay, and never over another file", async (t) => {
    const { root: cwd } = project(t);
    const args = ["evidence", "--run", "out/a.xml", "--run", "out/c.xml", "--report", "evidence.md", "--quiet"];
    const text = (): string => readFileSync(path.join(cwd, "evidence.md"), "utf8");
    assert.deepEqual(await scarlint(args, { cwd }), { code: 0, stdout: "", stderr: "" });
    assert.match(text(), /### `tests\.test_cart::test_total`\n\n- \*\*flaky\*\*: it passed in 1 run and failed in 1/);
    writeFileSync(
      path.join(cwd, "evidence.md"),
      text().replace(/(<!-- notes on failure \w+:.*\n)\n/, "$1Category: test bug\n"),
    );
    await scarlint(args, { cwd });
    assert.match(text(), /\*\*test bug\*\*, as the notes say; the evidence says flaky/);
    assert.match(text(), /-->\nCategory: test bug\n<!--/);
    writeFileSync(path.join(cwd, "mine.md"), "# Mine\n");
    const { code, stderr } = await scarlint(["evidence", "--run", "out/a.xml", "--report", "mine.md"], { cwd });
    assert.deepEqual([code, readFileSync(path.join(cwd, "mine.md"), "utf8")], [2, "# Mine\n"]);
    assert.match(stderr, /^scarlint: 'mine\.md': scarlint did not write it/);
  });

  it("keeps a trend, an entry a commit, and knows since when tests fail by it", async (t) => {
    const history = project(t);
    const { root: cwd } = history;
    const trend = (): { entries: { commit: string; runs: { failed: number }[] }[] } =>
      JSON.parse(readFileSync(path.join(cwd, "trend.json"), "utf8")) as ReturnType<typeof trend>;
    const run = (file: string): Promise<Outcome> =>
      scarlint(["evidence", "--run", `out/${file}`, "--trend", "trend.json"], { cwd });
    await run("a.xml");
    await run("b.xml");
    history.commit({ "shop/cart.py": "def total():\n    return 2\n" });
    const { stdout } = await run("c.xml");
    assert.match(
      stdout,
      /production bug: since the tests were last green, at '\w{12}', 'shop\/cart\.py' has changed and no test/,
    );
    assert.deepEqual(
      trend().entries.map(({ commit, runs }) => [commit, runs.map(({ failed }) => failed)]),
      [
        [history.commits[0], [0]],
        [history.commits[1], [1]],
      ],
    );
    writeFileSync(path.join(cwd, "trend.json"), "[]");
    assert.equal((await run("a.xml")).code, 2);
  });

  it("writes JSON, and a page in which nothing runs", async (t) => {
    const { root: cwd } = project(t);
    writeFileSync(
      path.join(cwd, "out/x.xml"),
      pytest(
        10,
        testcase("test_&lt;script&gt;alert(1)&lt;/script&gt;", failure("<img src=x>", "tests/test_cart.py:2")),
      ),
    );
    const args = ["evidence", "--run", "out/x.xml", "--trend", "trend.json"];
    const json = JSON.parse((await scarlint([...args, "--format", "json"], { cwd })).stdout) as {
      runs: { passRate: number }[];
      failures: { category: string; place: { line: number } }[];
    };
    assert.deepEqual(
      [json.runs[0]?.passRate, json.failures[0]?.category, json.failures[0]?.place.line],
      [0, "unknown", 2],
    );
    await scarlint([...args, "--format", "html", "--output", "page.html"], { cwd });
    const page = readFileSync(path.join(cwd, "page.html"), "utf8");
    assert.match(page, /default-src 'none'; style-src 'sha256-/);
    assert.match(page, /<svg [^>]*aria-label="Lowest pass rate/);
    assert.doesNotMatch(page, /<script|<img/);
  });

  it("checks a summary, says what it could not check, and when the evidence is of other code", async (t) => {
    const history = project(t);
    const { root: cwd } = history;
    const runs = ["--run", "out/a.xml", "--run", "out/b.xml"];
    writeFileSync(path.join(cwd, "summary.md"), "# Done\n\n- **Tests:** 2\n- The billing tests: 4/4 passing\n");
    const honest = await scarlint(["evidence", "--check", "summary.md", ...runs], { cwd });
    assert.equal(honest.code, 0);
    assert.match(honest.stdout, /summary\.md:4 not checked, it is about a part of the tests/);
    assert.match(honest.stdout, /0 statements are not true, 1 is as the evidence shows, 1 could not be checked\n$/);
    writeFileSync(path.join(cwd, "summary.md"), "# Done\n\n- **Tests:** 3\n");
    const lying = await scarlint(["evidence", "--check", "summary.md", ...runs, "--format", "json"], { cwd });
    const report = JSON.parse(lying.stdout) as {
      findings: { rule: string; start: { line: number } }[];
      unchecked: unknown[];
    };
    assert.deepEqual(
      [lying.code, report.findings.map(({ rule, start }) => [rule, start.line]), report.unchecked],
      [1, [["evidence/tests", 3]], []],
    );
    history.wait(72);
    history.commit({ "shop/cart.py": "def total():\n    return 1 + 0\n" });
    assert.match((await scarlint(["evidence", "--check", "summary.md", ...runs], { cwd })).stdout, /evidence\/stale/);
  });

  for (const [what, args, why] of [
    ["nothing to read", [], /say what runs wrote/],
    [
      "a run after another without --run",
      ["--run", "out/a.xml", "out/b.xml"],
      /write --run before the files of each run/,
    ],
    ["an earlier coverage alone", ["--run", "out/a.xml", "--coverage-before", "x.json"], /give that with --coverage/],
    ["a duration that is none", ["--run", "out/a.xml", "--max-duration", "soon"], /'soon' is no duration/],
    ["a rate that is none", ["--run", "out/a.xml", "--min-pass-rate", "120"], /no percentage/],
    ["a file that there is not", ["--run", "out/none.xml"], /out\/none\.xml: no such file/],
    ["coverage for a run", ["--run", "cov.xml"], /--coverage takes/],
    ["a format that it does not write", ["--run", "out/a.xml", "--format", "sarif"], /writes text, JSON and HTML/],
  ] as const) {
    it(`says in one line what to do about ${what}`, async (t) => {
      const { root: cwd } = project(t);
      writeFileSync(path.join(cwd, "cov.xml"), "<coverage/>");
      const { code, stderr } = await scarlint(["evidence", ...args], { cwd });
      assert.equal(code, 2);
      assert.match(stderr, why);
      assert.equal(stderr.trimEnd().split("\n").length, 1);
    });
  }
});
