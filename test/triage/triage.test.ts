import assert from "node:assert/strict";
import { rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { Repository } from "../../src/files/git.js";
import { bringerOf, isMended } from "../../src/triage/bug.js";
import type { Ledger } from "../../src/triage/ledger.js";
import { backfilled } from "../../src/triage/trend.js";
import { triage, type Triage } from "../../src/triage/triage.js";
import { History } from "../support/history.js";

const swallowing = (what: string): string =>
  `def run_${what}(deliver_${what}, log):\n    try:\n        deliver_${what}()\n    except Exception:\n        pass\n\n\n`;

const logging = (what: string): string => swallowing(what).replace("pass", `log.exception("no ${what}")`);

async function triaged(history: History, since?: string, earlier?: Ledger): Promise<Triage> {
  const repository = await Repository.around(history.root);
  const options = { rules: RULES, paths: ["."], ...(since !== undefined && { since }), ...(earlier && { earlier }) };
  const done = await triage(repository, options);
  assert.deepEqual(done.failures, []);
  return done;
}

/** Each bug in a line: where it was seen last, and its life with the numbers of the commits. */
function lives({ bugs }: Triage, { commits }: History): string[] {
  return bugs.map(({ id, seen, events }) => {
    const life = events.map(({ kind, commit, isBorder }) => {
      return `${kind} ${commit === undefined ? "?" : String(commits.indexOf(commit))}${isBorder ? "-" : ""}`;
    });
    return `${id} ${seen.path}:${String(seen.start.line)} ${life.join(", ")}`;
  });
}

async function livesSince(history: History, number = 0): Promise<string[]> {
  return lives(await triaged(history, history.commits[number]), history);
}

describe("a bug's life", () => {
  it("survives moved and edited lines, and renamed files", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") });
    history.commit({ "jobs.py": `import log\n\n\n${swallowing("mail")}` });
    history.move("jobs.py", "tasks.py");
    history.commit();
    history.commit({ "tasks.py": swallowing("mail").replace("Exception:", "BaseException:  # anything") });
    history.commit({ "tasks.py": `if True:\n${swallowing("mail").replace(/^(?=.)/gm, "    ")}` });
    assert.deepEqual(await livesSince(history), ["BUG-001 tasks.py:5 opened 0"]);
  });

  it("is told from that of a look-alike in the same commit", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") + "\n".repeat(30) + logging("push") });
    history.commit({ "jobs.py": logging("mail") + "\n".repeat(30) + swallowing("push") });
    assert.deepEqual(await livesSince(history), [
      "BUG-001 jobs.py:4 opened 0, resolved 1",
      "BUG-002 jobs.py:41 opened 1",
    ]);
  });

  it("comes back with a revert, into a file that was renamed meanwhile", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") });
    history.commit({ "jobs.py": logging("mail") });
    history.move("jobs.py", "tasks.py");
    history.commit();
    history.commit({ "tasks.py": swallowing("mail") });
    assert.deepEqual(await livesSince(history), ["BUG-001 tasks.py:4 opened 0, resolved 1, reopened 3"]);
  });

  it("goes on when its file is moved in two commits, and ends with a file that does not come back", async (t) => {
    const history = new History(t);
    history.commit({ "old/jobs.py": swallowing("mail"), "old/rest.py": swallowing("push") });
    history.commit({ "old/jobs.py": undefined, "old/rest.py": undefined });
    history.commit({ "new/jobs.py": swallowing("mail") });
    const done = await triaged(history, history.commits[0]);
    assert.deepEqual(lives(done, history), [
      "BUG-001 new/jobs.py:4 opened 0",
      "BUG-002 old/rest.py:4 opened 0, resolved 1",
    ]);
    assert.deepEqual(done.bugs.map(isMended), [false, false]);
    history.wait(48);
    history.commit({ "far/rest.py": swallowing("push") });
    assert.deepEqual((await livesSince(history))[1], "BUG-002 far/rest.py:4 opened 0, resolved 1, reopened 3");
  });

  it("tells what its fix was, and which fix brought it", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": `${swallowing("mail")}x = 1\n`, "notes.json": "{}" });
    history.commit({ "jobs.py": `${logging("mail")}x = 1\n${swallowing("push")}`, "notes.json": "[]" });
    const { bugs, fixes, history: walked } = await triaged(history, history.commits[0]);
    const [mended, brought] = bugs;
    assert.ok(mended && brought);
    assert.deepEqual([bringerOf(brought, bugs), bringerOf(mended, bugs)], [mended, undefined]);
    const { files, change } = fixes.get(mended.id) ?? {};
    assert.equal(files, 1);
    assert.deepEqual(change, {
      path: "jobs.py",
      before: ["        pass"],
      after: ['        log.exception("no mail")'],
    });
    assert.deepEqual(
      backfilled(bugs, walked).map(({ counts, opened }) => [counts.medium + counts.low, opened]),
      [[1, 1]],
    );
  });

  it("tells when its fix changed none of the files that it is seen in", async (t) => {
    const signing = `import os\n\nimport jwt\n\nSIGNING_KEY = os.getenv("SIGNING_KEY", "change-me")\n\n\ndef issue(user):\n    return jwt.encode({"sub": user}, SIGNING_KEY, algorithm="HS256")\n`;
    const refusing = `import sys\n\nfrom main import SIGNING_KEY\n\nif SIGNING_KEY == "change-me":\n    sys.exit("set SIGNING_KEY")\n`;
    const waiting = "import client\n\n\nasync def main():\n    client.fetch()\n";
    const isElsewhere = async (before: Record<string, string>, after: Record<string, string>): Promise<boolean[]> => {
      const history = new History(t);
      history.commit(before);
      history.commit(after);
      const { bugs, fixes } = await triaged(history, history.commits[0]);
      return bugs.map(({ id }) => fixes.get(id)?.isElsewhere ?? false);
    };
    assert.deepEqual(await isElsewhere({ "main.py": signing }, { "start.py": refusing }), [true]);
    const [waited, plain] = [{ "client.py": "async def fetch():\n    return 1\n" }, { "client.py": "fetch = print\n" }];
    assert.deepEqual(await isElsewhere({ "main.py": waiting, ...waited }, plain), [false]);
  });

  it("is followed without looking at what is no Python", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail"), "data/a.json": "1\n".repeat(50) });
    history.commit({ "jobs.py": swallowing("mail"), "data/a.json": undefined, "data/b.json": "1\n".repeat(49) });
    history.move("jobs.py", "tasks.py");
    history.commit({});
    const blob = history.git("rev-parse", `${history.commits[0] ?? ""}:data/a.json`).trim();
    rmSync(path.join(history.root, ".git/objects", blob.slice(0, 2), blob.slice(2)), { force: true });
    assert.deepEqual(await livesSince(history), ["BUG-001 tasks.py:4 opened 0"]);
  });

  it("is followed without that through a commit of many files, too", async (t) => {
    const history = new History(t);
    const many = (text: string): [string, string][] =>
      Array.from({ length: 600 }, (_, index) => [`parts/part_${String(index)}.py`, text]);
    history.commit({ ...Object.fromEntries(many("a = 1\n")), "jobs.py": swallowing("mail"), "data/a.json": "1\n" });
    const edited = swallowing("mail").replace("deliver_mail()", "deliver_mail(1)");
    history.commit({ ...Object.fromEntries(many("a = 2\n")), "jobs.py": edited, "data/a.json": "2\n" });
    const blob = history.git("rev-parse", `${history.commits[0] ?? ""}:data/a.json`).trim();
    rmSync(path.join(history.root, ".git/objects", blob.slice(0, 2), blob.slice(2)), { force: true });
    assert.deepEqual(await livesSince(history), ["BUG-001 jobs.py:4 opened 0"]);
  });

  it("is unknown while its file does not compile", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") });
    history.commit({ "jobs.py": `${swallowing("mail")}def (:\n` });
    history.commit({ "jobs.py": `${swallowing("push")}def (:\n` });
    history.commit({ "jobs.py": logging("mail") });
    const [bug, ...others] = await livesSince(history);
    assert.equal(bug, "BUG-001 jobs.py:4 opened 0, resolved 3");
    assert.deepEqual(others, ["BUG-002 jobs.py:8 opened 1, resolved 3"]);
  });

  it("is accepted by a comment, and reopened without it", async (t) => {
    const history = new History(t);
    const accepted = swallowing("mail").replace("n:", "n:  # scarlint: ignore[errors] -- best effort");
    history.commit({ "jobs.py": swallowing("mail") });
    history.commit({ "jobs.py": accepted });
    history.commit({ "jobs.py": accepted.replace("best effort", "the queue tries again") });
    history.commit({ "jobs.py": swallowing("mail") });
    const { bugs } = await triaged(history, history.commits[0]);
    assert.deepEqual(lives(await triaged(history, history.commits[0]), history), [
      "BUG-001 jobs.py:4 opened 0, accepted 1, accepted 2, reopened 3",
    ]);
    assert.deepEqual(
      bugs[0]?.events.map(({ reason }) => reason),
      [undefined, "best effort", "the queue tries again", undefined],
    );
  });
});

