import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { GitProblem, Repository } from "../../src/files/git.js";
import { commit, directory, git, repository, write } from "../support/git.js";
import { History } from "../support/history.js";
import { isMoved, lineBefore, type FileChange } from "../../src/files/git-diff.js";

function lines(...numbers: number[]): string {
  return numbers.map((number) => `line_number_${String(number)} = compute(${String(number)})\n`).join("");
}

/** `old path → new path`, or what there is of it. */
function shown(changes: readonly FileChange[]): string[] {
  return changes.map(({ before, after }) => `${before?.path ?? "-"} → ${after?.path ?? "-"}`);
}

async function text(repository: Repository, object: string | undefined): Promise<string | undefined> {
  const [content] = await repository.contents([object ?? ""]);
  return content && Buffer.from(content).toString();
}

it("commits are named by many revisions at once, and by nothing else", async (t) => {
  const root = repository(t, { "a.py": "a = 1\n" });
  const asked = await Repository.around(root);
  const head = await asked.head();
  assert(head);
  const blob = git(root, "rev-parse", "HEAD:a.py").trim();
  const named = await asked.commitsAt([head, "f".repeat(40), head.slice(0, 9), blob, "--help", "HEAD"]);
  assert.deepEqual(named, [head, undefined, head, undefined, undefined, head]);
  assert.deepEqual(await asked.commitsAt([]), []);
});

describe("what is staged", () => {
  it("is told from the working tree, with its content", async (t) => {
    const root = repository(t, { "a.py": "a = 1\n", "b.py": "b = 1\n", "c.py": "c = 1\n" });
    write(root, { "a.py": "a = 2\n", "new.py": "n = 1\n" });
    rmSync(path.join(root, "b.py"));
    git(root, "add", "--all");
    write(root, { "a.py": "a = 3\n", "c.py": "c = 3\n", "untracked.py": "" });
    const asked = await Repository.around(root);
    const changes = await asked.staged();
    assert.deepEqual(shown(changes), ["a.py → a.py", "b.py → -", "- → new.py"]);
    assert.equal(await text(asked, changes[0]?.before?.blob), "a = 1\n");
    assert.equal(await text(asked, changes[0]?.after?.blob), "a = 2\n");
    const unstaged = await asked.unstaged();
    assert.deepEqual(
      unstaged.map((file) => file.path),
      ["a.py", "c.py"],
    );
    assert.equal(await text(asked, unstaged[0]?.blob), "a = 2\n");
  });

  it("is everything before the first commit", async (t) => {
    const root = directory(t);
    git(root, "init", "--quiet");
    write(root, { "a.py": "a = 1\n" });
    git(root, "add", "a.py");
    const asked = await Repository.around(root);
    assert.equal(await asked.head(), undefined);
    assert.deepEqual(shown(await asked.staged()), ["- → a.py"]);
    assert.deepEqual(await asked.commits(), []);
  });

  it("is what a hook's environment says", async (t) => {
    const root = repository(t);
    write(root, { "a.py": "a = 2\n" });
    const index = path.join(root, ".git/other-index");
    writeFileSync(index, readFileSync(path.join(root, ".git/index")));
    const env = { ...process.env, GIT_INDEX_FILE: index };
    execFileSync("git", ["add", "a.py"], { cwd: root, env });
    process.env.GIT_INDEX_FILE = index;
    const before = process.cwd();
    process.chdir(root);
    t.after(() => {
      delete process.env.GIT_INDEX_FILE;
      process.chdir(before);
    });
    assert.deepEqual(shown(await (await Repository.around(root)).staged()), ["a.py → a.py"]);
    process.chdir(before);
    assert.deepEqual(shown(await (await Repository.around(root)).staged()), []);
  });
});

