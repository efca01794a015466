import assert from "node:assert/strict";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { commit, directory, git, repository, write } from "../support/git.js";
import { BUGGY, CLEAN, report, scarlint, type Circumstances } from "./command.js";

/** `path:line rule` of what a scan reports. */
async function found(cwd: string, args: readonly string[], circumstances: Circumstances = {}): Promise<string[]> {
  const { findings, failures } = await report(args, { cwd, ...circumstances });
  assert.deepEqual(failures, []);
  return findings.map(({ path, start, rule }) => `${path}:${String(start.line)} ${rule}`);
}

function stage(root: string, files: Readonly<Record<string, string>> = {}): void {
  write(root, files);
  git(root, "add", "--all");
}

const SWALLOWED = "errors/swallowed-exception";
const SHOP = {
  "shop/__init__.py": "",
  "shop/app.py":
    "import asyncio\nfrom shop.server import start\n\nasync def main():\n    await asyncio.create_task(start())\n",
  "shop/server.py": "async def start():\n    print('started')\n",
};
const PLAIN_START = { "shop/server.py": "def start():\n    print('started')\n" };

describe("--staged", () => {
  it("reports what is new, not what was there", async (t) => {
    const root = repository(t, { "old.py": BUGGY, "app.py": BUGGY });
    stage(root, { "app.py": `${BUGGY}\n\nx = 1\n${BUGGY}`, "new.py": BUGGY });
    assert.deepEqual(await found(root, ["--staged"]), [`app.py:10 ${SWALLOWED}`, `new.py:3 ${SWALLOWED}`]);
    const { code, stdout } = await scarlint(["--staged"], { cwd: root });
    assert.equal(code, 1);
    assert.match(stdout, /Looked at what 2 changed files bring; 1 older finding is not shown\.$/m);
  });

  it("scans what is staged, not what lies beside it", async (t) => {
    const root = repository(t, { "a.py": CLEAN, "b.py": CLEAN, "c.py": BUGGY });
    stage(root, { "a.py": BUGGY, "b.py": `x = 1\n${CLEAN}` });
    write(root, { "a.py": CLEAN, "b.py": BUGGY, "d.py": BUGGY });
    assert.deepEqual(await found(root, ["--staged"]), [`a.py:3 ${SWALLOWED}`]);
    rmSync(path.join(root, "a.py"));
    assert.deepEqual(await found(root, ["--staged"]), [`a.py:3 ${SWALLOWED}`]);
  });

  it("reports in unchanged files what the change causes there", async (t) => {
    const root = repository(t, { ...SHOP, "other.py": BUGGY });
    stage(root, PLAIN_START);
    assert.deepEqual(await found(root, ["--staged"]), ["shop/app.py:5 asyncio/task-from-sync-call"]);
  });

  it("reports in unchanged files what a changed call causes there", async (t) => {
    const load = "import pickle\n\ndef load(data):\n    return pickle.loads(data)\n";
    const main = (data: string): string =>
      `import socket\nfrom load import load\n\ndef main(connection: socket.socket):\n    return load(${data})\n`;
    const root = repository(t, { "load.py": load, "main.py": main("b'x'") });
    stage(root, { "main.py": main("connection.recv(1024)") });
    assert.deepEqual(await found(root, ["--staged"]), ["load.py:4 deserialize/untrusted-pickle"]);
  });

  it("reports what a deleted line causes", async (t) => {
    const serve = (rest: string): string =>
      `import threading\n\nclass Pump:\n    def start(self):\n        self.thread = threading.Thread(target=self.run)\n        self.thread.start()\n\n    def run(self):\n        while self.alive:\n            print(1)\n\n    def stop(self):\n        self.alive = False\n${rest}`;
    const joined = "        self.thread.join()\n";
    const root = repository(t, { "pump.py": serve(joined) });
    const before = await found(root, []);
    stage(root, { "pump.py": serve("") });
    const after = await found(root, []);
    assert.deepEqual(before, []);
    assert.equal(after.length, 1);
    assert.deepEqual(await found(root, ["--staged"]), after);
  });

  it("knows findings again that were moved, indented anew or renamed in one commit", async (t) => {
    const define = (name: string): string => `def ${name}():\n    return "what ${name} gives"\n\n\n`;
    const work = ["first", "second", "third", "fourth"].map(define).join("");
    const root = repository(t, { "app.py": `${work}${BUGGY}`, "away.py": `${BUGGY}${define("other")}` });
    const indented = BUGGY.replace(/^/gm, "    ").trimEnd();
    renameSync(path.join(root, "app.py"), path.join(root, "service.py"));
    stage(root, {
      "service.py": `import os\n\n${work}if os.name:\n${indented}\n`,
      "away.py": define("other"),
      "here.py": `import sys\n\n${BUGGY}print(sys)\n`,
    });
    assert.deepEqual(await found(root, ["--staged"]), []);
    const { code, stdout } = await scarlint(["--staged"], { cwd: root });
    assert.equal(code, 0);
    assert.match(stdout, /; 2 older findings are not shown\.$/m);
  });

  it("tells a copied bug from the one it was copied from", async (t) => {
    const root = repository(t, { "app.py": BUGGY });
    stage(root, { "app.py": `${BUGGY}${BUGGY}` });
    assert.equal((await found(root, ["--staged"])).length, 1);
  });

  it("counts only what lies in the paths that are named, or below the current directory", async (t) => {
    const root = repository(t, { "a/x.py": CLEAN, "b/x.py": CLEAN });
    stage(root, { "a/x.py": BUGGY, "b/x.py": BUGGY, "build/x.py": BUGGY, "two\nlines.py": BUGGY });
    assert.deepEqual(await found(root, ["--staged", "a"]), [`a/x.py:3 ${SWALLOWED}`]);
    assert.deepEqual(await found(path.join(root, "b"), ["--staged"]), [`b/x.py:3 ${SWALLOWED}`]);
    assert.deepEqual(await found(root, ["--staged", "--exclude", "a", "--exclude", "two*"]), [`b/x.py:3 ${SWALLOWED}`]);
  });

  it("reports of a merge what neither side had", async (t) => {
    const root = repository(t, { ...SHOP, "both.py": "a = 1\n" });
    git(root, "switch", "--quiet", "--create", "theirs");
    write(root, { "both.py": "a = 2\n", "theirs.py": BUGGY, "shop/more.py": SHOP["shop/app.py"] });
    commit(root);
    git(root, "switch", "--quiet", "main");
    write(root, { "both.py": `a = 3\n${BUGGY}`, "shop/app.py": "", ...PLAIN_START });
    commit(root);
    assert.throws(() => git(root, "merge", "--quiet", "theirs"));
    stage(root, { "both.py": `a = 4\n${BUGGY}\n\n${BUGGY.replace("deliver", "send")}` });
    assert.deepEqual(await found(root, ["--staged"]), [
      `both.py:10 ${SWALLOWED}`,
      "shop/more.py:5 asyncio/task-from-sync-call",
    ]);
    const { stdout } = await scarlint(["--staged"], { cwd: root });
    assert.match(stdout, /; 2 older findings are not shown\.$/m);
  });

  it("says which names are not UTF-8", async (t) => {
    const root = repository(t, { "a.py": CLEAN });
    writeFileSync(Buffer.concat([Buffer.from(root), Buffer.from("/\xe9t\xe9.py", "latin1")]), BUGGY);
    stage(root, { "b.py": BUGGY });
    const { code, stdout, stderr } = await scarlint(["--staged"], { cwd: root });
    assert.equal(code, 2);
    assert.match(stdout, /^b\.py:3:1 medium/);
    assert.match(stderr, /^scarlint: \ufffdt\ufffd\.py: has a name that is not UTF-8/);
  });

  it("works before the first commit, with nothing staged, and after deletions", async (t) => {
    const root = directory(t);
    git(root, "init", "--quiet");
    const { code, stdout } = await scarlint(["--staged"], { cwd: root });
    assert.deepEqual([code, stdout], [0, "No Python file changed.\n"]);
    stage(root, SHOP);
    assert.deepEqual(await found(root, ["--staged"]), []);
    commit(root);
    rmSync(path.join(root, "shop/server.py"));
    stage(root);
    assert.deepEqual(await found(root, ["--staged"]), ["shop/app.py:2 imports/missing-module"]);
  });
});

