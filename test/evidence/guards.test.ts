import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { withRuns } from "../../src/evidence/guards.js";
import { readJunit } from "../../src/evidence/junit.js";
import { Program } from "../../src/evidence/program.js";
import { runOf } from "../../src/evidence/run.js";
import { findTests } from "../../src/triage/find-tests.js";
import { scarlint, workspace } from "../cli/command.js";
import { History } from "../support/history.js";
import { failure, pytest, testcase } from "./project.js";

const FAILED = failure("assert 1 == 2", "tests/test_cart.py:2");

/** What the runs say of one test, and why it guards nothing by that. */
const FLAWS: readonly (readonly [what: string, runs: readonly string[], flaw: string | undefined])[] = [
  ["passes", [testcase("test_a"), testcase("test_a")], undefined],
  ["passes for each of its parameters", [testcase("test_a[1]") + testcase("test_a[b::c]")], undefined],
  ["is skipped", [testcase("test_a", "<skipped/>"), testcase("test_a", "<skipped/>")], "was skipped in every run"],
  ["is skipped here and there", [testcase("test_a", "<skipped/>"), testcase("test_a")], undefined],
  ["passes and fails", [testcase("test_a"), testcase("test_a", FAILED)], "is flaky"],
  ["fails", [testcase("test_a", FAILED)], "fails"],
  ["is tried again", [testcase("test_a") + testcase("test_a")], "passed only when it was tried again"],
  ["does not run", [testcase("test_b")], "is in none of the runs"],
];

describe("a test that is to guard against a bug, and by the runs", () => {
  for (const [what, cases, flaw] of FLAWS) {
    it(what, async (t) => {
      const root = workspace(t, { "tests/test_cart.py": "def test_a():\n    assert total() == 1\n" });
      const runs = cases.map((inner, hour) => runOf(String(hour), [readJunit(pytest(hour, inner))]));
      const [test] = withRuns(await findTests(root), runs, await Program.at(root));
      assert.equal(test?.flaw, flaw);
    });
  }

  it("is flaky, leaves a resolved bug without a guard", async (t) => {
    const swallowing =
      "import pickle\nimport zmq\n\n\ndef serve():\n    socket = zmq.Context().socket(zmq.REP)\n    socket.bind('tcp://*:5555')\n    return pickle.loads(socket.recv())\n";
    const history = new History(t);
    const first = history.commit({ "gateway.py": swallowing });
    history.commit({
      "gateway.py": "import json\n",
      "tests/test_gateway.py": "def test_p0_bug_001_regression():\n    assert refused()\n",
    });
    const inner = (outcome: string): string => testcase("test_p0_bug_001_regression", outcome, "tests.test_gateway");
    writeFileSync(path.join(history.root, "1.xml"), pytest(10, inner("")));
    writeFileSync(path.join(history.root, "2.xml"), pytest(11, inner(FAILED)));
    const report = async (...runs: string[]): Promise<string> => {
      const args = [
        "triage",
        "--report",
        "bugs.md",
        "--since",
        first,
        "--quiet",
        ...runs.flatMap((run) => ["--run", run]),
      ];
      assert.deepEqual(await scarlint(args, { cwd: history.root }), { code: 0, stdout: "", stderr: "" });
      return readFileSync(path.join(history.root, "bugs.md"), "utf8");
    };
    assert.doesNotMatch(await report("1.xml"), /unguarded/);
    assert.match(await report("1.xml", "2.xml"), /Resolved but unguarded\n[^#]*test_p0_bug_001_regression` is flaky\n/);
  });
});
