import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { scan } from "../../src/engine/scan/scan.js";

const FILES = {
  "main.py": "from config.keys import KEY\n\nprint(KEY)\n",
  "config/__init__.py": "",
  "config/names.py": "NAME = 1\n",
};

/** The lines on which a module is said to be missing, in a tree with what git leaves out. */
async function missingIn(t: TestContext, ignored: Uint8Array | string): Promise<readonly string[]> {
  const root = mkdtempSync(join(tmpdir(), "scarlint-made-"));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "config"));
  for (const [path, text] of Object.entries({ ...FILES, ".gitignore": ignored })) writeFileSync(join(root, path), text);
  const { findings } = await scan({ current: root, select: ["imports/missing-module"] });
  return findings.map(({ path, start }) => `${path}:${String(start.line)}`);
}

describe("a module that is not there", () => {
  it("is missing, unless what git leaves out has its name", async (t) => {
    assert.deepEqual(await missingIn(t, "*.log\n"), ["main.py:1"]);
    assert.deepEqual(await missingIn(t, "*.log\nconfig/keys.py\n"), []);
  });

  it("may be left out where nobody can read what is", async (t) => {
    assert.deepEqual(await missingIn(t, Uint8Array.of(0xff, 0xfe, 0x2a, 0x00, 0xc3, 0x28)), []);
  });
});
