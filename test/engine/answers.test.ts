import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { wordsDefinedIn } from "../../src/files/word-index.js";
import { shortened } from "../../src/engine/run/traced-files.js";
import { revised, type Answers } from "../../src/engine/cache/answers.js";
import {
  answerTo,
  tellsSame,
  type Library,
  type TextAnswer,
  type TextQuestion,
} from "../../src/python/prefilter/text-question.js";

type Sources = ReadonlyMap<string, string>;

function libraryOf(sources: Sources): Library {
  const holds = (path: string, word: string): boolean => sources.get(path)?.split(/\W+/).includes(word) ?? false;
  return {
    paths: [...sources.keys()],
    holding: (word, alongside) =>
      [...sources.keys()]
        .filter((path) => holds(path, word) && (alongside?.some((other) => holds(path, other)) ?? true))
        .sort(),
    defining: (word) =>
      [...sources.keys()].filter((path) => [...wordsDefinedIn(sources.get(path) ?? "")].includes(word)).sort(),
    read: (path) => sources.get(path),
  };
}

const answered = (sources: Sources, question: TextQuestion): TextAnswer =>
  shortened(answerTo(question, libraryOf(sources)));

const word = fc.constantFrom("run", "stop", "wait", "a", "lib/run");
const line = fc
  .tuple(fc.constantFrom("", "it.", "make ", "def ", "async def "), word, fc.constantFrom("", "()", " = 1"))
  .map((parts) => parts.join(""));
const sources = fc
  .dictionary(
    fc.constantFrom("a.py", "b.py", "lib/run.py", "d/a/__init__.py", "e/lib/run/__init__.py"),
    fc.array(line, { maxLength: 3 }).map((lines) => lines.join("\n")),
  )
  .map((files) => new Map(Object.entries(files)));
const questions = fc.array(
  fc.record(
    {
      word,
      use: fc.constantFrom<NonNullable<TextQuestion["use"]>[]>("call", "store", "module", "define", "async", "shape", {
        source: "^make ",
        flags: "m",
      }),
      alongside: fc.array(word, { maxLength: 2 }),
      below: fc.constantFrom("lib", "d"),
      mostHolding: fc.integer({ min: 0, max: 4 }),
      most: fc.integer({ min: 0, max: 4 }),
    },
    { requiredKeys: ["word"] },
  ),
  { minLength: 1 },
);

it("answers that are revised are those that asking all files would give", () => {
  let known = 0;
  let all = 0;
  fc.assert(
    fc.property(
      questions,
      fc.array(sources, { minLength: 2, maxLength: 4 }),
      (asked, [first = new Map(), ...later]) => {
        let before: Sources = first;
        let answers: Answers = new Map(asked.map((question) => [JSON.stringify(question), answered(first, question)]));
        for (const after of later) {
          const paths = new Set(
            [...before.keys(), ...after.keys()].filter((path) => before.get(path) !== after.get(path)),
          );
          const texts = new Map([...after].filter(([path]) => paths.has(path)).sort());
          answers = revised(answers, { paths, texts, read: (path) => after.get(path) });
          all += asked.length;
          for (const [key, answer] of answers) {
            known++;
            const now = answered(after, JSON.parse(key) as TextQuestion);
            assert.ok(tellsSame(key, answer, now), `${key}: ${JSON.stringify([answer, now])}`);
          }
          before = after;
        }
      },
    ),
    { numRuns: 200 },
  );
  assert.ok(known > all * 0.9, "many answers were given up");
});
