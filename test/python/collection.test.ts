import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testsIn } from "../../src/concepts/tests/collection.js";
import { looksLike } from "../../src/python/model/pytest-settings.js";
import { projectOf } from "../support/program.js";

type Files = Readonly<Record<string, string>>;

/** The names of the tests in a file. */
async function testsOf(files: Files, path: string): Promise<string[]> {
  const module = (await projectOf(files)).module(path);
  return module ? testsIn(module).map(({ qualifiedName }) => qualifiedName) : [];
}

const PROGRAM = `import unittest
import pytest

@pytest.fixture
def test_account(): ...
def test_a(): ...
def check_b(): ...
class TestC:
    def test_d(self): ...
    def helper(self): ...
class E(unittest.TestCase):
    def test_f(self): ...
    def check_g(self): ...
def outer():
    def test_h(): ...
`;

describe("the tests in a file", () => {
  it("are what pytest and unittest run", async () => {
    assert.deepEqual(await testsOf({ "a/test_a.py": PROGRAM }, "a/test_a.py"), ["test_a", "TestC.test_d", "E.test_f"]);
  });

  it("are only those of classes of unittest where pytest does not look", async () => {
    assert.deepEqual(await testsOf({ "tests/a.py": PROGRAM }, "tests/a.py"), ["E.test_f"]);
    assert.deepEqual(await testsOf({ "a.py": PROGRAM }, "a.py"), []);
  });

  it("are called as the nearest configuration of pytest says", async () => {
    const ini = "[pytest]\npython_files = a.py  # all\npython_functions =\n    check\n    *_d\n";
    const files = { "pytest.ini": "[pytest]\n", "a/pytest.ini": ini, "a/a.py": PROGRAM, "b/a.py": PROGRAM };
    assert.deepEqual(await testsOf(files, "a/a.py"), ["check_b", "TestC.test_d", "E.test_f"]);
    assert.deepEqual(await testsOf(files, "b/a.py"), []);
    const toml = { "pyproject.toml": '[tool.pytest.ini_options]\npython_functions = ["check_*"] # only\n' };
    assert.deepEqual(await testsOf({ ...toml, "test_a.py": PROGRAM }, "test_a.py"), ["check_b", "E.test_f"]);
  });
});

it("a name looks like a pattern of the shell", () => {
  const fits: [name: string, pattern: string][] = [
    ["test_a.py", "test_*.py"],
    ["a_test_b", "*test*"],
    ["testA", "test[A-Z]"],
    ["test9", "test[!a-z]"],
    ["abab", "*ab"],
    ["a.b", "a?b"],
  ];
  for (const [name, pattern] of fits) assert.ok(looksLike(name, pattern), pattern);
  const misfits: [name: string, pattern: string][] = [
    ["testa.py", "test_*.py"],
    ["testa", "test[A-Z]"],
    ["aXpy", "a.py"],
    ["ab", "a?b"],
    ["", "?"],
  ];
  for (const [name, pattern] of misfits) assert.ok(!looksLike(name, pattern), pattern);
  assert.ok(!looksLike("a".repeat(5000), "*a".repeat(49) + "b"));
});
