import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isFor } from "../../src/engine/run/concerns.js";
import { standingOf } from "../../src/engine/run/standing.js";
import { rule } from "../../src/engine/rule.js";
import { projectOf } from "../support/program.js";

const FILES = { "shop/rates.py": "RATE = 20\n", "tests/test_rates.py": "RATE = 20\n" };

const ABOUT = rule({ severity: "high", about: "tests", check: () => [] });
const OTHER = rule({ severity: "high", check: () => [] });

describe("what a rule about tests says", () => {
  it("is said of tests alone", async () => {
    const project = await projectOf(FILES);
    const looked = (one: typeof OTHER): string[] =>
      Object.keys(FILES).filter((path) => isFor(one, path, project, false));
    assert.deepEqual(looked(ABOUT), ["tests/test_rates.py"]);
    assert.deepEqual(looked(OTHER), Object.keys(FILES));
  });

  it("weighs what it says, and is told", async () => {
    const module = (await projectOf(FILES)).module("tests/test_rates.py");
    assert.ok(module);
    const report = { at: module.root, message: "It lies." };
    const standing = standingOf(report, ABOUT);
    assert.deepEqual([standing.severity("high"), standing.likely, standing.purpose], ["high", false, "test"]);
    assert.equal(standingOf(report).severity("high"), "medium");
  });
});

describe("what is merely likely", () => {
  const everywhere = rule({ severity: "high", likely: "everywhere", check: () => [] });
  const inTests = rule({ severity: "high", likely: "in tests", check: () => [] });

  it("is asked where it is wanted, or may be proved", async () => {
    const project = await projectOf(FILES);
    const looked = (one: typeof OTHER, isWanted: boolean): string[] =>
      Object.keys(FILES).filter((path) => isFor(one, path, project, isWanted));
    assert.deepEqual(looked(everywhere, false), []);
    assert.deepEqual(looked(inTests, false), ["shop/rates.py"]);
    for (const one of [everywhere, inTests]) assert.deepEqual(looked(one, true), Object.keys(FILES));
  });

  it("is told as that, and weighs less", async () => {
    const project = await projectOf(FILES);
    const likely = (one: typeof OTHER): unknown[] =>
      Object.keys(FILES).map((path) => {
        const at = project.module(path)?.root;
        assert.ok(at);
        const standing = standingOf({ at, message: "It lies." }, one);
        return [standing.likely, standing.severity("high")];
      });
    assert.deepEqual(likely(OTHER), [
      [false, "high"],
      [false, "medium"],
    ]);
    assert.deepEqual(likely(everywhere), [
      [true, "medium"],
      [true, "low"],
    ]);
    assert.deepEqual(likely(inTests), [
      [false, "high"],
      [true, "low"],
    ]);
  });
});
