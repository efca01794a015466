import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { scan } from "../../src/engine/scan/scan.js";
import { Repository } from "../../src/files/git.js";
import { sightingOf } from "../../src/triage/bug.js";
import { Checkout, isScanned } from "../../src/triage/checkout.js";
import type { Seen } from "../../src/triage/lineage.js";
import { Observer } from "../../src/triage/observer.js";
import { triage } from "../../src/triage/triage.js";
import { History } from "../support/history.js";

const ASYNC = "async def fetch():\n    return 1\n";
const SYNC = "def fetch():\n    return 1\n";
const USE = "\n\nasync def main():\n    fetch()\n";

/** What files of a small shop may hold: each decides what is wrong with others, or which of them are looked at. */
const TEXTS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  "shop/client.py": [ASYNC, SYNC, "def fetch(:\n", undefined],
  "shop/api.py": ["from shop.client import fetch\n", "from deep.down.client import fetch\n", "from .client import *\n"],
  "shop/user.py": [
    `from shop.api import fetch\n${USE}`,
    `from shop.api import fetch\n${USE.replace("fetch()", "fetch()  # scarlint: ignore[asyncio] a test")}`,
    undefined,
  ],
  // The only file of its directory, and a module of the directory's name.
  "deep/down/client.py": [ASYNC, undefined, SYNC],
  "deep.py": [undefined, `class down:\n    client = None\n`],
  // A script by its first line alone.
  "shop/run": [`#!/usr/bin/env python3\nfrom shop.client import fetch\n${USE}`, `#!/bin/sh\nexit 0\n`, undefined],
  // Build output, unless it is a package.
  "build/step.py": [`from shop.client import fetch\n${USE}`, undefined],
  "build/__init__.py": [undefined, ""],
  ".gitignore": [undefined, "shop/user.py\n", "/deep/\n"],
};

it("looks at what rules read beside the code, and at today's configuration alone", () => {
  const read = ["a.py", "run", "docker-compose.yml", "deploy/start.sh", "requirements-dev.txt", "requirements/base.in"];
  const left = ["pyproject.toml", "scarlint.toml", "data/a.json", "notes/requirements.md"];
  assert.deepEqual([...read, ...left].filter(isScanned), read);
});

it("tells how far the first scan is before the first commit is done", async (t) => {
  const history = new History(t);
  history.commit({ "a.py": SYNC, "b.py": ASYNC });
  history.commit({ "a.py": ASYNC });
  const told: string[] = [];
  const onProgress = (done: number, total: number, what: string): number =>
    told.push(`${String(done)} of ${String(total)} ${what}`);
  const since = history.commits[0];
  await triage(await Repository.around(history.root), { rules: RULES, paths: ["."], since, onProgress });
  assert.deepEqual(told.slice(-3), ["2 of 2 files", "1 of 2 commits", "2 of 2 commits"]);
});

it("sees of each commit what a scan of it sees", async (t) => {
  const names = Object.keys(TEXTS);
  const change = fc.constantFrom(...names).chain((name) => {
    const texts = TEXTS[name] ?? [];
    return fc.nat({ max: texts.length - 1 }).map((at) => [name, texts[at]] as const);
  });
  const commits = fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(commits, async (steps) => {
      const history = new History(t);
      const begin = names.map((name) => [name, TEXTS[name]?.[0]] as const);
      const there = new Set<string>();
      const expected: Seen[][] = [];
      for (const step of [begin, ...steps]) {
        for (const [name, text] of step) {
          if (text === undefined && !there.delete(name)) continue;
          if (text !== undefined) there.add(name);
          history.write({ [name]: text });
        }
        // Of what is ignored, too: git goes on to track it.
        history.git("add", "--all", "--force");
        history.git("clean", "-d", "--force", "--quiet");
        history.commit();
        expected.push(await scanned(history.root));
      }
      const repository = await Repository.around(history.root);
      await Checkout.within(repository, history.commits.at(-1) ?? "", async (checkout) => {
        const observer = new Observer(checkout, { rules: RULES, paths: ["."] });
        const seen: (readonly Seen[])[] = [];
        const [first = ""] = history.commits;
        for await (const { files } of checkout.through(await repository.history(first))) {
          if (files.length > 0 || seen.length === 0) seen.push((await observer.observe()).sightings);
          else seen.push(seen.at(-1) ?? []);
        }
        assert.deepEqual(seen, expected);
      });
    }),
    { numRuns: 12 },
  );
});

async function scanned(root: string): Promise<Seen[]> {
  const { findings, suppressed } = await scan({ current: root });
  return [
    ...findings.map((finding) => ({ finding: sightingOf(finding) })),
    ...suppressed.map(({ suppression, ...finding }) => ({
      finding: sightingOf(finding),
      accepted: suppression.reason,
    })),
  ];
}
