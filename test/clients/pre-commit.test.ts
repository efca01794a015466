import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { it } from "node:test";
import { BUGGY, CLEAN } from "../cli/command.js";
import { directory, git, repository, write } from "../support/git.js";
import { ROOT } from "../support/paths.js";

/** Installing builds scarlint anew, from the package registry on; on a busy machine that takes minutes. */
const MINUTES = { timeout: 20 * 60_000 };

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

function run(program: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Ended {
  const outside = Object.entries(process.env).filter(([name]) => !/^(?:GIT_|NODE_TEST_CONTEXT$|npm_)/.test(name));
  const options = { cwd, encoding: "utf8", env: { ...Object.fromEntries(outside), ...env } } as const;
  const { status, stdout, stderr, error } = spawnSync(program, args, options);
  return { code: status, text: error ? error.message : stdout + stderr };
}

/** The real client, from the distribution where the machine does not have it. */
function requirePreCommit(): void {
  const works = (): boolean => run("pre-commit", ["--version"], ROOT).code === 0;
  if (works()) return;
  run("apt-get", ["update"], ROOT);
  const { text } = run("apt-get", ["install", "--yes", "--no-install-recommends", "pre-commit"], ROOT);
  assert.ok(works(), `pre-commit is needed here and apt-get could not install it; install it yourself: ${text}`);
}

it("pre-commit installs a clone, blocks a commit that brings a finding, and lets others pass", MINUTES, (t) => {
  requirePreCommit();
  const clone = path.join(directory(t), "scarlint");
  git(ROOT, "clone", "--quiet", ROOT, clone);
  const env = { PRE_COMMIT_HOME: directory(t) };
  const config = `repos:\n  - repo: ${clone}\n    rev: ${git(clone, "rev-parse", "HEAD").trim()}\n    hooks:\n      - id: scarlint\n`;
  const root = repository(t, { ".pre-commit-config.yaml": config, "old.py": BUGGY });
  git(root, "config", "user.name", "Ada");
  git(root, "config", "user.email", "ada@example.org");
  const installed = run("pre-commit", ["install", "--install-hooks"], root, env);
  assert.equal(installed.code, 0, installed.text);
  const commit = (files: Readonly<Record<string, string>>): Ended => {
    write(root, files);
    git(root, "add", "--all");
    return run("git", ["commit", "--message", "A change"], root, env);
  };

  const blocked = commit({ "new.py": BUGGY, "old.py": `x = 1\n${BUGGY}` });
  assert.notEqual(blocked.code, 0);
  assert.match(blocked.text, /^new\.py:3:1 medium errors\/swallowed-exception$/m);
  assert.doesNotMatch(blocked.text, /^old\.py/m);
  assert.ok(
    blocked.text.split("\n").every((line) => line.length <= 80),
    blocked.text,
  );

  const passed = commit({ "new.py": CLEAN });
  assert.equal(passed.code, 0, passed.text);

  const everything = run("pre-commit", ["run", "--all-files"], root, env);
  assert.notEqual(everything.code, 0);
  assert.match(everything.text, /^old\.py:4:1 medium errors\/swallowed-exception$/m);
});
