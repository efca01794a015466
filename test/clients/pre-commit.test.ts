import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { it } from "node:test";
import { BUGGY, CLEAN } from "../cli/command.js";
import { directory, git, repository, write } from "../support/git.js";
import { ROOT } from "../support/paths.js";

/** Minutes that a step may take on a busy machine: nothing that hangs is waited for. */
const SHORT = 3;
/** Installing gets packages from the registry and builds scarlint anew. */
const LONG = 25;

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

interface Circumstances {
  readonly minutes?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end. @throws AssertionError with what it said so far when that takes too long */
function run(
  program: string,
  args: readonly string[],
  cwd: string,
  { minutes = SHORT, env }: Circumstances = {},
): Ended {
  const outside = Object.entries(process.env).filter(([name]) => !/^(?:GIT_|NODE_TEST_CONTEXT$|npm_)/.test(name));
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    env: { ...Object.fromEntries(outside), ...env },
    timeout: minutes * 60_000,
  });
  if (error && "code" in error && error.code === "ETIMEDOUT") {
    const command = [program, ...args].join(" ");
    assert.fail(`'${command}' was not done after ${String(minutes)} minutes; so far it said: ${stdout}${stderr}`);
  }
  return { code: status, text: error ? error.message : stdout + stderr };
}

/** The real client, from the distribution where the machine does not have it. */
function requirePreCommit(): void {
  const works = (): boolean => run("pre-commit", ["--version"], ROOT).code === 0;
  if (works()) return;
  run("apt-get", ["update"], ROOT);
  const install = ["install", "--yes", "--no-install-recommends", "pre-commit"];
  const { text } = run("apt-get", install, ROOT, { minutes: LONG });
  assert.ok(works(), `pre-commit is needed here and apt-get could not install it; install it yourself: ${text}`);
}

it("pre-commit installs what a tag names with Python and with Node, blocks a commit that brings a finding, and lets others pass", (t) => {
  requirePreCommit();
  const clone = path.join(directory(t), "scarlint");
  git(ROOT, "clone", "--quiet", ROOT, clone);
  git(clone, "tag", "v0.0.1");
  // As on a machine without a compiler, where scarlint has its other parser: building the native one takes half the time.
  const env = { PRE_COMMIT_HOME: directory(t), CC: "false", CXX: "false" };
  const config = `repos:\n  - repo: ${clone}\n    rev: v0.0.1\n    hooks:\n      - id: scarlint\n      - id: scarlint-node\n`;
  const root = repository(t, { ".pre-commit-config.yaml": config, "old.py": BUGGY });
  git(root, "config", "user.name", "Ada");
  git(root, "config", "user.email", "ada@example.org");
  const installed = run("pre-commit", ["install", "--install-hooks"], root, { env, minutes: LONG });
  assert.equal(installed.code, 0, installed.text);
  assert.doesNotMatch(installed.text, /WARNING/);
  const commit = (files: Readonly<Record<string, string>>): Ended => {
    write(root, files);
    git(root, "add", "--all");
    return run("git", ["commit", "--message", "A change"], root, { env });
  };

  const blocked = commit({ "new.py": BUGGY, "old.py": `x = 1\n${BUGGY}` });
  assert.notEqual(blocked.code, 0);
  assert.equal(blocked.text.match(/^new\.py:3:1 medium errors\/swallowed-exception$/gm)?.length, 2, blocked.text);
  assert.doesNotMatch(blocked.text, /^old\.py/m);
  assert.ok(
    blocked.text.split("\n").every((line) => line.length <= 80),
    blocked.text,
  );

  const start = (kind: string): Record<string, string> => ({ "server.py": `${kind} start():\n    print("started")\n` });
  const app = "import asyncio\nfrom server import start\n\nasync def main():\n    await asyncio.create_task(start())\n";
  const passed = commit({ "new.py": CLEAN, "app.py": app, ...start("async def") });
  assert.equal(passed.code, 0, passed.text);
  const elsewhere = commit(start("def"));
  assert.notEqual(elsewhere.code, 0);
  assert.equal(
    elsewhere.text.match(/^app\.py:5:11 critical asyncio\/task-from-sync-call$/gm)?.length,
    2,
    elsewhere.text,
  );

  const everything = run("pre-commit", ["run", "--all-files"], root, { env });
  assert.notEqual(everything.code, 0);
  assert.match(everything.text, /^old\.py:4:1 medium errors\/swallowed-exception$/m);
});