describe("what a history is judged by", () => {
  it("is the configuration of today", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail"), "old/jobs.py": swallowing("push") });
    history.commit({ "scarlint.toml": 'exclude = ["old"]\n', "jobs.py": logging("mail") });
    assert.deepEqual(await livesSince(history), ["BUG-001 jobs.py:4 opened 0, resolved 1"]);
  });

  it("is what was asked for, and whether a file compiles", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") });
    history.commit({ "jobs.py": `${swallowing("push")}def (:\n` });
    const repository = await Repository.around(history.root);
    const select = ["errors/swallowed-exception"];
    const rules = RULES.filter(({ id }) => select.includes(id));
    const done = await triage(repository, { rules, select, paths: ["."], since: history.commits[0] ?? "" });
    assert.deepEqual(lives(done, history).slice(0, 1), ["BUG-001 jobs.py:4 opened 0"]);
  });

  it("is what is committed, links and submodules left out", async (t) => {
    const history = new History(t);
    history.write({ "jobs.py": swallowing("mail"), "-odd name\n.py": swallowing("push") });
    symlinkSync("jobs.py", path.join(history.root, "link.py"));
    history.commit();
    history.write({ "jobs.py": logging("mail"), "new.py": swallowing("pull") });
    assert.deepEqual(await livesSince(history), ["BUG-001 -odd name\n.py:4 opened 0", "BUG-002 jobs.py:4 opened 0"]);
  });
});

