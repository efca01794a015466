import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { definitionsIn } from "../../src/python/prefilter/definitions.js";
import { asksForRows } from "../../src/python/prefilter/rows.js";

describe("a text that may ask a database for rows", () => {
  for (const [text, asks] of [
    ["session.query(Loan).first()", true],
    ["session.scalars(select(Loan))", true],
    ["session.get(Loan, 5)", true],
    ["session.get(models.Loan, key)", true],
    ["session.get(\n  loan, 5)", true],
    ["session.get( # by key\n Loan, 5)", true],
    ["session.get(models. # of the library\n Loan, 5)", true],
    ["session.get(models.Loan # by key\n, 5)", true],
    ["session.get(Loan)", false],
    ["settings.get('loan', 5)", false],
    ["selected(queries, forget(loan, 5))", false],
  ] as const) {
    it(`is ${asks ? "" : "not "}${JSON.stringify(text)}`, () => {
      assert.equal(asksForRows(text), asks);
    });
  }

  it("takes no longer for signs that open something again and again", () => {
    for (const part of ["get  ", "get(", "a . ", "get(a.\\"]) assert.ok(!asksForRows(part.repeat(50_000)));
  });
});

describe("a function that may read rows", () => {
  const reads = (source: string): boolean[] => definitionsIn(source).map(({ mayReadRows }) => mayReadRows);

  it("asks for them itself and returns something", () => {
    assert.deepEqual(reads("def loan(s):\n    return s.query(Loan).first()\n\ndef other(s):\n    return s\n"), [
      true,
      false,
    ]);
    assert.deepEqual(reads("def count(s):\n    s.query(Loan).count()\n"), [false]);
  });
});
