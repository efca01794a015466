import assert from "node:assert/strict";
import { describe, it } from "node:test";
import rule from "../../rules/names/read-before-assignment.js";
import { moduleOf } from "../support/program.js";

async function adviceOn(program: string): Promise<string | undefined> {
  const [report] = rule.check(await moduleOf(program));
  return report?.advice;
}

describe("what to do about a name that is read too early", () => {
  const late = "def pay(rows):\n    rows = sorted(rows, key=NAME)\n    NAME = 3\n    return rows\n";
  for (const [name, before, advice] of [
    ["desc", "", "Bind 'desc' on every way that leads here"],
    ["desc", "desc = 1\n\n\n", "Bind 'desc' on every way that leads here, or give the local one another name"],
    ["max", "", "Bind 'max' on every way that leads here, or give the local one another name"],
  ] as const) {
    it(`says '${advice}' behind '${before.trim()}'`, async () => {
      assert.equal(await adviceOn(before + late.replaceAll("NAME", name)), advice);
    });
  }

  it("takes away an import that is there twice", async () => {
    const program =
      "from shop import find\n\n\ndef pay(order):\n    found = find(order)\n    from shop import find\n    return found, find\n";
    assert.equal(await adviceOn(program), "Take away the import in line 6: line 1 imports 'find' already");
  });
});
