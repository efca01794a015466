import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { readLedger } from "../../src/triage/ledger.js";
import { scarlint } from "../cli/command.js";
import type { History } from "../support/history.js";
import { longHistory } from "../support/long-history.js";

const REPORT = "bug_triage_report.md";

async function report(history: History, ...args: string[]): Promise<string> {
  const all = ["triage", "--report", REPORT, "--date", "2030-03-01", ...args];
  const { code, stderr } = await scarlint(all, { cwd: history.root });
  // A walk that takes long says how far it is.
  assert.match(stderr, /^(scarlint: \d+ of \d+ commits\n)*$/);
  assert.equal(code, 0);
  return readFileSync(path.join(history.root, REPORT), "utf8");
}

/** Each bug in a line: where it was seen last, and its life with the numbers of the commits. */
function lives(markdown: string, { commits }: History): string[] {
  const bugs = readLedger(markdown)?.bugs ?? [];
  return bugs.map(({ id, seen, events }) => {
    const life = events.map(({ kind, commit = "" }) => `${kind} ${String(commits.indexOf(commit))}`);
    return `${id} ${seen.path} ${life.join(", ")}`;
  });
}

const LIVES = [
  "BUG-001 jobs.py opened 1, resolved 11",
  "BUG-002 services/gateway.py opened 8, resolved 9, reopened 20",
  "BUG-003 other.py opened 25, resolved 31",
  "BUG-004 feature.py opened 23, resolved 36",
  "BUG-005 jobs.py opened 37, accepted 38",
  "BUG-006 broken.py opened 39",
  "BUG-007 broken.py opened 40, resolved 41",
];

describe("a report on a long history", () => {
  it("is correct to the commit, and byte-stable", async (t) => {
    const history = longHistory(t);
    const markdown = await report(history, "--since", history.commits[0] ?? "");
    assert.deepEqual(lives(markdown, history), LIVES);
    assert.ok(history.commits.length >= 50);
    assert.equal(await report(history), markdown);
    assert.equal(await report(history, "--since", history.commits[0] ?? ""), markdown);
  });
});
