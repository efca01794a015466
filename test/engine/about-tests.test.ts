import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isFor } from "../../src/engine/run/concerns.js";
import { standingOf } from "../../src/engine/run/standing.js";
import { rule } from "../../src/engine/rule.js";
import { projectOf } from "../support/program.js";

const FILES = { "shop/rates.py": "RATE = 20\n", "tests/test_rates.py": "RATE = 20\n" };

describe("what a rule about tests says", () => {
  it("is said of tests alone", async () => {
    const project = await projectOf(FILES);
    const [about, other] = [
      rule({ severity: "high", about: "tests", check: () => [] }),
      rule({ severity: "high", check: () => [] }),
    ];
    const looked = (one: typeof about): string[] => Object.keys(FILES).filter((path) => isFor(one, path, project));
    assert.deepEqual(looked(about), ["tests/test_rates.py"]);
    assert.deepEqual(looked(other), Object.keys(FILES));
  });

  it("weighs what it says, and is told", async () => {
    const module = (await projectOf(FILES)).module("tests/test_rates.py");
    assert.ok(module);
    const report = { at: module.root, message: "It lies." };
    const standing = standingOf(report, "tests");
    assert.deepEqual([standing.severity("high"), standing.likely, standing.purpose], ["high", false, "test"]);
    assert.equal(standingOf(report).severity("high"), "medium");
  });
});
