import assert from "node:assert/strict";
import { test } from "node:test";
import { loadParser } from "../../src/syntax/parser.js";
import { findFixtures } from "../support/fixtures.js";
import { projectOf } from "../support/program.js";
import { reportsIn, WholeText } from "../support/reports.js";

const parser = await loadParser();

test("the findings are those of parsing every file whole", async () => {
  let found = 0;
  for (const { name, sources } of findFixtures()) {
    const files = Object.fromEntries(sources);
    const partly = reportsIn(await projectOf(files), [...sources.keys()]);
    const texts = { of: (source: string) => new WholeText(parser, source) };
    assert.deepEqual(partly, reportsIn(await projectOf(files, texts), [...sources.keys()]), name);
    found += partly.length;
  }
  assert.ok(found > 300, "hardly anything was found");
});
