import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { workspace } from "../cli/command.js";
import { failure, finding, proved, pytest, testcase } from "./project.js";

const CART = `class Cart:
    def __init__(self):
        self.lines = []

    def add(self, name, price):
        if price < 0:
            raise KeyError(name)
        self.lines.append(price)

    def mean(self):
        return sum(self.lines) / len(self.lines)
`;

const TESTS = `import asyncio
import time
from unittest.mock import patch

from shop.cart import Cart


def test_mean():
    assert Cart().mean() == 0


def test_none():
    Cart().add(None, None)


def test_loop():
    asyncio.create_task(work())


def test_fast():
    begun = time.monotonic()
    Cart()
    assert time.monotonic() - begun < 0.01


def test_slept():
    cart = Cart()
    time.sleep(0.1)
    assert cart.lines
`;

function project(t: TestContext): string {
  return workspace(t, {
    "shop/__init__.py": "",
    "shop/cart.py": CART,
    "tests/test_cart.py": TESTS,
    "tests/test_stubs.py": "def test_stub():\n    assert Cart()\n",
  });
}

/** Failures as pytest writes them, and what they are. */
const JUDGED: Readonly<Record<string, readonly [inner: string, kind: string]>> = {
  "division in the program": [
    failure("ZeroDivisionError: division by zero", "tests/test_cart.py:9", "shop/cart.py:11"),
    "production bug",
  ],
  "division in the program, on another machine": [
    failure(
      "ZeroDivisionError: division by zero",
      "/home/ci/shop/tests/test_cart.py:9",
      "/home/ci/shop/shop/cart.py:11",
    ),
    "production bug",
  ],
  "what the program raises on purpose": [
    failure("KeyError: 'tea'", "tests/test_cart.py:9", "shop/cart.py:7"),
    "unknown",
  ],
  "what comes of the test's own None": [
    failure("TypeError: '<' not supported", "tests/test_cart.py:13", "shop/cart.py:6"),
    "unknown",
  ],
  "what comes of a mock": [
    failure(
      "TypeError: '<' not supported between instances of 'MagicMock' and 'int'",
      "tests/test_cart.py:9",
      "shop/cart.py:6",
    ),
    "unknown",
  ],
  "an error of a library that the program calls": [
    failure("TypeError: no", "tests/test_cart.py:9", "shop/cart.py:11", "/usr/lib/python3.11/json/__init__.py:3"),
    "unknown",
  ],
  "an assertion": [failure("assert 3 == 4", "tests/test_cart.py:9"), "unknown"],
  "a module that is not installed": [
    failure("ModuleNotFoundError: No module named 'boto3'", "tests/test_cart.py:5"),
    "environment",
  ],
  "a module of the project": [
    failure("ModuleNotFoundError: No module named 'shop.quote'", "tests/test_cart.py:5"),
    "test bug",
  ],
  "a service that is down": [
    failure("ConnectionRefusedError: [Errno 111] Connection refused", "tests/test_cart.py:9", "shop/cart.py:11"),
    "environment",
  ],
  "a full disk": [failure("OSError: [Errno 28] No space left on device", "tests/test_cart.py:9"), "environment"],
  "a worker that died": [failure("worker 'gw1' crashed while running 'tests/test_cart.py::test_mean'"), "environment"],
  "a timeout": [failure("Failed: Timeout (>1.0s) from pytest-timeout.", "tests/test_cart.py:9"), "unknown"],
  "a patch of nothing": [
    failure(
      "AttributeError: <module 'shop.cart' from '/x/shop/cart.py'> does not have the attribute 'quote'",
      "tests/test_cart.py:9",
      "/usr/lib/python3.11/unittest/mock.py:1443",
    ),
    "test bug",
  ],
  "a fixture that there is not": [
    failure(
      "failed on setup with \"file tests/test_cart.py, line 3\nE       fixture 'basket' not found\"",
      "tests/test_cart.py:9",
    ),
    "test bug",
  ],
  "a fixture that is called": [
    failure('Fixture "basket" called directly. Fixtures are not meant to be called directly', "tests/test_cart.py:9"),
    "test bug",
  ],
  "an async test that nothing awaits": [failure("Failed: async def functions are not natively supported."), "test bug"],
  "a name that the test does not know": [
    failure("NameError: name 'Crat' is not defined", "tests/test_cart.py:9"),
    "test bug",
  ],
  "a loop that does not run": [
    failure("RuntimeError: no running event loop", "tests/test_cart.py:17", "/usr/lib/python3.11/asyncio/tasks.py:3"),
    "test bug",
  ],
  "a keyword that there is not": [
    failure("TypeError: Cart.add() got an unexpected keyword argument 'amount'", "tests/test_cart.py:9"),
    "test bug",
  ],
  "a keyword that there is": [
    failure("TypeError: Cart.add() got an unexpected keyword argument 'price'", "tests/test_cart.py:9"),
    "unknown",
  ],
  "a strict xfail that passes": [failure("[XPASS(strict)] "), "unknown"],
};

