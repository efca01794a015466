import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, it } from "node:test";
import { scarlint } from "../cli/command.js";
import { FIXTURES } from "../support/paths.js";
import { sealIn } from "../support/seal.js";

// Large enough to be remembered, and with names that are looked for in all of it.
const home = mkdtempSync(path.join(tmpdir(), "scarlint-cache-"));
const tree = path.join(home, "tree");
const kept = path.join(home, "xdg");
const keys = path.join(home, "keys");
after(() => {
  rmSync(home, { recursive: true });
});
before(() => {
  for (const copy of ["a", "b"]) cpSync(FIXTURES, path.join(tree, copy), { recursive: true });
});

async function report(...flags: readonly string[]): Promise<string> {
  const args = ["--format", "json", "--audit", "--quiet", ...flags];
  const { code, stdout, stderr } = await scarlint(args, {
    cwd: tree,
    env: { XDG_CACHE_HOME: kept, XDG_DATA_HOME: keys },
  });
  assert.deepEqual({ code, stderr }, { code: 1, stderr: "" });
  return stdout;
}

/** Changes what is kept as only this account can. */
function rewrite(entry: string, change: (text: string) => string): void {
  const file = path.join(kept, "scarlint", entry);
  const text = change(readFileSync(file, "utf8").split("\n")[1] ?? "");
  writeFileSync(file, `${sealIn(path.join(keys, "scarlint")).of(entry, text)}\n${text}`);
}

const files = (): string[] => readdirSync(path.join(kept, "scarlint"));
const entries = (): string[] => files().filter((name) => name.endsWith(".json"));

it("what is remembered is what would be found", async () => {
  const cold = await report("--no-cache");
  assert.throws(files, /ENOENT/, "nothing is kept with --no-cache");
  assert.equal(await report(), cold);
  const [entry = "", ...others] = entries();
  assert.deepEqual(others, []);
  assert.equal(await report(), cold, "when nothing has changed");
  const file = path.join(kept, "scarlint", entry);
  const whole = readFileSync(file);
  rewrite(entry, (text) => text.replaceAll(" is bound again", " is remembered"));
  assert.match(await report(), / is remembered/, "the answer does not come from what was kept");
  for (const broken of [whole.subarray(0, whole.length / 2), Buffer.from("{}"), Buffer.alloc(0)]) {
    writeFileSync(file, broken);
    assert.equal(await report(), cold, "when the entry is broken");
  }
  const both = await Promise.all([report(), report()]);
  assert.deepEqual(both, [cold, cold], "when two run at once");
  assert.deepEqual(entries(), [entry]);
  assert.ok(!files().some((name) => name.endsWith(".tmp")), "nothing is left behind");
});

const CHANGES: Readonly<Record<string, () => void>> = {
  "a pool no longer binds": () => {
    const pool = path.join(tree, "a/zmq/rebind/pooled_agents");
    for (const name of readdirSync(pool, { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".py")) continue;
      const file = path.join(pool, name);
      writeFileSync(file, readFileSync(file, "utf8").replaceAll("bind=True", "bind=False"));
    }
  },
  "a file is gone": () => {
    rmSync(path.join(tree, "b/zmq/rebind"), { recursive: true });
  },
};

for (const [what, change] of Object.entries(CHANGES)) {
  it(`is looked at again when ${what}`, async () => {
    const earlier = await report();
    change();
    const fresh = await report("--no-cache");
    assert.notEqual(fresh, earlier, "the change makes no difference");
    assert.equal(await report(), fresh);
    assert.equal(await report(), fresh);
  });
}
