import assert from "node:assert/strict";
import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { codeOf, environmentFor, GitProblem, runGit, type Place } from "../../src/files/git-process.js";
import { directory, write } from "../support/git.js";

const LIMITS = { milliseconds: 60_000, bytes: 1000 };

/** A place where git is a script. */
function place(t: TestContext, script: string): Place {
  const around = directory(t);
  write(around, { "programs/git": `#!/bin/sh\n${script}\n` });
  chmodSync(path.join(around, "programs/git"), 0o755);
  mkdirSync(path.join(around, "tree"));
  const environment = { ...process.env, PATH: `${path.join(around, "programs")}:${process.env.PATH ?? ""}` };
  return { directory: path.join(around, "tree"), environment };
}

describe("a call of git", () => {
  it("ends when git does not, also where another program holds its output open", async (t) => {
    const at = place(t, "sleep 1000 & exec sleep 1000");
    await assert.rejects(runGit([], at, "", { ...LIMITS, milliseconds: 100 }), (error) => {
      return error instanceof GitProblem && /^git did not answer within 0\.1 seconds; [^\n]+$/.test(error.message);
    });
  });

  it("ends when git says too much", async (t) => {
    const at = place(t, "exec yes");
    await assert.rejects(runGit([], at, "", { ...LIMITS, bytes: 2e6 }), (error) => {
      return error instanceof GitProblem && /^git's answer has more than 2 MB; [^\n]+$/.test(error.message);
    });
  });

  it("answers bytes as they are, and tells how git ended", async (t) => {
    assert.deepEqual(await runGit([], place(t, "printf 'a\\377\\0'"), "", LIMITS), Buffer.from("a\xff\0", "latin1"));
    await assert.rejects(runGit([], place(t, "echo fatal: no >&2; exit 3"), "", LIMITS), (error) => {
      return error instanceof GitProblem && error.message === "git failed: no" && codeOf(error.cause) === 3;
    });
    await assert.rejects(
      runGit([], place(t, "echo 'fatal: attempting to allocate 9 over limit 1' >&2; exit 128")),
      /1 GB/,
    );
  });

  it("survives a git that does not listen", async (t) => {
    assert.equal((await runGit([], place(t, "exec true"), "x".repeat(1e6), LIMITS)).length, 0);
  });
});

describe("the environment of git", () => {
  it("has no program out of the tree, and nothing of git's but what is said", (t) => {
    const { PATH, GIT_EXTERNAL_DIFF } = process.env;
    t.after(() => {
      process.env.PATH = PATH;
      if (GIT_EXTERNAL_DIFF === undefined) delete process.env.GIT_EXTERNAL_DIFF;
    });
    process.env.PATH = ["", ".", "bin", "/tree", "/tree/node_modules/.bin", "/treehouse", "/usr/bin"].join(
      path.delimiter,
    );
    process.env.GIT_EXTERNAL_DIFF = "false";
    const environment = environmentFor("/tree", { GIT_DIR: "/x" });
    assert.equal(environment.PATH, ["/treehouse", "/usr/bin"].join(path.delimiter));
    assert.equal(environment.GIT_EXTERNAL_DIFF, undefined);
    assert.equal(environment.GIT_DIR, "/x");
    assert.equal(environment.GIT_ALLOW_PROTOCOL, "none");
  });
});
