import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadNative, loadWasm } from "../../src/syntax/parser.js";

const DEPTH = 100_000;

const NESTED: Readonly<Record<string, string>> = {
  parentheses: `x = ${"(".repeat(DEPTH)}1${")".repeat(DEPTH)}\n`,
  signs: `x = ${"-".repeat(DEPTH)}1\n`,
  attributes: `x = a${".b".repeat(DEPTH)}\n`,
  sums: `x = a${" + a".repeat(DEPTH)}\n`,
  conditions: `x = ${"a if b else ".repeat(DEPTH)}c\n`,
  "brackets that stay open": `x = ${"(".repeat(DEPTH)}\n`,
};

for (const load of [() => Promise.resolve(loadNative()), loadWasm]) {
  const parser = await load();
  describe(`what nests deep parses with the ${parser.backend} parser`, () => {
    for (const [what, text] of Object.entries(NESTED)) {
      it(what, () => {
        assert.ok(parser.parse(text).size > DEPTH);
      });
    }
  });
}

it("a long stretch of comments keeps those in front of the code", async () => {
  const parser = await loadWasm();
  const tree = parser.parse(`${"# note\n".repeat(500)}# last\nx = 1\n`);
  const comments = [...tree.nodes("comment")];
  assert.equal(comments.length, 100);
  assert.equal(comments.at(-1)?.text, "# last");
});
