import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { it } from "node:test";
import { COMMAND, run, workspace } from "../cli/command.js";
import { History } from "../support/history.js";
import { ROOT } from "../support/paths.js";

const CART = `class Cart:
    def __init__(self):
        self.prices = []

    def add(self, price):
        self.prices.append(price)

    def total(self):
        return sum(self.prices)

    def mean(self):
        return self.total() / len(self.prices)

    def cheapest(self):
        return min(self.prices)
`;

/** One test of each kind: right, of a bug, wrong, flaky, disputed, and one that asserts nothing. */
const TESTS = `import pathlib
from unittest.mock import patch

from shop.cart import Cart


def filled():
    cart = Cart()
    cart.add(3)
    return cart


def test_total():
    assert filled().total() == 3


def test_mean_of_an_empty_cart():
    assert Cart().mean() == 0


def test_wrong_target():
    with patch("shop.cart.quote"):
        assert filled().total() == 3


def test_sometimes():
    count = pathlib.Path("out/count")
    number = int(count.read_text()) if count.exists() else 0
    count.write_text(str(number + 1))
    assert number % 2 == 0


def test_disputed():
    assert filled().total() == 4


def test_smoke():
    filled().cheapest()
`;

const SUMMARY = `# Week 1: the cart is tested

- **Tests:** 6, **failed:** 4
- **Pass rate:** 98% in each of 3 runs
- **Flaky tests:** 0
- tests/test_cart.py: 2 passed, 4 failed
- Overall coverage: 100%
- All files have 50%+ coverage
- The checkout tests: 12/12 passing
`;

/** The lines of the shell that the page shows, day by day. */
function week(): string[][] {
  const page = readFileSync(path.join(ROOT, "docs/evidence.md"), "utf8");
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text.trimEnd().split("\n"));
}

it("the week of docs/evidence.md goes as it says, with a real pytest and real coverage", async (t) => {
  const history = new History(t);
  // Runs are of today, and the code has to be older.
  history.wait(-Math.ceil((history.now - Date.now()) / 3_600_000) - 24);
  history.commit({
    ".gitignore": "out\n.coverage\n__pycache__\n*.html\n",
    "shop/__init__.py": "",
    "shop/cart.py": CART,
    "tests/__init__.py": "",
    "tests/test_cart.py": TESTS,
    "summary.md": SUMMARY,
  });
  const place = workspace(t);
  const python = path.join(place, "venv/bin");
  const installed = await run(
    "sh",
    [
      "-c",
      `python3 -m venv '${place}/venv' && '${python}/pip' install --quiet --disable-pip-version-check pytest==8.4.2 pytest-cov==6.3.0`,
    ],
    {},
  );
  assert.equal(installed.code, 0, installed.stderr);
  mkdirSync(path.join(place, "bin"));
  writeFileSync(path.join(place, "bin/scarlint"), `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
  chmodSync(path.join(place, "bin/scarlint"), 0o755);
  const env = { PATH: `${place}/bin:${python}:${process.env.PATH ?? ""}`, PYTHONDONTWRITEBYTECODE: "1" };

  /** The exit codes of a day's lines, and what the last one said. */
  const day = async (lines: readonly string[] = []): Promise<{ codes: (number | null)[]; said: string }> => {
    const codes: (number | null)[] = [];
    let said = "";
    for (const line of lines) {
      const { code, stdout, stderr } = await run("sh", ["-c", line], { cwd: history.root, env });
      assert.equal(stderr, "", line);
      codes.push(code);
      said = stdout;
    }
    return { codes, said };
  };

  const [monday, tuesday, wednesday, thursday, friday, ...more] = week();
  assert.deepEqual(more, []);
  const runs = await day(monday);
  assert.deepEqual(runs.codes, [0, 1, 0, 1, 1, 0]);
  assert.match(runs.said, /^out\/run1\.xml: 6 tests, 3 passed, 3 failed/m);
  assert.match(runs.said, /shop\/cart\.py:12 \S+test_mean_of_an_empty_cart production bug: ZeroDivisionError/);
  assert.match(runs.said, /test_wrong_target test bug: it patches 'quote', which is not there/);
  assert.match(runs.said, /test_sometimes flaky: it passed in 2 runs and failed in 1/);
  assert.match(runs.said, /test_disputed unknown: an assertion does not hold/);
  assert.match(
    runs.said,
    /3 runs can be compared\. A test that fails one time in ten would have shown itself with 27 %/,
  );

  assert.deepEqual((await day(tuesday)).codes, [0]);
  const report = readFileSync(path.join(history.root, "evidence.md"), "utf8");
  assert.match(
    report,
    /## Tests that assert nothing\n[^#]*`tests\/test_cart\.py::test_smoke`[^#]*\| `shop\/cart\.py` \| 15 \|/,
  );
  assert.match(report, /^## Coverage\n\n100 % \(/m);

  assert.deepEqual((await day(wednesday)).codes, [1, 0]);
  assert.match(readFileSync(path.join(history.root, "evidence.html"), "utf8"), /<h1>Test evidence<\/h1>/);

  const gate = await day(thursday);
  assert.deepEqual(gate.codes, [1]);
  assert.match(gate.said, /missed pass rate in each run: at least 98 %, found 33\.33 %\n.*met duration[^]*met runs/);
  assert.match(
    readFileSync(path.join(history.root, "trend.json"), "utf8"),
    /"categories":\{"production bug":1,"test bug":1,"flaky":1,"unknown":1\}/,
  );

  const check = await day(friday);
  assert.deepEqual(check.codes, [1]);
  const lines = [...check.said.matchAll(/^summary\.md:(\d+):\d+ high evidence\/([\w-]+)/gm)].map(
    ([, line, rule]) => `${line ?? ""} ${rule ?? ""}`,
  );
  assert.deepEqual(lines, ["4 pass-rate", "5 flaky"]);
  assert.match(check.said, /summary\.md:9 not checked, it is about a part of the tests/);
});
