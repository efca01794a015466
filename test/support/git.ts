import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";

const PERSON = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgSign=false"];

/** Runs git as a person would, in a directory. */
export function git(cwd: string, ...args: string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
  return execFileSync("git", [...PERSON, ...args], { cwd, encoding: "utf8", env, stdio: ["ignore", "pipe", "pipe"] });
}

/** An empty directory of a test's own. */
export function directory(t: TestContext): string {
  const made = realpathSync(mkdtempSync(path.join(tmpdir(), "scarlint-git-")));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A repository with one commit of some files. */
export function repository(t: TestContext, files: Readonly<Record<string, string>> = { "a.py": "a = 1\n" }): string {
  const root = directory(t);
  git(root, "init", "--quiet", "--initial-branch=main");
  write(root, files);
  commit(root);
  return root;
}

export function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  }
}

/** Commits all there is. */
export function commit(root: string): void {
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--message", "A step", "--allow-empty");
}