describe("what made a test fail", () => {
  for (const [what, [inner, kind]] of Object.entries(JUDGED)) {
    it(`is told by its evidence: ${what}`, async (t) => {
      const { failures } = await proved(project(t), [pytest(10, testcase("test_mean", inner))]);
      assert.deepEqual(
        failures.map(({ category }) => category.kind),
        [kind],
        failures[0]?.category.evidence,
      );
    });
  }

  const evidence = async (
    t: TestContext,
    name: string,
    inner: string,
    findings = [finding("x/y", "other.py", 1)],
  ): Promise<string> => {
    const { failures } = await proved(project(t), [pytest(10, testcase(name)), pytest(11, testcase(name, inner))], {
      findings,
    });
    return failures.map(({ category }) => `${category.kind}: ${category.evidence}`).join();
  };

  it("is flaky where it also passes, whatever it says", async (t) => {
    assert.match(
      await evidence(t, "test_mean", failure("NameError: no", "tests/test_cart.py:9")),
      /^flaky: .*undetermined$/,
    );
  });

  it("is the time where the line compares times, or a sleep in its place", async (t) => {
    assert.match(
      await evidence(t, "test_fast", failure("assert 0.02 < 0.01", "tests/test_cart.py:23")),
      /timing: it compares times at 'tests\/test_cart.py:23'/,
    );
    const sleep = finding("tests/sleep-instead-of-wait", "tests/test_cart.py", 28);
    assert.match(
      await evidence(t, "test_slept", failure("assert []", "tests/test_cart.py:29"), [sleep]),
      /timing: tests\/sleep-instead-of-wait/,
    );
    assert.match(await evidence(t, "test_mean", failure("assert []", "tests/test_cart.py:9"), [sleep]), /undetermined/);
  });

  it("is what a file before it left behind, where that ran before it only when it failed", async (t) => {
    const stub = testcase("test_stub", "", "tests.test_stubs");
    const failing = testcase("test_mean", failure("assert 1 == 2", "tests/test_cart.py:9"));
    const findings = [finding("tests/module-stub-leaks", "tests/test_stubs.py", 1)];
    const told = async (...runs: string[]): Promise<string> =>
      (await proved(project(t), runs, { findings })).failures.map(({ category }) => category.evidence).join();
    assert.match(
      await told(pytest(10, testcase("test_mean") + stub), pytest(11, stub + failing)),
      /shared state: tests\/module-stub-leaks/,
    );
    assert.match(await told(pytest(10, stub + testcase("test_mean")), pytest(11, stub + failing)), /undetermined/);
  });

  it("is a finding on the very line", async (t) => {
    const inner = failure("KeyError: 'tea'", "tests/test_cart.py:9", "shop/cart.py:7");
    const { failures } = await proved(project(t), [pytest(10, testcase("test_mean", inner))], {
      findings: [finding("errors/lost", "shop/cart.py", 7)],
    });
    assert.match(failures[0]?.category.evidence ?? "", /^errors\/lost at 'shop\/cart.py:7'/);
  });

  it("is on the side that changed since the tests were green, where only one did", async (t) => {
    const kind = async (...paths: string[]): Promise<string | undefined> => {
      const inner = failure("assert 3 == 4", "tests/test_cart.py:9");
      const changed = { since: "0123456789abcdef", paths };
      return (await proved(project(t), [pytest(10, testcase("test_mean", inner))], { changed })).failures[0]?.category
        .kind;
    };
    assert.deepEqual(
      [
        await kind("shop/cart.py"),
        await kind("tests/test_cart.py"),
        await kind("shop/cart.py", "tests/test_cart.py"),
        await kind("README.md"),
      ],
      ["production bug", "test bug", "unknown", "unknown"],
    );
  });
});
