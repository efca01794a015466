import assert from "node:assert/strict";
import { test } from "node:test";
import { moduleOf } from "../support/program.js";

test("a list that is made of itself has an end", async () => {
  const module = await moduleOf(`
def names(rows):
    rows = list(rows)
    while rows:
        rows = sorted(rows)
        for row in rows:
            print(row.name)
`);
  const [row] = module.identifiers("row").slice(-1);
  assert.equal(row?.parent?.kind, "attribute");
  assert.deepEqual(
    module.valuesOf(row).filter(({ kind }) => kind === "instance"),
    [],
  );
});