describe("a line", () => {
  it("is known again below added and deleted lines, indented anew, and in a renamed file", async (t) => {
    const root = repository(t, { "old.py": lines(1, 2, 3, 4, 5, 6, 7, 8) });
    const block = lines(5, 6).replace(/^/gm, "    ").trimEnd();
    write(root, { "pkg/new.py": `${lines(0, 1, 3)}if x:\n${block}\n${lines(7, 8)}` });
    rmSync(path.join(root, "old.py"));
    git(root, "add", "--all");
    const [change, ...others] = await (await Repository.around(root)).staged();
    assert.deepEqual(others, []);
    assert.ok(change);
    assert.deepEqual(shown([change]), ["old.py → pkg/new.py"]);
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((line) => lineBefore(change, line)),
      [undefined, 1, 3, undefined, 5, 6, 7, 8],
    );
  });

  it("that came from another file is moved", async (t) => {
    const root = repository(t, { "a.py": lines(1, 2, 3, 4, 5, 6, 7, 8, 9), "b.py": lines(20) });
    write(root, { "a.py": lines(1, 2, 3, 4, 8, 9), "b.py": lines(20, 21, 5, 6, 7) });
    const asked = await Repository.around(root);
    const changes = await asked.changesSince(await asked.commit("HEAD"));
    const change = changes.find(({ after }) => after?.path === "b.py");
    assert.ok(change);
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((line) => isMoved(change, line)),
      [false, false, true, true, true],
    );
  });

  it("may look like a line of a patch, or end without its end", async (t) => {
    const root = repository(t, { "a.py": `-- x\n@@ -1 +1 @@\n++ b/c.py\nend`, "c.py": "c = 1\n" });
    write(root, { "a.py": `++ b/c.py\n@@ -9 +9 @@\n\u001b[36m+\nend\n`, "c.py": "c = 1\nd = 2\n" });
    const asked = await Repository.around(root);
    const [a, c] = await asked.changesSince(await asked.commit("HEAD"));
    assert.ok(a && c);
    assert.deepEqual(
      [1, 2, 3, 4].map((line) => lineBefore(a, line)),
      [3, undefined, undefined, 4],
    );
    assert.ok([1, 2, 3, 4].every((line) => !isMoved(a, line)));
    assert.deepEqual(
      [1, 2].map((line) => lineBefore(c, line)),
      [1, undefined],
    );
  });
});

describe("a file in the working tree", () => {
  /** Which of the two lines of `a.py` changed. */
  async function changed(root: string): Promise<number[]> {
    const asked = await Repository.around(root);
    const changes = await asked.changesSince(await asked.commit("HEAD"));
    const change = changes.find(({ after }) => after?.path === "a.py");
    assert.ok(change);
    return [1, 2].filter((line) => lineBefore(change, line) === undefined);
  }

  it("is the same with other ends of lines, where the repository or an attribute says so", async (t) => {
    const root = repository(t, { "a.py": "a = 1\nb = 2\n" });
    git(root, "config", "core.autocrlf", "true");
    write(root, { "a.py": "a = 1\r\nb = 2\r\n" });
    assert.deepEqual(await changed(root), []);
    write(root, { "a.py": "a = 1\r\nb = 3\r\n" });
    assert.deepEqual(await changed(root), [2]);
    git(root, "config", "core.autocrlf", "false");
    assert.deepEqual(await changed(root), [2]);
    write(root, { "a.py": "a = 1\r\nb = 2\r\n", ".git/info/attributes": "*.py text\n" });
    assert.deepEqual(await changed(root), []);
  });

  it("is the same in another encoding that an attribute names", async (t) => {
    const root = repository(t, { ".gitattributes": "*.py working-tree-encoding=UTF-16LE\n" });
    const wide = (text: string): Buffer => Buffer.from(text, "utf16le");
    writeFileSync(path.join(root, "a.py"), wide("a = 1\nb = 2\n"));
    commit(root);
    writeFileSync(path.join(root, "a.py"), wide("a = 1\nb = 3\n"));
    assert.deepEqual(await changed(root), [2]);
  });

  it("is new as a whole where only a filter knows what it is stored as", async (t) => {
    const root = repository(t, { ".gitattributes": "*.py filter=lfs\n" });
    git(root, "config", "filter.lfs.clean", "sed s/^/stored:/");
    write(root, { "a.py": "a = 1\nb = 2\n", "b.py": "b = 1\n" });
    commit(root);
    write(root, { "a.py": "a = 1\nb = 3\n" });
    assert.deepEqual(await changed(root), [1, 2]);
  });
});

