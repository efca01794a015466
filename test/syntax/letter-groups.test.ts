import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { LetterGroups } from "../../src/syntax/letter-groups.js";

it("groups of letters never deny what a text holds", () => {
  const texts = fc.string({ unit: "binary", maxLength: 200 });
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(30), (text, at, length) => {
      const start = at % (text.length + 1);
      assert.ok(new LetterGroups(text).mayHold(text.slice(start, start + length)));
    }),
  );
});

it("groups of letters deny most of what a text does not hold", () => {
  const groups = new LetterGroups("def total(order):\n    return sum(line.price for line in order.lines)\n".repeat(50));
  const words = ["context", "monkeypatch", "bind", "subscribe", "pickle", "urlopen", "eval_", "rice f"];
  assert.deepEqual(
    words.filter((word) => groups.mayHold(word)),
    ["rice f"],
  );
});
