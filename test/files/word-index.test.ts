import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { holdsWord, wordsDefinedIn, WordIndex } from "../../src/files/word-index.js";

const word = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/);
const text = fc
  .array(fc.tuple(word, fc.constantFrom(" ", ".", "(", "\n", "+", '"')))
  .map((parts) => parts.flat().join(""));

it("a word index finds every text that holds a word, and not those that only hold it inside another", () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), word, (texts, wanted) => {
      const index = WordIndex.of(texts.entries());
      const holding = texts.flatMap((content, number) => (content.split(/\W+/).includes(wanted) ? [number] : []));
      assert.deepEqual(index.textsWith(wanted), holding);
      const found = texts.flatMap((content, number) => (holdsWord(content, wanted) ? [number] : []));
      assert.deepEqual(found, holding);
    }),
  );
});

it("a word index knows names that are not ASCII, and texts larger than its first guess", () => {
  const many = Array.from({ length: 100_000 }, (_, number) => `n${String(number)}`).join(" ");
  const index = WordIndex.of([
    [3, `${many} größe ${many}`],
    [7, "gr größe_2"],
  ]);
  assert.deepEqual(index.textsWith("größe"), [3]);
  assert.deepEqual(index.textsWith("n77777"), [3]);
  assert.deepEqual(index.textsWith(""), []);
  assert.ok(holdsWord("gr größe_2 größe", "größe"));
  assert.ok(!holdsWord("gr größe_2 ögröße", "größe"));
  assert.ok(!holdsWord("größe", "gr"));
  assert.ok(!holdsWord("größe", ""));
});

it("a word index knows which texts define a name, however the name is set off", () => {
  const texts = [
    "def run(self): pass",
    "class  run:\n  pass",
    "async def \\\n run(): run()",
    "run()\nundef run",
    "def other(): run",
  ];
  const index = WordIndex.of(texts.entries());
  const defining = texts.flatMap((text, number) => ([...wordsDefinedIn(text)].includes("run") ? [number] : []));
  assert.deepEqual(defining, [0, 1, 2]);
  assert.deepEqual(index.textsDefining("run"), defining);
  assert.deepEqual(index.textsDefining("self"), []);
});
