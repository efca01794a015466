import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { findTests } from "../../src/triage/find-tests.js";
import { run, scarlint, workspace } from "../cli/command.js";
import { History } from "../support/history.js";

/** A critical bug: `deserialize/untrusted-pickle`. */
const UNPICKLING =
  'import pickle\nimport zmq\n\n\ndef serve():\n    socket = zmq.Context().socket(zmq.REP)\n    socket.bind("tcp://*:5555")\n    return pickle.loads(socket.recv())\n';

const FLAWS: Readonly<Record<string, string | undefined>> = {
  "assert answer() == 42": undefined,
  "with pytest.raises(ValueError):\n        answer()": undefined,
  "with pytest.raises((ValueError, KeyError)):\n        answer()": undefined,
  "mock.assert_called_once()": undefined,
  "self.assertEqual(answer(), 42)": undefined,
  "for case in cases():\n        if case.bad:\n            raise AssertionError(case)": undefined,
  "helper()": undefined,
  pass: "asserts nothing",
  "answer()": "asserts nothing",
  "assert True": "asserts nothing",
  "assert 1 == 1, answer()": "asserts nothing",
  'assert (answer() == 42, "wrong")': "asserts nothing",
  "self.assertTrue(True)": "asserts nothing",
  'pytest.skip("later")': "is skipped",
  "assert False": "is not written yet: it always fails",
  "raise NotImplementedError": "is not written yet: it always fails",
};

describe("a test", () => {
  for (const [body, flaw] of Object.entries(FLAWS)) {
    it(`with '${body.replaceAll("\n", " ")}' ${flaw ?? "may guard"}`, async (t) => {
      const helper = "def helper():\n    assert answer() == 42\n\n\n";
      const root = workspace(t, { "tests/test_answer.py": `${helper}def test_answer():\n    ${body}\n` });
      assert.deepEqual(
        (await findTests(root)).map((test) => [test.name, test.flaw]),
        [["test_answer", flaw]],
      );
    });
  }

  it("is skipped by a decorator, and does not run in a file that does not compile", async (t) => {
    const root = workspace(t, {
      "tests/test_a.py": "@pytest.mark.skip\ndef test_a():\n    assert answer()\n",
      "tests/test_b.py": "def test_b():\n    assert answer()\n\ndef (:\n",
    });
    assert.deepEqual(
      (await findTests(root)).map(({ flaw }) => flaw),
      ["is skipped", "is in a file that does not compile"],
    );
  });

  it("names bugs in its name, its docstring, the comments above it, and its class", async (t) => {
    const root = workspace(t, {
      "tests/test_bugs.py": [
        "def test_p0_bug_001_regression():\n    assert answer()\n",
        '@fast\ndef test_two():\n    """VALIDATED_BUG: BUG-002"""\n    assert answer()\n',
        "# VALIDATED_BUG: BUG-003\n@fast\ndef test_three():\n    assert answer()\n",
        '# BUG-0004 is VALIDATED_BUG\nclass TestFour:\n    """Also bug 5."""\n\n    def test_four(self):\n        assert answer()\n',
        "def test_debug_6():\n    assert answer()\n",
      ].join("\n\n"),
    });
    const found = await findTests(root);
    assert.deepEqual(
      found.map(({ name, bugs, isValidated }) => [name, bugs, isValidated]),
      [
        ["test_p0_bug_001_regression", [1], false],
        ["test_two", [2], true],
        ["test_three", [3], true],
        ["TestFour.test_four", [4, 5], true],
        ["test_debug_6", [], false],
      ],
    );
  });
});

