import assert from "node:assert/strict";
import { test } from "node:test";
import { findFixtures, problemsOf } from "./support/fixtures.js";

// FIXTURES=asyncio runs those whose name holds the word.
const filter = process.env["FIXTURES"];
const fixtures = findFixtures(filter ? filter.split(",") : []);

test("there are fixtures to check", () => {
  assert.notEqual(fixtures.length, 0);
});

for (const fixture of fixtures) {
  test(`fixture ${fixture.name}`, async () => {
    const problems = await problemsOf(fixture);
    assert.equal(problems.length, 0, `\n${problems.join("\n")}\n`);
  });
}
