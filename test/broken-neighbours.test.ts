import assert from "node:assert/strict";
import { test } from "node:test";
import { findFixtures } from "./support/fixtures.js";
import { observe } from "../src/testing/observe.js";
import { markersIn } from "../src/testing/markers.js";

/** What happens to a file while somebody works on it; the program is what it was before. */
const BREAKAGE: Readonly<Record<string, (source: string) => string>> = {
  "an unfinished line at its end": (source) => `${source}\ndef unfinished(\n`,
  "a merge conflict at its beginning": (source) => `<<<<<<< HEAD\n=======\nimport os\n>>>>>>> topic\n${source}`,
  "a Python 2 print at its end": (source) => `${source}\nprint "done"\n`,
  "its end missing": (source) => `${source.slice(0, source.lastIndexOf("def "))}def unfinished(`,
};

// An imported file that breaks makes rules know less of the files that import it: they may say less, never more.
for (const { name, sources } of findFixtures().filter(({ name }) => !name.endsWith(".py"))) {
  test(`${name} has no other findings when one of its files breaks`, async () => {
    const expected = new Set(
      [...sources].flatMap(([path, source]) => markersIn(source).map(({ rule, line }) => place(rule, path, line))),
    );
    for (const [path, source] of sources) {
      for (const [how, breakage] of Object.entries(BREAKAGE)) {
        const { seen, failures } = await observe(new Map([...sources, [path, breakage(source)]]));
        const others = seen.filter((found) => found.path !== path);
        const noise = others.filter((found) => !expected.has(place(found.rule, found.path, found.line)));
        assert.deepEqual([...noise, ...failures], [], `${path} has ${how}`);
      }
    }
  });
}

function place(rule: string, path: string, line: number): string {
  return `${rule} ${path}:${String(line)}`;
}
