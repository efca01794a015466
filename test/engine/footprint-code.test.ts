import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decoded, encoded } from "../../src/engine/cache/footprint-code.js";

test("a set of numbers is read as it was written", () => {
  const sets = fc
    .uniqueArray(fc.oneof(fc.nat(300), fc.nat(2 ** 31 - 1)))
    .map((numbers) => Uint32Array.from(numbers).sort());
  fc.assert(fc.property(sets, (set) => assert.deepEqual(decoded(encoded(set)), set) === undefined));
});

test("whatever a text holds, some numbers are read from it", () => {
  fc.assert(fc.property(fc.string(), (text) => decoded(text).length <= text.length));
});