describe("odd names", () => {
  const NAMES = [
    "-x.py",
    "two\nlines.py",
    'quote"d.py',
    "tab\t.py",
    " space .py",
    "é/ü.py",
    "back\\slash.py",
    ":(top)x.py",
    "[a-z]*?.py",
    "end\r",
    "\u001b[36m+.py",
  ];

  it("are told as they are", async (t) => {
    const root = repository(t, Object.fromEntries(NAMES.map((name) => [name, lines(1, 2)])));
    write(root, Object.fromEntries(NAMES.map((name) => [name, lines(0, 1, 2)])));
    const asked = await Repository.around(root);
    const changes = await asked.changesSince(await asked.commit("HEAD"));
    assert.deepEqual(changes.map(({ after }) => after?.path).sort(), [...NAMES].sort());
    assert.deepEqual(
      changes.map((change) => [1, 2, 3].map((line) => lineBefore(change, line))),
      NAMES.map(() => [undefined, 1, 2]),
    );
    const objects = NAMES.map((name) => `HEAD:${name}`);
    const contents = await asked.contents([...objects, "HEAD:none", "HEAD:two\nnone"]);
    assert.deepEqual(
      contents.map((content) => content && Buffer.from(content).toString()),
      [...NAMES.map(() => lines(1, 2)), undefined, undefined],
    );
    for (const name of NAMES) assert.equal((await asked.commits([name])).length, 1, name);
  });

  it("that are not UTF-8 do not keep contents from being read", async (t) => {
    const root = repository(t, { "a.py": "" });
    const name = Buffer.from([...Buffer.from(`${root}/x`), 0xff, ...Buffer.from(".py")]);
    writeFileSync(name, "x = 1\n");
    git(root, "add", "--all");
    const asked = await Repository.around(root);
    const [change] = await asked.staged();
    assert.equal(change?.after?.path, "x\ufffd.py");
    assert.equal(await text(asked, change.after.blob), "x = 1\n");
  });
});

describe("what a repository says of itself", () => {
  it("is heeded: its format, its branches, and what it leaves out", async (t) => {
    const root = directory(t);
    git(root, "init", "--quiet", "--initial-branch=main", "--object-format=sha256");
    write(root, { "a.py": "a = 1\n", ".git/patterns": "left.py\n" });
    commit(root);
    git(root, "branch", "up'\"stream");
    git(root, "branch", "--quiet", "--set-upstream-to=up'\"stream", "main");
    git(root, "config", "core.excludesFile", path.join(root, ".git/patterns"));
    git(root, "update-index", "--split-index");
    write(root, { "a.py": "a = 2\n" });
    commit(root);
    write(root, { "left.py": "", "new.py": "" });
    const asked = await Repository.around(root);
    const upstream = await asked.commit("@{upstream}");
    assert.match(upstream, /^[0-9a-f]{64}$/);
    assert.deepEqual(shown(await asked.changesSince(upstream)), ["a.py → a.py", "- → new.py"]);
    assert.equal(await asked.commit("main@{1}"), upstream);
  });

  it("may be in a linked working tree, with a sparse checkout there", async (t) => {
    const root = repository(t, { "in/a.py": "a = 1\n", "out/b.py": "b = 1\n" });
    const linked = path.join(directory(t), "linked");
    git(root, "worktree", "add", "--quiet", "-b", "topic", linked);
    git(linked, "sparse-checkout", "set", "in");
    write(linked, { "in/a.py": "a = 2\n", "out/b.py": "b = 2\n" });
    const asked = await Repository.around(linked);
    assert.equal(await asked.commit("topic"), await asked.head());
    assert.deepEqual(shown(await asked.changesSince(await asked.commit("HEAD"))), [
      "in/a.py → in/a.py",
      "out/b.py → out/b.py",
    ]);
  });
});

