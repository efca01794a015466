import assert from "node:assert/strict";
import { test } from "node:test";
import { Places } from "../../src/engine/place.js";
import { RULES } from "../../src/engine/rules.generated.js";
import type { Reading } from "../../src/python/grammar/check.js";
import type { Project } from "../../src/python/project.js";
import { Text } from "../../src/python/texts.js";
import { loadParser } from "../../src/syntax/parser.js";
import { findFixtures } from "../support/fixtures.js";
import { projectOf } from "../support/program.js";

const parser = await loadParser();

/** A text in which nothing is folded. */
class WholeText extends Text {
  override get reading(): Reading {
    return { ...super.reading, folds: [] };
  }
}

/** Everything that the rules say, with all the evidence. */
function reports(project: Project, paths: readonly string[]): unknown[] {
  const places = new Places();
  return paths.flatMap((path) => {
    const module = project.module(path);
    if (!module) return [];
    return RULES.flatMap(({ id, rule }) =>
      [...rule.check(module)].map(({ at, message, likely, related, flow }) => ({
        id,
        message,
        likely,
        at: places.of(at),
        related: places.steps(related),
        flow: places.steps(flow),
      })),
    );
  });
}

test("the findings are those of parsing every file whole", async () => {
  let found = 0;
  for (const { name, sources } of findFixtures()) {
    const files = Object.fromEntries(sources);
    const partly = reports(await projectOf(files), [...sources.keys()]);
    const texts = { of: (source: string) => new WholeText(parser, source) };
    assert.deepEqual(partly, reports(await projectOf(files, texts), [...sources.keys()]), name);
    found += partly.length;
  }
  assert.ok(found > 300, "hardly anything was found");
});