describe("--diff", () => {
  it("reports what the branch and the working tree bring", async (t) => {
    const root = repository(t, { "a.py": CLEAN, "b.py": CLEAN });
    git(root, "switch", "--quiet", "--create", "topic");
    write(root, { "a.py": BUGGY });
    commit(root);
    git(root, "switch", "--quiet", "main");
    write(root, { "b.py": BUGGY });
    commit(root);
    git(root, "switch", "--quiet", "topic");
    write(root, { "new.py": BUGGY, "ignored.py": BUGGY, ".gitignore": "ignored.py\n" });
    assert.deepEqual(await found(root, ["--diff", "main"]), [`a.py:3 ${SWALLOWED}`, `new.py:3 ${SWALLOWED}`]);
    assert.deepEqual(await found(root, ["--diff", "HEAD"]), [`new.py:3 ${SWALLOWED}`]);
  });

  it("says in one line what keeps it from an answer", async (t) => {
    const root = repository(t);
    const refusals: [args: string[], cwd: string, why: RegExp][] = [
      [["--diff", "nowhere"], root, /git knows no commit 'nowhere'/],
      [["--diff", "--all"], root, /git knows no commit '--all'/],
      [["--staged"], directory(t), /this is no git repository/],
      [["--staged", "--diff", "HEAD"], root, /ask one of them/],
      [["--staged", "-"], root, /standard input has no history/],
      [["--staged", "gone.py"], root, /gone\.py: no such file or directory/],
      [["--staged", root, directory(t)], root, /is not in the repository/],
    ];
    for (const [args, cwd, why] of refusals) {
      const { code, stderr } = await scarlint(args, { cwd });
      assert.equal(code, 2, args.join(" "));
      assert.match(stderr, why);
      assert.match(stderr, /^scarlint: [^\n]+\n$/);
    }
  });
});

