import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { resultLookedInto } from "../../src/python/prefilter/results.js";
import { calledIn, calledWithoutAwait, originalsIn, renamedIn } from "../../src/python/prefilter/called.js";

/** However it is written, a call that may lack its `await` must not be taken for one that has it. */
describe("the names that a text calls without an await", () => {
  for (const [text, names] of [
    ["self.rights.may_enter(member)", ["may_enter"]],
    ["await self.rights.may_enter(member)", []],
    ["await  count()", []],
    ["await count(1, (2), 'x')", []],
    ["await count()['x']", ["count"]],
    ["await count() [0]", ["count"]],
    ["await self.count(of(1)).rows", ["count", "of"]],
    ["await count(')')['x']", ["count"]],
    ["await count(f'{a[\")\"]}')", ["count"]],
    ["await count( # ( of all\n1)", ["count"]],
    ["await count('')", ["count"]],
    ["await (count())", ["await", "count"]],
    ["await self.pool[0].count()", ["count"]],
    ["await first().count()", ["first", "count"]],
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
    assert.ok(renamedIn("from a import (\n  b # c\n  as d)").has("b"));
    assert.deepEqual([...renamedIn("import basket")], []);
  });
});

/** What stands in comments may be among them, what is code must be. */
describe("the names that a text calls or defines", () => {
  for (const [text, names] of [
    ["count(first(2))", ["count", "first"]],
    ["def count(self): return [](1)", ["count"]],
    ["count \\\n  (1)", ["count"]],
    ["count # how many\n\n  # and why\n  (1)", ["why", "many", "count"]],
    ['shelf["#"], count # of all\n(1)', ["all", "count"]],
    ["[1](2)", []],
    ["(1)", []],
  ] as const) {
    it(`are ${names.join() || "none"} in ${JSON.stringify(text)}`, () => {
      assert.deepEqual([...calledIn(text)].sort(), [...names].sort());
    });
  }
});

describe("the names that a text gives others to", () => {
  it("are known by those, however they are laid out", () => {
    const text = "from shop import (\n  basket # of goods\n  as cart,\n  till as box)\nwith box as \\\n cart: pass";
    assert.deepEqual([...(originalsIn(text).get("box") ?? [])], ["till"]);
    assert.deepEqual(
      originalsIn(text)
        .get("cart")
        ?.filter((name) => name !== "goods"),
      ["basket", "box"],
    );
  });

  it("take no longer for a long text of signs", () => {
    const comments = "#".repeat(50_000);
    assert.deepEqual([...calledIn(`${comments}\n(1)`)], []);
  });
});

describe("a result that is looked into", () => {
  const looks = (text: string): boolean => resultLookedInto("find").mayStandAt(text, text.indexOf("find"));

  it("is known behind comments, and takes no longer for a comment of signs", () => {
    assert.ok(looks("(find() # by name\n .name)"));
    assert.ok(!looks("find()\nother"));
    assert.ok(!looks(`find() ${"# ".repeat(2_000)}\nother`));
  });
});
