import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { careless, HostileRepository } from "../support/canaries.js";
import { BUGGY, COMMAND, scarlint } from "./command.js";

type Run = readonly [code: number, ...args: string[]];

/** What looks at a repository through git. */
const THROUGH_GIT: readonly Run[] = [
  [1, "--staged"],
  [1, "--diff", "HEAD"],
  [1, "--diff", "@{upstream}"],
  [0, "plan", "--output", "plan.md"],
  [0, "triage", "--report", "triage.md", "--since", "HEAD~1"],
  [0, "triage", "--check", "triage.md"],
  [0, "evidence", "--run", "run.xml", "--trend", "trend.json"],
];

/** What needs no git. */
const BESIDE_GIT: readonly Run[] = [
  [1, "."],
  [0, "--stdin-filename", "f1.py", "-"],
  [0, "baseline"],
  [1, "plan", "verify", "plan.md"],
  [1, "--fix"],
];

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
    // Not every git knows all of them; what a comparison can run has always been there.
    assert.deepEqual(
      dead.filter((name) => /^(?:filter|process|diff|core\.fsmonitor)/.test(name)),
      [],
    );
    assert.ok(live.size >= 60, `dead are ${dead.join(", ")}`);
    hostile.forget();
    writeFileSync(path.join(hostile.root, "run.xml"), "<testsuites/>");
    const runs = [...THROUGH_GIT, ...BESIDE_GIT].map((run) => [hostile.root, run] as const);
    const others = hostile.others.map((cwd) => [cwd, [1, "--diff", "HEAD"]] as const);
    const lacking = [hostile.partial, [2, "--diff", "HEAD~1"]] as const;
    for (const [cwd, [expected, ...args]] of [...runs, ...others, lacking]) {
      const { code, stderr } = await scarlint(args, { cwd, input: "x = 1\n", env: { PATH: careless(cwd) } });
      const what = [cwd, ...args].join(" ");
      assert.deepEqual(hostile.ran, [], what);
      assert.equal(code, expected, `${what}: ${stderr}`);
    }
    assert.match(await watched(hostile.root), /1 new/);
    assert.deepEqual(hostile.ran, [], "--watch");
  });
});
