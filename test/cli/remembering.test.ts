import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { BUGGY, scarlint, workspace } from "./command.js";

/** Programs of some bytes together, each with a finding. */
function programs(bytes: number): Readonly<Record<string, string>> {
  const filler = "x = 1\n".repeat(3000);
  const names = Array.from({ length: Math.ceil(bytes / filler.length) }, (_, number) => `m${String(number)}.py`);
  return Object.fromEntries(names.map((name) => [`src/${name}`, BUGGY + filler]));
}

/** A project, and scans of it that remember in a place of their own. */
function project(t: TestContext, bytes: number) {
  const cwd = workspace(t, programs(bytes));
  const caches = path.join(cwd, "caches");
  const env = { XDG_CACHE_HOME: caches, XDG_DATA_HOME: path.join(cwd, "data") };
  const scan = (...args: string[]) => scarlint(["--quiet", ...args, "src"], { cwd, env });
  const kept = () => (existsSync(caches) ? readdirSync(caches, { recursive: true }).length : 0);
  return { cwd, scan, kept };
}

describe("a scan of a few hundred kilobytes", () => {
  it("is remembered, and says the same the next time", async (t) => {
    const { cwd, scan, kept } = project(t, 300_000);
    const fresh = await scan("--no-cache");
    assert.equal(kept(), 0);
    assert.deepEqual(await scan(), fresh);
    assert.ok(kept() > 0);
    assert.deepEqual(await scan(), fresh);
    writeFileSync(path.join(cwd, "src/m3.py"), "print('delivered')\n");
    assert.deepEqual(await scan(), await scan("--no-cache"));
  });
});

describe("a scan that takes no time", () => {
  it("leaves nothing behind", async (t) => {
    const { scan, kept } = project(t, 100_000);
    assert.equal((await scan()).code, 1);
    assert.equal(kept(), 0);
  });
});