describe("a history with branches", () => {
  it("dates a bug and its end to the commits on the branch, not to the merge", async (t) => {
    const history = new History(t);
    history.commit({ "main.py": "x = 1\n" }); // 0
    history.branch("feature");
    history.commit({ "jobs.py": swallowing("mail") }); // 1
    history.branch("main");
    history.commit({ "main.py": "x = 2\n" }); // 2
    history.merge("feature"); // 3
    history.branch("mending");
    history.commit({ "jobs.py": logging("mail") }); // 4
    history.branch("main");
    history.commit({ "main.py": "x = 3\n" }); // 5
    history.merge("mending"); // 6
    assert.deepEqual(await livesSince(history), ["BUG-001 jobs.py:4 opened 1, resolved 4"]);
  });

  it("knows a bug that two branches brought in as one, the older", async (t) => {
    const history = new History(t);
    history.commit({ "main.py": "x = 1\n" }); // 0
    history.branch("one");
    history.commit({ "jobs.py": swallowing("mail") }); // 1
    history.branch("main");
    history.branch("two");
    history.commit({ "jobs.py": swallowing("mail") }); // 2
    history.merge("one"); // 3
    assert.deepEqual(await livesSince(history), ["BUG-001 jobs.py:4 opened 1"]);
  });

  it("takes what was mended before the history that is looked at for no bug", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") + swallowing("push") }); // 0
    history.branch("old");
    history.commit({ "other.py": "x = 1\n" }); // 1
    history.branch("main");
    history.commit({ "jobs.py": logging("mail") + swallowing("push") }); // 2
    history.merge("old"); // 3
    history.commit({ "jobs.py": logging("mail") + logging("push") }); // 4
    assert.deepEqual(await livesSince(history, 2), ["BUG-001 jobs.py:11 opened 0-, resolved 4"]);
  });

  it("blames a merge for what it alone brings or ends", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail"), "main.py": "x = 1\n" }); // 0
    history.branch("feature");
    history.commit({ "main.py": "x = 2\n" }); // 1
    history.branch("main");
    history.commit({ "other.py": "x = 2\n" }); // 2
    history.git("merge", "--quiet", "--no-ff", "--no-commit", "feature");
    history.commit({ "jobs.py": logging("mail") }); // 3
    assert.deepEqual(await livesSince(history), ["BUG-001 jobs.py:4 opened 0, resolved 3"]);
  });
});

