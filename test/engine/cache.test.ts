import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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
  for (const copy of ["a", "b", "c", "d", "e"]) cpSync(FIXTURES, path.join(tree, copy), { recursive: true });
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

const entries = (): string[] => readdirSync(path.join(kept, "scarlint"));

it("what is remembered is what would be found", async () => {
  const cold = await report("--no-cache");
  assert.throws(entries, /ENOENT/, "nothing is kept with --no-cache");
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
  assert.deepEqual(entries(), [entry], "nothing is left behind");
});

const FOREIGN: Readonly<Record<string, (file: string, whole: Buffer) => void>> = {
  "was changed": (file, whole) => {
    writeFileSync(file, whole.toString().replaceAll(" is bound again", " is forged"));
  },
  "was sealed with another key": (file, whole) => {
    const text = whole.toString().split("\n")[1]?.replaceAll(" is bound again", " is forged") ?? "";
    writeFileSync(file, `${sealIn(path.join(home, "other")).of(path.basename(file), text)}\n${text}`);
  },
  "was sealed for another scan": (file, whole) => {
    const text = whole.toString().split("\n")[1]?.replaceAll(" is bound again", " is forged") ?? "";
    writeFileSync(file, `${sealIn(path.join(keys, "scarlint")).of("0.json", text)}\n${text}`);
  },
  "is a directory": (file) => {
    mkdirSync(file);
  },
  "is a pipe that nobody writes to": (file) => {
    execFileSync("mkfifo", [file]);
  },
  "is a device without an end": (file) => {
    symlinkSync("/dev/zero", file);
  },
  "is a link that leads nowhere": (file) => {
    symlinkSync(path.join(home, "nowhere"), file);
  },
};

for (const [what, put] of Object.entries(FOREIGN)) {
  it(`does not believe what ${what}`, async () => {
    const before = await report();
    const [entry = ""] = entries();
    const file = path.join(kept, "scarlint", entry);
    const whole = readFileSync(file);
    rmSync(file);
    put(file, whole);
    assert.equal(await report(), before);
    assert.deepEqual(
      readdirSync(home).filter((name) => name === "nowhere"),
      [],
    );
    rmSync(file, { recursive: true });
    writeFileSync(file, whole);
  });
}

type Kept = Record<string, unknown>;

const UNTRUE: Readonly<Record<string, (entry: Kept) => void>> = {
  "leads out": (entry) => {
    entry.paths = (entry.paths as string[]).map((file) => `../${file}`);
  },
  "speaks of no file": (entry) => {
    entry.paths = [];
  },
  "speaks of files that it has not seen": (entry) => {
    for (const each of entry.shares as { reads: number[]; paths: number[] }[]) each.reads = each.paths.slice(0, 1);
  },
  "lacks a member": (entry) => {
    delete entry.questions;
  },
  "has a member too many": (entry) => {
    Object.defineProperty(entry, "__proto__", { value: { paths: [] }, enumerable: true });
  },
  "asks what is no question": (entry) => {
    entry.questions = [["{", 0, null]];
  },
  "holds lists of lists": (entry) => {
    entry.project = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
  },
  "fails with words of its own": (entry) => {
    for (const { result } of entry.shares as { result: Kept }[]) result.failures = [{ message: "forged" }];
  },
};

for (const [what, change] of Object.entries(UNTRUE)) {
  it(`ignores what ${what}, whoever has sealed it`, async () => {
    const before = await report();
    const [entry = ""] = entries();
    rewrite(entry, (text) => {
      const document = JSON.parse(text.replaceAll(" is bound again", " is forged")) as Kept;
      change(document);
      return JSON.stringify(document);
    });
    assert.equal(await report(), before);
  });
}

it("is not used where others may know the key, nor is that replaced", async () => {
  const before = await report();
  const [entry = ""] = entries();
  const key = path.join(keys, "scarlint/cache-key");
  rewrite(entry, (text) => text.replaceAll(" is bound again", " is forged"));
  assert.match(await report(), / is forged/);
  const secret = readFileSync(key);
  chmodSync(key, 0o644);
  assert.equal(await report(), before);
  assert.deepEqual(readFileSync(key), secret);
  chmodSync(key, 0o600);
  writeFileSync(key, "short");
  assert.equal(await report(), before, "a broken key is made anew");
  assert.equal(readFileSync(key).length, 32);
});

it("removes entries alone from a directory that holds something else", async () => {
  const files = Array.from({ length: 80 }, (_, index) => `holiday-${String(index)}.jpg`);
  const directory = path.join(kept, "scarlint");
  for (const file of files) writeFileSync(path.join(directory, file), "");
  for (const entry of entries().filter((name) => name.endsWith(".json"))) rmSync(path.join(directory, entry));
  await report();
  assert.equal(entries().filter((name) => name.startsWith("holiday")).length, 80);
  for (const file of files) rmSync(path.join(directory, file));
});

it("edits are never taken from what is remembered", async () => {
  await report();
  const [entry = ""] = entries();
  rewrite(entry, (text) =>
    text.replace(/("edits":\[\{[^}]*\},"end":\{[^}]*\},"text":)"(?:[^"\\]|\\.)*"/g, '$1"forged()"'),
  );
  assert.match(await report(), /forged\(\)/, "no fix was remembered");
  const args = ["--diff-only", "--audit", "--unsafe-fixes", "--no-color"];
  const { stdout } = await scarlint(args, { cwd: tree, env: { XDG_CACHE_HOME: kept, XDG_DATA_HOME: keys } });
  assert.match(stdout, /^\+/m);
  assert.doesNotMatch(stdout, /forged/);
  rmSync(path.join(kept, "scarlint", entry));
});

const CHANGES: Readonly<Record<string, () => void>> = {
  "a pool no longer binds": () => {
    const pool = path.join(tree, "c/zmq/rebind/pooled_agents");
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
