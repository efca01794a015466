import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileFunction } from "node:vm";
import { readVocabulary } from "../src/docs/generate/vocabulary.js";
import * as vocabulary from "../src/vocabulary.js";
import { ROOT } from "./support/paths.js";
import { moduleOf } from "./support/program.js";

const { questions } = readVocabulary(ROOT);

/** Lines of an example as a program that compares what each gives with what stands behind it. */
function checked(js: string): string {
  return js.replace(/^(.*); \/\/ (.*)$/gm, (_, given: string, expected: string) => `expect(${given}, ${expected});`);
}

describe("docs/vocabulary.md", () => {
  for (const { title, python, js } of questions) {
    it(`shows what is so: ${title}`, async () => {
      const results = js.match(/^.*; \/\/ .*$/gm) ?? [];
      assert.ok(results.length > 0, "a question has a program that says what it gives (src/vocabulary.ts)");
      let compared = 0;
      const expect = (given: unknown, expected: unknown): void => {
        assert.deepEqual(given, expected, results[compared++]);
      };
      const given = { ...vocabulary, module: await moduleOf(python), expect };
      const run = compileFunction(checked(js), Object.keys(given)) as (...words: readonly unknown[]) => void;
      run(...Object.values(given));
      assert.equal(compared, results.length);
    });
  }

  it("has every word once", () => {
    const names = questions.flatMap(({ words }) => words.map(({ name }) => name));
    assert.deepEqual(names, [...new Set(names)]);
    for (const name of Object.keys(vocabulary)) assert.ok(names.includes(name), name);
  });
});
