import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { it } from "node:test";
import fc from "fast-check";
import { Haystack } from "../../src/files/haystack.js";
import { LARGEST_FILE } from "../../src/files/read.js";
import { holdsWord, wordsDefinedIn } from "../../src/files/word-index.js";
import { workspace } from "../cli/command.js";

const word = fc.constantFrom("a", "ab", "b_1", "größe", "ö", "變數");
const between = fc.constantFrom("def ", "class\n", " ", "(", ".", "\n", "\r\n", "ö", "é", "_", "a");

it("finds the words that texts in UTF-8 hold", (t) => {
  const files = fc.array(
    fc.array(fc.oneof(word, between)).map((parts) => parts.join("")),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(files, word, (texts, wanted) => {
      const named = texts.map((text, index) => [`${String(index)}.py`, text] as const);
      const directory = workspace(t, Object.fromEntries(named));
      const paths = named.map(([name]) => path.join(directory, name));
      const haystack = new Haystack();
      haystack.add(paths.slice(0, 3));
      haystack.add(paths);
      const holding = paths.filter((_, index) => holdsWord(texts[index] ?? "", wanted));
      assert.deepEqual(haystack.pathsOf(wanted), holding);
      const defining = paths.filter((_, index) => [...wordsDefinedIn(texts[index] ?? "")].includes(wanted));
      assert.deepEqual([...haystack.pathsDefining(wanted)], defining);
      for (const each of paths) {
        assert.ok(haystack.isPlain(each));
        assert.equal(haystack.holds(each, wanted), holding.includes(each));
      }
      assert.deepEqual(haystack.pathsOf(""), []);
    }),
    { numRuns: 100 },
  );
});

it("says which files' bytes are not their text", (t) => {
  const files = {
    "plain.py": "# coding: utf-8\nwanted = 1\n",
    "latin.py": Buffer.from("# coding: latin-1\nwanted = '\xe4'\n", "latin1"),
    "marked.py": "\ufeffwanted = 1\n",
    "broken.py": Buffer.from("wanted = '\xe4'\n", "latin1"),
    "zero.py": "wanted = '\0'\n",
    "large.py": `wanted = 1\n${" ".repeat(LARGEST_FILE)}`,
  };
  const root = workspace(t, files);
  symlinkSync("plain.py", path.join(root, "link.py"));
  const haystack = new Haystack();
  const names = [...Object.keys(files), "link.py", "missing.py"];
  haystack.add(names.map((name) => path.join(root, name)));
  assert.deepEqual(
    names.filter((name) => haystack.isPlain(path.join(root, name))),
    ["plain.py"],
  );
  assert.equal(haystack.textOf(path.join(root, "broken.py")), "wanted = '\xe4'\n");
  for (const name of ["large.py", "link.py", "missing.py"]) assert.equal(haystack.textOf(path.join(root, name)), "");
});

it("holds more than it reads at a time", (t) => {
  const filler = "x = 1\n".repeat(LARGEST_FILE / 10);
  const names = ["a.py", "b.py", "c.py", "d.py"];
  const root = workspace(t, Object.fromEntries(names.map((name) => [name, `${filler}wanted = "${name}"\n`])));
  const paths = names.map((name) => path.join(root, name));
  const haystack = new Haystack();
  haystack.add(paths);
  assert.deepEqual(haystack.pathsOf("wanted"), paths);
  for (const [index, each] of paths.entries()) {
    assert.equal(haystack.sizeOf(each), haystack.textOf(each).length);
    assert.ok(haystack.textOf(each).endsWith(`wanted = "${names[index] ?? ""}"\n`));
  }
});
