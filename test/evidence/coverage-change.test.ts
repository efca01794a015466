import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { percentOf } from "../../src/evidence/coverage.js";
import { lost, poorNew } from "../../src/evidence/coverage-change.js";
import { workspace } from "../cli/command.js";
import { proved } from "./project.js";

const report = (
  files: Readonly<
    Record<string, readonly [executed: readonly number[], missing: readonly number[], contexts?: object]>
  >,
  branches = false,
): string =>
  JSON.stringify({
    meta: { branch_coverage: branches },
    files: Object.fromEntries(
      Object.entries(files).map(([path, [executed_lines, missing_lines, contexts]]) => [
        path,
        { executed_lines, missing_lines, summary: {}, ...(contexts && { contexts }) },
      ]),
    ),
  });

const FILES = {
  "shop/cart.py": "def total():\n    return 1\n",
  "shop/new.py": "def other():\n    return 1\n",
  "tests/test_cart.py":
    "def test_total():\n    assert total() == 1\n\n\ndef test_smoke():\n    total()\n\n\ndef test_nothing():\n    assert True\n",
};

describe("coverage before and after", () => {
  it("is compared file by file, under the names that files have today", async (t) => {
    const { coverage } = await proved(workspace(t, FILES), [], {
      coverage: report({ "shop/cart.py": [[1], [2]], "shop/new.py": [[], [1, 2]] }),
      coverageBefore: report({ "shop/basket.py": [[1, 2], []] }),
      renamed: new Map([["shop/basket.py", "shop/cart.py"]]),
    });
    assert.ok(coverage?.before);
    assert.deepEqual([percentOf(coverage.before), percentOf(coverage.total)], [100, 25]);
    assert.deepEqual(
      lost(coverage).map(({ path, former }) => [path, former]),
      [["shop/cart.py", "shop/basket.py"]],
    );
    assert.deepEqual(
      poorNew(coverage).map(({ path }) => path),
      ["shop/new.py"],
    );
  });

  it("is not compared where only one report counts branches", async (t) => {
    const { coverage } = await proved(workspace(t, FILES), [], {
      coverage: report({ "shop/cart.py": [[1], []] }, true),
      coverageBefore: report({ "shop/cart.py": [[1], []] }),
    });
    assert.equal(coverage?.before, undefined);
    assert.match(coverage?.incomparable ?? "", /after counts branches/);
  });

  it("tells which lines only tests cover that assert nothing", async (t) => {
    const contexts = {
      1: ["", "tests/test_cart.py::test_smoke|run"],
      2: ["tests/test_cart.py::test_smoke|run", "tests/test_cart.py::test_nothing[1]|setup"],
      3: ["tests/test_cart.py::test_smoke|run", "tests/test_cart.py::test_total|run"],
      4: [""],
    };
    const { hollow } = await proved(workspace(t, FILES), [], {
      coverage: report({ "shop/cart.py": [[1, 2, 3, 4], [], contexts] }),
    });
    assert.deepEqual(
      hollow.tests.map(({ name }) => name),
      ["test_smoke", "test_nothing"],
    );
    assert.deepEqual([...(hollow.lines ?? [])], [["shop/cart.py", [1, 2]]]);
  });

  it("does not guess which test ran what", async (t) => {
    const { hollow } = await proved(workspace(t, FILES), [], { coverage: report({ "shop/cart.py": [[1], []] }) });
    assert.equal(hollow.lines, undefined);
  });
});
