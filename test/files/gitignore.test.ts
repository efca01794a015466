import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { GitIgnore } from "../../src/files/gitignore.js";
import { IgnoreRules } from "../../src/files/ignored.js";
import { workspace } from "../cli/command.js";

const NAMES = ["a", "b", "ab", "a.py", "B.py", "a b", "a ", "!a", "#a", "x]", "[a", "a-b", "\\a", "é", "*"];
const FILES = [...NAMES, ...NAMES.slice(0, 6).flatMap((name) => [`d/${name}`, `d/a.d/${name}`, `é.d/d/${name}`])];
const DIRECTORIES = ["d", "d/a.d", "é.d", "é.d/d"];

const piece = fc.constantFrom(
  ...["a", "b", "d", ".py", ".d", "é", " ", "\\", "!", "#", "-", "]", "/", "/", "*", "*", "**", "?", "**/", "/**"],
  ...["[", "[a", "[!a]", "[^b]", "[a-b]", "[]a]", "[\\]]", "[[:alpha:]]", "[[:nope:]]", "[[:upper:]", "[a-", "\r"],
);
const line = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(""));

describe("the rules of git", () => {
  it("are followed as git itself does", (t) => {
    const root = workspace(t, Object.fromEntries(FILES.map((name) => [name, ""])));
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    const paths = [...FILES, ...DIRECTORIES];
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        fc.pre(!lines.some(isOdd));
        writeFileSync(path.join(root, ".gitignore"), lines.join("\n"));
        const rules = IgnoreRules.around(root).inside(root);
        const ours = paths.filter((each) => isIgnored(each, root, rules));
        assert.deepEqual(ours, ignoredByGit(paths, root));
      }),
      { numRuns: 100 },
    );
  });

  it("take no time that grows beyond all bounds", () => {
    const deep = Array.from({ length: 1000 }, () => "a");
    const steps = new GitIgnore(`${"**/a/".repeat(200)}b\n${"*a".repeat(200)}b\n${"[".repeat(100_000)}\n`);
    assert.equal(steps.verdictOn(deep, false), undefined);
    assert.equal(steps.verdictOn(["a".repeat(255)], false), undefined);
    assert.equal(steps.verdictOn([...deep, "b"], false), "ignored");
  });
});

/**
 * Where two stars follow the beginning of a name, git takes them for whole names in spite of what it documents, and
 * before a slash that nobody need escape for one at least.
 */
function isOdd(pattern: string): boolean {
  return /[^/*]\*\*+(\/|\\|\s*$)|\*\*\\\//.test(pattern);
}

function isIgnored(name: string, root: string, rules: IgnoreRules): boolean {
  const parts = name.split("/");
  return parts.some((_, index) => {
    const above = parts.slice(0, index + 1).join("/");
    return rules.ignores(path.join(root, above), index < parts.length - 1 || DIRECTORIES.includes(above));
  });
}

function ignoredByGit(paths: readonly string[], root: string): string[] {
  try {
    const args = ["-c", "core.ignoreCase=false", "check-ignore", "--no-index", "-z", "--stdin"];
    const answer = execFileSync("git", args, { cwd: root, input: paths.join("\0"), encoding: "utf8" });
    return answer.split("\0").filter(Boolean);
  } catch (error) {
    // It says 1 when it ignores none.
    if (error instanceof Error && "status" in error && error.status === 1) return [];
    throw error;
  }
}