describe("under pre-commit", () => {
  it("reports what the named files cause in others, and not what the others bring", async (t) => {
    const root = repository(t, { ...SHOP, "legacy/old.py": CLEAN });
    stage(root, { ...PLAIN_START, "legacy/old.py": BUGGY });
    const named = ["--staged", "shop/server.py"];
    assert.deepEqual(await found(root, named, { env: { PRE_COMMIT: "1" } }), [
      "shop/app.py:5 asyncio/task-from-sync-call",
    ]);
    assert.deepEqual(await found(root, named), []);
  });

  it("scans as a whole the named files that are not staged", async (t) => {
    const root = repository(t, { "a.py": BUGGY, "b.py": BUGGY });
    const env = { PRE_COMMIT: "1" };
    assert.deepEqual(await found(root, ["--staged", "a.py", "b.py"], { env }), [
      `a.py:3 ${SWALLOWED}`,
      `b.py:3 ${SWALLOWED}`,
    ]);
    stage(root, { "a.py": `${BUGGY}${CLEAN}` });
    assert.deepEqual(await found(root, ["--staged", "a.py"], { env }), []);
  });

  it("breaks sentences between words to fit them into 80 columns", async (t) => {
    const root = repository(t, SHOP);
    stage(root, PLAIN_START);
    const { stdout } = await scarlint(["--staged"], { cwd: root, env: { PRE_COMMIT: "1" } });
    const { findings } = await report(["--staged"], { cwd: root });
    const message = findings[0]?.message.replaceAll(/\[(.+?)\]\(\d+\)/g, "$1") ?? "";
    assert.ok(message.length > 80);
    assert.ok(stdout.replaceAll(/\s+/g, " ").includes(message), stdout);
    assert.deepEqual(
      stdout.split("\n").filter((line) => line.length > 80),
      [],
    );
  });

  it("compares with the commit that a push or a range starts from", async (t) => {
    const root = repository(t, { "a.py": BUGGY, "b.py": CLEAN });
    write(root, { "a.py": `${BUGGY}x = 1\n`, "b.py": BUGGY });
    commit(root);
    const env = { PRE_COMMIT: "1", PRE_COMMIT_FROM_REF: "HEAD~1", PRE_COMMIT_TO_REF: "HEAD" };
    assert.deepEqual(await found(root, ["--staged", "a.py", "b.py"], { env }), [`b.py:3 ${SWALLOWED}`]);
  });
});

describe("the identity of a finding in SARIF", () => {
  it("lasts through a history that moves, indents anew and renames", async (t) => {
    const hashes = async (root: string): Promise<string[]> => {
      const { stdout } = await scarlint(["--format", "sarif"], { cwd: root });
      const log = JSON.parse(stdout) as { runs: { results: { partialFingerprints: Record<string, string> }[] }[] };
      return log.runs.flatMap((run) =>
        run.results.map((result) => result.partialFingerprints.primaryLocationLineHash ?? ""),
      );
    };
    const after =
      "\n\ndef leave_it_at_that():\n    return compute_something_long_enough_to_fill_the_window_of_a_hash_with_it()\n";
    const root = repository(t, { "app.py": `${BUGGY}${after}` });
    const before = await hashes(root);
    assert.equal(before.length, 1);
    write(root, { "app.py": `import os\nimport sys\n\n\n${BUGGY}${after}` });
    commit(root);
    assert.deepEqual(await hashes(root), before);
    renameSync(path.join(root, "app.py"), path.join(root, "service.py"));
    const indented = `${BUGGY}${after}`.replace(/^(?=.)/gm, "\t");
    write(root, { "service.py": `import os\n\nif os.name:\n${indented}` });
    commit(root);
    assert.deepEqual(await hashes(root), before);
    assert.deepEqual(await found(root, ["--diff", "HEAD~2"]), []);
  });
});
