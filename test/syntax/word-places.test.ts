import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { WordPlaces } from "../../src/syntax/word-places.js";

const words = fc.array(fc.constantFrom("a", "ab", "send", "größe", "x1", "_", ".", " ", "(", "\n", "#"), {
  maxLength: 60,
});

describe("where words stand", () => {
  it("is told of every word of a text", () => {
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join("");
        const places = WordPlaces.in(text);
        const all = [...text.matchAll(/[\w\x80-\uffff]+/g)];
        for (const { 0: word } of all) {
          const expected = all.filter(([other]) => other === word).map(({ index }) => index);
          assert.deepEqual(places.of(word), expected);
        }
      }),
    );
  });

  it("is told of words that were given, between two offsets", () => {
    const places = WordPlaces.of([
      ["send", 40],
      ["close", 7],
      ["send", 3],
    ]);
    assert.deepEqual(places.of("send"), [3, 40]);
    assert.ok(places.hasBetween("send", 0, 4));
    assert.ok(!places.hasBetween("send", 4, 40));
    assert.ok(places.hasBetween("send", 4, Infinity));
    assert.deepEqual(places.of("open"), []);
  });
});
