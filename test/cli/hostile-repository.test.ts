import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { HostileRepository } from "../support/canaries.js";
import { BUGGY, COMMAND, scarlint } from "./command.js";

/** All that looks at a repository through git. */
const THROUGH_GIT = [
  ["--staged"],
  ["--diff", "HEAD"],
  ["--diff", "HEAD~1"],
  ["plan", "--output", "plan.md"],
  ["triage", "--report", "triage.md", "--since", "HEAD~1"],
  ["triage", "--check", "triage.md"],
];
const BESIDE_GIT = [["."], ["--stdin-filename", "f1.py", "-"], ["baseline"], ["plan", "verify", "plan.md"], ["--fix"]];

/** Scans, and again after a change. */
async function watched(cwd: string): Promise<string> {
  const child = spawn(process.execPath, [COMMAND, "--watch", "--no-cache"], { cwd });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (text.includes("Watching")) appendFileSync(path.join(cwd, "f1.py"), BUGGY);
    said += text;
    if (said.includes("1 new")) child.kill("SIGINT");
  });
  await new Promise((ended) => child.on("close", ended));
  return said;
}

describe("a repository full of programs", () => {
  it("runs them when people work in it, and none when scarlint looks at it", async (t) => {
    const hostile = new HostileRepository(t);
    hostile.provoke();
    const live = new Set(hostile.ran);
    const dead = hostile.canaries.filter((name) => !live.has(name));
    assert.deepEqual(dead, []);
    assert.ok(live.size >= 45);
    hostile.forget();
    for (const cwd of hostile.trees) {
      for (const args of cwd === hostile.root ? [...THROUGH_GIT, ...BESIDE_GIT] : THROUGH_GIT) {
        const { code, stdout, stderr } = await scarlint(args, { cwd, input: "x = 1\n" });
        const what = [cwd, ...args].join(" ");
        console.error(what, code, stdout.slice(0, 100), stderr);
        assert.deepEqual(hostile.ran, [], what);
      }
    }
    assert.match(await watched(hostile.root), /1 new/);
    assert.deepEqual(hostile.ran, [], "--watch");
  });
});
