import assert from "node:assert/strict";
import { it } from "node:test";
import { Repository } from "../../src/files/git.js";
import type { Bug } from "../../src/triage/bug.js";
import { fixesOf, linesAround } from "../../src/triage/bug-fix.js";
import { History } from "../support/history.js";

it("of a change of many lines those around the bug are shown", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${String(index)}`);
  const middle = linesAround(lines, 15);
  assert.deepEqual(middle, ["… 11 lines before", ...lines.slice(11, 19), "… 11 more lines"]);
  assert.ok(middle.includes("line 15"));
  assert.deepEqual(linesAround(lines, -2), [...lines.slice(0, 8), "… 22 more lines"]);
  assert.deepEqual(linesAround(lines, 99), ["… 22 lines before", ...lines.slice(22)]);
  assert.deepEqual(linesAround(lines.slice(0, 5), 99), lines.slice(0, 5));
});

it("of a change beside the bug's own line it is said that this stayed as it was", async (t) => {
  const history = new History(t);
  const lines = ["first", "second", "third"];
  history.commit({ "shop/jobs.py": lines.join("\n") });
  const commit = history.commit({ "shop/jobs.py": ["first", "second", "changed"].join("\n") });
  const bugAt = (line: number): Bug => ({
    id: `BUG-${String(line)}`,
    seen: {
      rule: "errors/swallowed-exception",
      severity: "low",
      path: "shop/jobs.py",
      start: { line, column: 1 },
      line: lines[line - 1] ?? "",
      message: "it is lost",
      lineHash: "",
      within: "",
      related: [],
      flow: [],
      fixes: [],
    },
    events: [
      { kind: "opened", commit: history.commits[0] ?? "", time: 0 },
      { kind: "resolved", commit, time: 1 },
    ],
  });
  const fixes = await fixesOf(await Repository.around(history.root), [bugAt(1), bugAt(3)]);
  assert.deepEqual(
    [...fixes].map(([id, { isBeside }]) => [id, isBeside]),
    [
      ["BUG-1", true],
      ["BUG-3", undefined],
    ],
  );
});
