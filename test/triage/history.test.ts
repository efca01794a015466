import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { readLedger } from "../../src/triage/ledger.js";
import { scarlint } from "../cli/command.js";
import { History } from "../support/history.js";

/** A line of code each, so that histories have something to change. */
function padding(count: number, from = 0): string {
  return Array.from(
    { length: count },
    (_, index) => `step_${String(from + index)} = prepare(${String(from + index)})\n`,
  ).join("");
}

/** A bug of medium severity: `errors/swallowed-exception`. */
function swallowing(what: string): string {
  return `def run_${what}():\n    try:\n        deliver_${what}()\n    except Exception:\n        pass\n\n\n`;
}

function logging(what: string): string {
  return `def run_${what}():\n    try:\n        deliver_${what}()\n    except Exception:\n        log.exception("no ${what}")\n\n\n`;
}

/** A critical bug: `deserialize/untrusted-pickle`. */
function unpickling(socket = "socket"): string {
  return `import pickle\nimport zmq\n\n\ndef serve():\n    ${socket} = zmq.Context().socket(zmq.REP)\n    ${socket}.bind("tcp://*:5555")\n    return pickle.loads(${socket}.recv())\n`;
}

const REPORT = "bug_triage_report.md";

async function report(history: History, ...args: string[]): Promise<string> {
  const all = ["triage", "--report", REPORT, "--date", "2030-03-01", ...args];
  const { code, stderr } = await scarlint(all, { cwd: history.root });
  assert.equal(stderr, "");
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

/** A history of more than fifty commits, in which bugs come and go in every way. */
function longHistory(t: TestContext): History {
  const history = new History(t);
  const commitNoise = (count: number): void => {
    for (let n = 0; n < count; n++) history.commit({ "notes.txt": `${String(history.commits.length)}\n` });
  };
  history.commit({ "README.md": "A service\n", "jobs.py": padding(3) }); // 0
  history.commit({ "jobs.py": padding(3) + swallowing("mail") }); // 1: the first bug
  commitNoise(5); // 2 to 6
  history.commit({ "jobs.py": padding(9) + swallowing("mail") }); // 7: it moves down
  history.commit({ "server.py": unpickling() }); // 8: the second
  history.commit({ "server.py": logging("server") }); // 9: mended within a day
  history.commit({ "README.md": "A better service\n" }); // 10
  history.wait(24 * 10);
  history.commit({ "jobs.py": padding(9) + logging("mail") }); // 11: mended too late
  commitNoise(8); // 12 to 19
  history.commit({ "server.py": unpickling() }); // 20: the second is back
  history.move("server.py", "services/gateway.py");
  history.commit({ "services/__init__.py": "" }); // 21: and renamed
  history.commit({ "services/gateway.py": unpickling("channel") }); // 22: edited, not mended
  history.branch("feature");
  history.commit({ "feature.py": swallowing("push") }); // 23: the third, on a branch
  history.commit({ "feature.py": swallowing("push") + padding(2) }); // 24
  history.branch("main");
  history.commit({ "other.py": swallowing("pull") }); // 25: the fourth
  commitNoise(4); // 26 to 29
  history.merge("feature"); // 30
  history.branch("mending");
  history.commit({ "other.py": logging("pull") }); // 31: mended on a branch
  history.branch("main");
  commitNoise(3); // 32 to 34
  history.merge("mending"); // 35
  history.commit({ "feature.py": undefined }); // 36: the third goes with its file
  history.commit({ "jobs.py": padding(9) + logging("mail") + swallowing("audit") }); // 37: the fifth
  const reason = "# scarlint: ignore[errors/swallowed-exception] -- best effort";
  history.commit({
    "jobs.py":
      padding(9) + logging("mail") + swallowing("audit").replace("except Exception:", `except Exception:  ${reason}`),
  }); // 38: accepted
  history.commit({ "broken.py": swallowing("clock") }); // 39: the sixth
  history.commit({ "broken.py": `def (:\n${swallowing("clock")}` }); // 40: cannot be seen
  history.commit({ "broken.py": swallowing("clock") }); // 41: there all the time
  commitNoise(10); // 42 to 51
  return history;
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
