import assert from "node:assert/strict";
import { it } from "node:test";
import type { Finding } from "../../src/engine/finding/finding.js";
import { differenceOf, expectationOf } from "./compare.js";

const finding = (rule: string, line: number, lineHash: string): Finding => ({
  rule,
  lineHash,
  path: "service.py",
  line: "",
  start: { line, column: 1 },
  end: { line, column: 2 },
  severity: "high",
  message: "",
  related: [],
  flow: [],
  fixes: [],
});

it("an expectation counts by rule and forgets line numbers", () => {
  const before = expectationOf("p", "c", [finding("b/x", 1, "h1:1"), finding("a/y", 5, "h2:1")]);
  const moved = expectationOf("p", "c", [finding("a/y", 50, "h2:1"), finding("b/x", 10, "h1:1")]);
  assert.deepEqual(before.counts, { "a/y": 1, "b/x": 1 });
  assert.deepEqual(before, moved);
});

it("a difference names what came and what went", () => {
  const before = expectationOf("p", "c", [finding("a/y", 1, "h1:1"), finding("a/y", 2, "h2:1")]);
  const after = expectationOf("p", "c", [finding("a/y", 1, "h1:1"), finding("b/x", 3, "h3:1")]);
  assert.deepEqual(differenceOf(before, after), {
    added: ["b/x service.py h3:1"],
    removed: ["a/y service.py h2:1"],
  });
});