describe("a history", () => {
  it("lists the commits of a path, with their dates and contents", async (t) => {
    const root = repository(t, { "a.py": "a = 1\n", "b.py": "" });
    write(root, { "a.py": "a = 2\n" });
    commit(root);
    write(root, { "b.py": "b = 2\n" });
    commit(root);
    const asked = await Repository.around(path.join(root, ".git/.."));
    const commits = await asked.commits(["a.py"]);
    assert.equal(commits.length, 2);
    const contents = await asked.contents(commits.map(({ id }) => `${id}:a.py`));
    assert.deepEqual(
      contents.map((content) => content && Buffer.from(content).toString()),
      ["a = 2\n", "a = 1\n"],
    );
    assert.ok(commits.every(({ date }) => Math.abs(Date.now() - date.getTime()) < 3_600_000));
    assert.equal((await asked.commits()).length, 3);
    assert.equal((await asked.commits([], 1)).length, 1);
  });

  it("that a shallow clone lacks is named with the way to it", async (t) => {
    const origin = repository(t);
    git(origin, "switch", "--quiet", "--create", "topic");
    write(origin, { "a.py": "a = 2\n" });
    commit(origin);
    git(origin, "switch", "--quiet", "main");
    write(origin, { "b.py": "" });
    commit(origin);
    const clone = path.join(directory(t), "clone");
    git(origin, "clone", "--quiet", "--depth=1", "--no-single-branch", `file://${origin}`, clone);
    const asked = await Repository.around(clone);
    assert.ok(asked.isShallow);
    const topic = await asked.commit("origin/topic");
    await assert.rejects(asked.mergeBase(topic), /git fetch --unshallow/);
    await assert.rejects(asked.commit("HEAD~1"), /no commit 'HEAD~1'; this clone is shallow/);
    const whole = await Repository.around(origin);
    assert.ok(!whole.isShallow);
    assert.equal(await whole.mergeBase(await whole.commit("topic")), await whole.commit("HEAD~1"));
    await assert.rejects(whole.commit("--all"), /no commit '--all'/);
  });

  it("that a partial clone lacks is not fetched", async (t) => {
    const origin = repository(t);
    git(origin, "config", "uploadpack.allowFilter", "true");
    write(origin, { "a.py": "a = 2\n" });
    commit(origin);
    const clone = path.join(directory(t), "clone");
    git(origin, "clone", "--quiet", "--filter=blob:none", `file://${origin}`, clone);
    const asked = await Repository.around(clone);
    await assert.rejects(asked.changesSince(await asked.commit("HEAD~1")), /git fetch --refetch --no-filter/);
    await assert.rejects(asked.contents([git(clone, "rev-parse", "HEAD~1:a.py").trim()]), /--refetch --no-filter/);
  });
});

describe("where there is a repository", () => {
  it("is found from a directory, a linked working tree and a submodule", async (t) => {
    const root = repository(t, { "pkg/a.py": "" });
    assert.equal((await Repository.around(path.join(root, "pkg"))).root, root);
    const linked = path.join(directory(t), "linked");
    git(root, "worktree", "add", "--quiet", linked);
    write(linked, { "new.py": "" });
    git(linked, "add", "--all");
    const asked = await Repository.around(linked);
    assert.equal(asked.root, linked);
    assert.deepEqual(shown(await asked.staged()), ["- → new.py"]);
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repository(t), "sub");
    write(root, { "sub/a.py": "a = 2\n" });
    const sub = await Repository.around(path.join(root, "sub"));
    assert.equal(sub.root, path.join(root, "sub"));
    assert.deepEqual(shown(await sub.changesSince(await sub.commit("HEAD"))), ["a.py → a.py"]);
    assert.deepEqual(shown(await (await Repository.around(root)).staged()), ["- → .gitmodules"]);
  });

  it("may be where a name has an end of a line", async (t) => {
    const root = path.join(directory(t), "two\nlines");
    mkdirSync(root);
    git(root, "init", "--quiet");
    write(root, { "pkg/a.py": "" });
    git(root, "add", "--all");
    const asked = await Repository.around(path.join(root, "pkg"));
    assert.equal(asked.root, root);
    assert.deepEqual(shown(await asked.staged()), ["- → pkg/a.py"]);
  });

  it("is said plainly when there is none, a bare one, or no git", async (t) => {
    const none = directory(t);
    await assert.rejects(Repository.around(none), (error) => {
      return error instanceof GitProblem && /^this is no git repository; [^\n]+$/.test(error.message);
    });
    git(none, "init", "--quiet", "--bare", "bare.git");
    await assert.rejects(Repository.around(path.join(none, "bare.git")), GitProblem);
    const before = process.env.PATH;
    t.after(() => (process.env.PATH = before));
    process.env.PATH = none;
    await assert.rejects(Repository.around(none), /git was not found; install it/);
  });
});

