import assert from "node:assert/strict";
import { it } from "node:test";
import { linesAround } from "../../src/triage/bug-fix.js";

it("of a change of many lines those around the bug are shown", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${String(index)}`);
  const middle = linesAround(lines, 15);
  assert.deepEqual(middle, ["… 11 lines before", ...lines.slice(11, 19), "… 11 more lines"]);
  assert.ok(middle.includes("line 15"));
  assert.deepEqual(linesAround(lines, -2), [...lines.slice(0, 8), "… 22 more lines"]);
  assert.deepEqual(linesAround(lines, 99), ["… 22 lines before", ...lines.slice(22)]);
  assert.deepEqual(linesAround(lines.slice(0, 5), 99), lines.slice(0, 5));
});
