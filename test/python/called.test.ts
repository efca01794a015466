import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { calledWithoutAwait, renamedIn } from "../../src/python/prefilter/called.js";

/** However it is written, a call that may lack its `await` must not be taken for one that has it. */
describe("the names that a text calls without an await", () => {
  for (const [text, names] of [
    ["self.rights.may_enter(member)", ["may_enter"]],
    ["await self.rights.may_enter(member)", []],
    ["await  count()", []],
    ["await (count())", ["await", "count"]],
    ["await self.pool[0].count()", ["count"]],
    ["await first().count()", ["count"]],
    ["await count(); count()", ["count"]],
    ["unawait count()", ["count"]],
    ["# we await\ncount()", ["count"]],
    ["async def count(self): pass", []],
    ["class Count(Base): pass", []],
    ["count \\\n  (1)", ["count"]],
    ["count # how many\n  (1)", ["count", "many"]],
    ["größe()", ["größe"]],
    ["count", []],
    ["(1)", []],
    ["", []],
  ] as const) {
    it(`are ${names.join() || "none"} in ${JSON.stringify(text)}`, () => {
      assert.deepEqual([...calledWithoutAwait(text)], names);
    });
  }

  it("may have been given other names", () => {
    assert.deepEqual([...renamedIn("from a import (\n  b # c\n  as d)")], ["b"]);
    assert.deepEqual([...renamedIn("import basket")], []);
  });
});