describe("a report's regression tests", () => {
  const report = async (history: History, ...args: string[]): Promise<string> => {
    const all = ["triage", "--report", "report.md", "--date", "2030-03-01", "--quiet", ...args];
    assert.deepEqual(await scarlint(all, { cwd: history.root }), { code: 0, stdout: "", stderr: "" });
    return readFileSync(path.join(history.root, "report.md"), "utf8");
  };

  it("are matched by the bug's name, or by urgency, file and rule", async (t) => {
    const history = new History(t);
    const first = history.commit({ "gateway.py": UNPICKLING });
    history.commit({ "gateway.py": "import json\n" });
    const unguarded = await report(history, "--since", first);
    assert.match(unguarded, /## Resolved but unguarded\n[^#]*- BUG-001 \(P0\): [^\n]*`gateway.py:8`/);
    history.commit({ "tests/test_gateway.py": "def test_p0_gateway_pickle_regression():\n    assert True\n" });
    const empty = await report(history);
    assert.match(
      empty,
      /- BUG-001 \(P0\): .*`tests\/test_gateway.py::test_p0_gateway_pickle_regression` asserts nothing\n/,
    );
    assert.match(empty, /\*\*Regression test:\*\* `tests\/test_gateway\S+` \(asserts nothing\)/);
    history.commit({ "tests/test_gateway.py": "def test_p0_gateway_pickle_regression():\n    assert refused()\n" });
    assert.doesNotMatch(await report(history), /unguarded/);
    history.commit({ "tests/test_gateway.py": "def test_p1_gateway_pickle_regression():\n    assert refused()\n" });
    const other = await report(history);
    assert.match(other, /unguarded/);
    assert.match(other, /## Regression tests without a bug\n[^#]*- `tests\/test_gateway.py::test_p1_gateway/);
  });

  it("are written as skeletons that import as the tests do, and name the fixtures that are there to be asked for", async (t) => {
    const history = new History(t);
    const names = Array.from({ length: 12 }, (_, index) => `session_of_customer_${String(index)}`);
    const unasked = "@pytest.fixture(scope='session', autouse=True)\ndef everywhere():\n    pass\n";
    const fixtures = names.map((name) => `@pytest.fixture\ndef ${name}():\n    pass\n`).join("");
    history.commit({
      ...{ "src/shop/gateway.py": UNPICKLING, "lib/till/gateway.py": UNPICKLING, ".tools/gateway.py": UNPICKLING },
      "tests/conftest.py": `import pytest\n\n${unasked}${fixtures}`,
      "tests/test_shop.py": "from src.shop import price\n\ndef test_price():\n    assert price() == 1\n",
      "tests/test_till.py": "from till import price\n\ndef test_till():\n    assert price() == 1\n",
    });
    await report(history, "--scaffold-tests");
    const skeletons = [1, 2, 3].map((number) =>
      readFileSync(
        path.join(history.root, `tests/test_p0_bug_00${String(number)}_untrusted_pickle_regression.py`),
        "utf8",
      ),
    );
    const told = skeletons.map((text) => [
      /Seen in (.*):/.exec(text)?.[1],
      / {4}((?:from|import) .*?) {2}# noqa/.exec(text)?.[1]?.split(" ")[1] ?? /load it by its path/.exec(text)?.[0],
    ]);
    assert.deepEqual(told.sort(), [
      [".tools/gateway.py", "load it by its path"],
      ["lib/till/gateway.py", "till.gateway"],
      ["src/shop/gateway.py", "src.shop.gateway"],
    ]);
    for (const text of skeletons) {
      for (const name of names) assert.ok(text.includes(name), name);
      assert.doesNotMatch(text, /everywhere/);
      assert.ok(text.split("\n").every((line) => line.length <= 120));
    }
  });

  it("are one skeleton for all bugs of a rule in one function, and these one line of what is overdue", async (t) => {
    const history = new History(t);
    const reads = (names: readonly string[]): string => names.map((name) => `    print(${name})\n`).join("");
    history.commit({
      "shop.py": `def sell():\n${reads(["first", "second"])}\n\ndef buy():\n${reads(["third"])}\n\nsell()\nbuy()\n`,
    });
    const text = await report(history, "--scaffold-tests");
    assert.match(
      text,
      /^- BUG-001 and 2 more of the kind in the file \(P1, overdue by [^)]*\): `first` is not defined/m,
    );
    const file = (id: string): string => path.join(history.root, `tests/test_p1_${id}_undefined_name_regression.py`);
    assert.match(
      readFileSync(file("bug_001"), "utf8"),
      /"""VALIDATED_BUG: BUG-001, BUG-002\n[^]*Seen in shop\.py:2, shop\.py:3\./,
    );
    assert.ok(!existsSync(file("bug_002")));
    assert.ok(existsSync(file("bug_003")));
    const tests = await findTests(history.root);
    assert.deepEqual(
      tests.map(({ bugs }) => bugs),
      [[1, 2], [3]],
    );
  });

  it("are written as skeletons that fail, and never over a file", async (t) => {
    const history = new History(t);
    history.commit({ 'a"""b\\.py': UNPICKLING });
    await report(history, "--scaffold-tests");
    const file = path.join(history.root, "tests/test_p0_bug_001_untrusted_pickle_regression.py");
    const skeleton = readFileSync(file, "utf8");
    assert.match(skeleton, /^def test_p0_bug_001_untrusted_pickle_regression\(\):\n {4}"""VALIDATED_BUG: BUG-001\n/m);
    assert.doesNotMatch(skeleton, /assert True/);
    const [found] = await findTests(history.root);
    assert.deepEqual([found?.bugs, found?.flaw], [[1], "is not written yet: it always fails"]);
    const stub = "import sys, types\nsys.modules['pytest'] = types.SimpleNamespace(fail=lambda text: sys.exit(text))\n";
    const call = `exec(open(${JSON.stringify(file)}).read())\ntest_p0_bug_001_untrusted_pickle_regression()\n`;
    const { stderr } = await run("python3", ["-"], { input: stub + call });
    assert.match(stderr, /BUG-001 has no regression test yet/);
    writeFileSync(file, "# mine\n");
    await report(history, "--scaffold-tests");
    assert.equal(readFileSync(file, "utf8"), "# mine\n");
    history.commit({ "tests/regression/test_old.py": "def test_p1_old_regression():\n    assert answer()\n" });
    writeFileSync(file, "");
    history.commit({ "tests/test_p0_bug_001_untrusted_pickle_regression.py": undefined });
    await report(history, "--scaffold-tests");
    assert.ok(existsSync(path.join(history.root, "tests/regression", path.basename(file))));
  });
});