describe("a report that is continued", () => {
  /** Commits on one line, in which bugs come, move, go, and return. */
  function line(t: TestContext): History {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") });
    history.commit({ "jobs.py": `import log\n${swallowing("mail")}${swallowing("push")}` });
    history.commit({ "jobs.py": `import log\n${logging("mail")}${swallowing("push")}` });
    history.move("jobs.py", "tasks.py");
    history.commit();
    history.commit({
      "tasks.py": `import log\n${logging("mail")}${swallowing("push").replace("pass", "pass  # later")}`,
    });
    history.commit({ "tasks.py": `import log\n${swallowing("mail")}${swallowing("push")}` });
    history.commit({ "note.txt": "nothing\n" });
    history.commit({ "tasks.py": undefined, "more.py": swallowing("pull") });
    return history;
  }

  it("says the same, whether it was written once or after each commit", async (t) => {
    const history = line(t);
    const whole = await triaged(history, history.commits[0]);
    let earlier: Ledger | undefined;
    for (const commit of history.commits) {
      history.git("checkout", "--quiet", "--detach", commit);
      const { head, bugs } = await triaged(history, earlier ? undefined : commit, earlier);
      earlier = { commit: head.id, bugs };
    }
    assert.deepEqual(earlier?.bugs, whole.bugs);
    assert.deepEqual(lives(whole, history), [
      "BUG-001 tasks.py:5 opened 0, resolved 2, reopened 5, resolved 7",
      "BUG-002 tasks.py:12 opened 1, resolved 7",
      "BUG-003 more.py:4 opened 7",
    ]);
  });

  it("keeps its ids when it learns of older commits", async (t) => {
    const history = line(t);
    const late = await triaged(history, history.commits[4]);
    const earlier = { commit: late.head.id, bugs: late.bugs };
    assert.deepEqual(lives(late, history), [
      "BUG-001 tasks.py:12 opened 4-, resolved 7",
      "BUG-002 tasks.py:5 opened 5, resolved 7",
      "BUG-003 more.py:4 opened 7",
    ]);
    assert.deepEqual(lives(await triaged(history, history.commits[0], earlier), history), [
      "BUG-001 tasks.py:12 opened 1, resolved 7",
      "BUG-002 tasks.py:5 opened 0, resolved 2, reopened 5, resolved 7",
      "BUG-003 more.py:4 opened 7",
    ]);
  });

  it("looks at what happened since the last report, whatever --since says", async (t) => {
    const history = line(t);
    history.git("checkout", "--quiet", "--detach", history.commits[1] ?? "");
    const first = await triaged(history, history.commits[0]);
    history.git("checkout", "--quiet", "main");
    const done = await triaged(history, "HEAD~1", { commit: first.head.id, bugs: first.bugs });
    assert.deepEqual(lives(done, history), lives(await triaged(history, history.commits[0]), history));
  });

  it("goes on from where the histories part when commits were rewritten", async (t) => {
    const history = new History(t);
    history.commit({ "jobs.py": swallowing("mail") });
    const gone = history.commit({ "more.py": swallowing("push") });
    const before = await triaged(history, history.commits[0]);
    history.git("reset", "--quiet", "--hard", "HEAD~1");
    history.commit({ "jobs.py": logging("mail") });
    const done = await triaged(history, undefined, { commit: before.head.id, bugs: before.bugs });
    assert.equal(before.head.id, gone);
    assert.deepEqual(lives(done, history), [
      "BUG-001 jobs.py:4 opened 0, resolved 2",
      "BUG-002 more.py:4 opened 1, resolved ?",
    ]);
  });

  it("leaves alone what it was not asked about", async (t) => {
    const history = new History(t);
    history.commit({ "a/jobs.py": swallowing("mail"), "b/jobs.py": swallowing("push") });
    const first = await triaged(history);
    history.commit({ "a/jobs.py": logging("mail"), "b/jobs.py": logging("push") });
    const repository = await Repository.around(history.root);
    const earlier = { commit: first.head.id, bugs: first.bugs };
    const done = await triage(repository, { rules: RULES, paths: ["a"], earlier });
    assert.deepEqual(lives(done, history), [
      "BUG-001 a/jobs.py:4 opened 0, resolved 1",
      "BUG-002 b/jobs.py:4 opened 0",
    ]);
  });
});
