import assert from "node:assert/strict";
import { test } from "node:test";
import { RULES } from "../src/engine/rules/rules.generated.js";
import { findFixtures, problemsOf, type Fixture } from "./support/fixtures.js";
import { markersIn } from "../src/testing/markers.js";

/** How much every rule has to be tried on. */
const SHAPES = 8;
const LOOK_ALIKES = 10;

// FIXTURES=asyncio runs those whose name holds the word.
const filter = process.env.FIXTURES;
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

for (const { id } of RULES) {
  test(`${id} is tried on enough programs`, () => {
    const own = findFixtures().filter(({ name }) => name.startsWith(`${id}/`));
    const sources = own.flatMap((fixture: Fixture) => [...fixture.sources.values()]);
    const marked = (kind: string): number =>
      sources.flatMap(markersIn).filter((marker) => marker.kind === kind && marker.rule === id).length;
    // A rule that is never sure has only what it reports with --audit.
    const shapes = marked("expect") || marked("audit");
    const silent = sources.flatMap(functionsIn).filter((text) => markersIn(text).length === 0);
    assert.ok(shapes >= SHAPES, `${String(shapes)} shapes are to be reported, ${String(SHAPES)} should be`);
    assert.ok(
      silent.length >= LOOK_ALIKES,
      `${String(silent.length)} functions are to stay silent, ${String(LOOK_ALIKES)} should be`,
    );
  });
}

/** The texts from one `def` to the next. */
function functionsIn(source: string): string[] {
  return source.split(/^(?=\s*(?:async )?def )/m).filter((text) => /^\s*(?:async )?def /.test(text));
}
