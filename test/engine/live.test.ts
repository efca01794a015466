import assert from "node:assert/strict";
import path from "node:path";
import { it } from "node:test";
import fc from "fast-check";
import { LiveScan } from "../../src/engine/live/live.js";
import { scan } from "../../src/index.js";
import { workspace } from "../cli/command.js";

/** Texts that files of a small shop may hold: what each defines decides what is wrong with others. */
const TEXTS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  "shop/client.py": [
    "async def fetch():\n    return 1\n",
    "def fetch():\n    return 1\n",
    "async def fetch():\n    return 1\n\n\nasync def store():\n    return 2\n",
    "def fetch(:\n",
    undefined,
  ],
  "shop/api.py": ["from shop.client import fetch\n", "from shop.other import fetch\n", "from .client import *\n", ""],
  "shop/other.py": ["async def fetch():\n    return 1\n", undefined, "import shop.client\nfetch = shop.client.fetch\n"],
  "shop/user.py": [
    "from shop.api import fetch\n\n\nasync def main():\n    fetch()\n",
    "from shop.api import fetch\n\n\nasync def main():\n    fetch()  # scarlint: ignore[asyncio] a test\n",
    "from shop.client import store\n\n\nasync def main():\n    store()\n",
    "# scarlint: ignore-file[asyncio] a test\n",
  ],
  "shop/pool.py": [
    "class Pool:\n    async def close(self):\n        pass\n\n\nclass Small(Pool):\n    def close(self):\n        pass\n",
    "class Pool:\n    def close(self):\n        pass\n",
    undefined,
  ],
  "shop/closer.py": ["from shop.pool import Pool\n\n\nasync def end(pool: Pool):\n    pool.close()\n", "", undefined],
};

it("finds after any changes what a scan of the same texts finds", async (t) => {
  const names = Object.keys(TEXTS);
  const first = Object.fromEntries(names.map((name) => [name, TEXTS[name]?.[0] ?? ""]));
  const directory = workspace(t, { "shop/__init__.py": "", ...first });
  const change = fc.constantFrom(...names).chain((name) => {
    const texts = TEXTS[name] ?? [];
    return fc.nat({ max: texts.length - 1 }).map((at) => [name, texts[at]] as const);
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const live = await LiveScan.start({ current: directory });
      const now = new Map<string, string | undefined>();
      for (const [name, text] of changes) {
        now.set(name, text);
        if (live.pathOf(path.join(directory, name)) === undefined) {
          if (text === undefined) continue;
          await live.admit(path.join(directory, name));
        }
        live.change(name, text === undefined ? undefined : { text, asUtf8: text });
        if (changes.length % 2 === 0) for (const stale of [...live.stale.keys()]) await live.refresh(stale);
      }
      for (const stale of [...live.stale.keys()]) await live.refresh(stale);
      assert.equal(live.stale.size, 0);
      const gone = [...now].flatMap(([name, text]) => (text === undefined ? [name] : []));
      const replaced = new Map([...now].map(([name, text]) => [name, text === undefined ? text : Buffer.from(text)]));
      const fresh = await scan({ current: directory, replaced, exclude: gone });
      const told = live.result();
      assert.deepEqual(told.findings, fresh.findings);
      assert.deepEqual(told.suppressed, fresh.suppressed);
      assert.deepEqual(told.failures, fresh.failures);
    }),
    { numRuns: 25 },
  );
});

it("finds what it has found before as soon as all that it leans on is again as it was", async (t) => {
  const names = Object.keys(TEXTS);
  const first = Object.fromEntries(names.map((name) => [name, TEXTS[name]?.[0] ?? ""]));
  const directory = workspace(t, { "shop/__init__.py": "", ...first });
  // Of each file two contents, so that they come back soon.
  const change = fc.constantFrom(...names).chain((name) => fc.nat({ max: 1 }).map((at) => [name, at] as const));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 6, maxLength: 16 }), async (changes) => {
      const live = await LiveScan.start({ current: directory });
      const now = new Map<string, number>(names.map((name) => [name, 0]));
      const known = new Map<string, unknown>();
      for (const [name, at] of changes) {
        const text = TEXTS[name]?.[at];
        if (text === undefined) continue;
        now.set(name, at);
        live.change(name, { text, asUtf8: text });
        await live.refreshAll();
        const state = JSON.stringify([...now]);
        const { findings, suppressed } = live.result();
        if (known.has(state)) assert.deepEqual({ findings, suppressed }, known.get(state));
        known.set(state, { findings, suppressed });
      }
      const replaced = new Map([...now].map(([name, at]) => [name, Buffer.from(TEXTS[name]?.[at] ?? "")]));
      const fresh = await scan({ current: directory, replaced });
      assert.deepEqual(live.result().findings, fresh.findings);
      assert.deepEqual(live.result().suppressed, fresh.suppressed);
    }),
    { numRuns: 20 },
  );
});