describe("a hostile repository", () => {
  it("decides nothing about a comparison", async (t) => {
    const root = repository(t, { "a.py": "a = 1\n", "b.py": "b = 1\n" });
    write(root, { "a.py": "a = 2\n", ".gitattributes": "*.py diff=evil -text\n" });
    for (const [setting, value] of [
      ["diff.noprefix", "true"],
      ["color.ui", "always"],
      ["color.diff.new", "cyan"],
      ["diff.context", "9"],
      ["diff.orderFile", "/nonexistent"],
      ["diff.ignoreSubmodules", "none"],
      ["core.bigFileThreshold", "1"],
      ["core.quotePath", "false"],
      // Matching it against a line of many letters takes for ever.
      ["diff.evil.xfuncname", "((a*)*)*\\2\\1b"],
    ] as const) {
      git(root, "config", setting, value);
    }
    const asked = await Repository.around(root);
    const changes = await asked.changesSince(await asked.commit("HEAD"));
    assert.deepEqual(shown(changes), ["a.py → a.py", "- → .gitattributes"]);
    assert.equal(changes[0] && lineBefore(changes[0], 1), undefined);
    assert.equal(changes[0] && isMoved(changes[0], 1), false);
  });

  it("cannot hang a comparison by how a function is recognized", async (t) => {
    const code = `${"a".repeat(3000)}\n${"x = 1\n".repeat(30)}`;
    const root = repository(t, { "a.py": code, ".gitattributes": "*.py diff=evil\n" });
    git(root, "config", "diff.evil.xfuncname", "((a*)*)*\\2\\1b");
    write(root, { "a.py": `${code}y = 2\n` });
    const asked = await Repository.around(root);
    const [change] = await asked.changesSince(await asked.commit("HEAD"));
    assert.deepEqual(change && [31, 32].map((line) => lineBefore(change, line)), [31, undefined]);
  });

  it("cannot hang the reading of a comparison by lines full of colors", async (t) => {
    const root = repository(t, { "a.py": "a = 1\n" });
    write(root, { "a.py": `a = 1\n# ${"\u001b[m".repeat(300_000)}x\n` });
    const asked = await Repository.around(root);
    const [change] = await asked.changesSince(await asked.commit("HEAD"));
    assert.deepEqual(change && [1, 2].map((line) => lineBefore(change, line)), [1, undefined]);
  });

  it("waits for no named pipe among the files that git reads", async (t) => {
    const root = repository(t);
    write(root, { "a.py": "a = 2\n" });
    for (const name of ["info/exclude", "info/attributes", "shallow", "ORIG_HEAD", "packed-refs"]) {
      rmSync(path.join(root, ".git", name), { force: true });
      execFileSync("mkfifo", [path.join(root, ".git", name)]);
    }
    const asked = await Repository.around(root);
    assert.deepEqual(shown(await asked.changesSince(await asked.commit("HEAD"))), ["a.py → a.py"]);
  });

  it("cannot put one object in another's place", async (t) => {
    const root = repository(t, { "a.py": "a = 1\n", "b.py": "b = 1\n" });
    const [a = "", b = ""] = ["a", "b"].map((name) => git(root, "rev-parse", `HEAD:${name}.py`).trim());
    git(root, "replace", a, b);
    assert.equal(await text(await Repository.around(root), a), "a = 1\n");
  });

  it("does not lead to another directory", async (t) => {
    const root = repository(t);
    git(root, "config", "core.worktree", "/");
    await assert.rejects(Repository.around(root), /says that its working tree is '\/'/);
    renameSync(path.join(root, ".git"), path.join(root, "git"));
    await assert.rejects(Repository.around(path.join(root, "git")), GitProblem);
  });
});

it("what each commit of a history changes is told in one go as it is one by one", async (t) => {
  const history = new History(t);
  history.commit({ "a.py": lines(1, 2, 3, 4, 5, 6), "b.txt": "" });
  history.commit();
  history.move("a.py", "package\nwith lines/a.py");
  history.commit({ "c.py": lines(7) });
  history.branch("other");
  history.commit({ "c.py": lines(8), "b.txt": "b" });
  history.branch("main");
  history.commit({ "c.py": undefined });
  const asked = await Repository.around(history.root);
  const isPython = (name: string): boolean => name.endsWith(".py");
  const along = await asked.filesChangedAlong(isPython, history.commits);
  const single: (readonly FileChange[])[] = [];
  for (const [index, before] of history.commits.slice(0, -1).entries())
    single.push(await asked.filesChangedAmong(isPython, before, history.commits[index + 1] ?? ""));
  assert.deepEqual(along, single);
  assert.deepEqual(along.map(shown), [
    [],
    ["- → c.py", "a.py → package\nwith lines/a.py"],
    ["c.py → c.py"],
    ["c.py → -"],
  ]);
});
