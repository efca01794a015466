import { counted } from "../counted.js";
import { TRUE, unchecked, untrue, type Facts, type Judgement } from "./judged.js";
import type { Statement } from "./statements.js";
import { listed } from "./wording.js";

const NUMBERS: Readonly<Record<string, number>> = {
  no: 0,
  zero: 0,
  none: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  ten: 10,
};
const WORD = "\\d{1,5}|no|zero|none|one|two|three|four|five|ten";
const FLAKY = new RegExp(
  `(?<![\\w-])(${WORD})[ \\t]{1,3}(?:flaky|flakes|flakiness|flaking)\\b|\\bflak(?:y|es|iness)(?: tests?)?(?: (?:detected|found|count|identified))?[ \\t]{0,2}[:=][ \\t]{0,3}(${WORD})\\b`,
  "i",
);
const STABLE = /\b(?:not|nothing is|none (?:is|are)) flaky\b|\bfully deterministic\b|\bperfectly stable\b/i;

/** Holds what is said of flaky tests against what the runs can prove. */
export function judgeFlaky({ text, isBefore }: Statement, { evidence }: Facts): readonly Judgement[] {
  const found = FLAKY.exec(text);
  if (!found && !STABLE.test(text)) return [];
  if (isBefore) return [unchecked("it tells of how things were before")];
  if (evidence.runs.length === 0) return [unchecked("no run was given")];
  const said = found ? numberOf(found[1] ?? found[2] ?? "") : 0;
  const { flaky, comparison, runs } = evidence;
  if (said > 0)
    return [
      said === flaky.length
        ? TRUE
        : untrue(
            "flaky",
            `The summary counts ${counted(said, "flaky test")}, and the runs show ${String(flaky.length)}.`,
          ),
    ];
  if (flaky.length > 0) {
    const names = listed(
      flaky.map(({ id }) => id),
      3,
    );
    return [untrue("flaky", `Nothing is flaky, says the summary, and ${names} passed and failed on the same code.`)];
  }
  if (comparison.whole.length < 2)
    return [
      untrue(
        "flaky",
        `Nothing is flaky, says the summary, and ${counted(comparison.whole.length, "run")} cannot show that.`,
      ),
    ];
  const retried = runs.filter(({ counts }) => counts.retried > 0).map(({ run }) => run.name);
  if (retried.length > 0)
    return [
      untrue(
        "flaky",
        `Nothing is flaky, says the summary, and tests were tried again until they passed in ${listed(retried, 3)}.`,
      ),
    ];
  return [TRUE];
}

const FULL = /\b(?:full|entire|whole|complete)[ \t]{1,3}(?:test[ \t]{1,3})?suite\b/i;
const RUNS = new RegExp(
  `\\b(${WORD})[ \\t]{1,3}(?:(?:consecutive|full|complete|clean|separate|independent|successive|suite|test suite|test)[ \\t]{1,3}){0,3}runs\\b|\\b(?:ran|run|executed)(?: [a-z ]{0,30})? (${WORD}) times\\b`,
  "i",
);

/** Holds how much is said to have run against what did. */
export function judgeScope({ text, isBefore }: Statement, { evidence }: Facts): readonly Judgement[] {
  if (isBefore) return [];
  const judgements: Judgement[] = [];
  const runs = RUNS.exec(text);
  const said = runs ? numberOf(runs[1] ?? runs[2] ?? "") : 0;
  if (said > 1) judgements.push(judgeRuns(said, evidence));
  if (FULL.test(text)) judgements.push(judgeFull(evidence));
  return judgements;
}

function judgeRuns(said: number, { comparison }: Facts["evidence"]): Judgement {
  const { whole, copies, runs } = comparison;
  if (runs.length === 0) return unchecked("no run was given");
  if (whole.length >= said) return TRUE;
  const copied =
    copies.length === 0
      ? ""
      : `; ${counted(copies.length, "file")} ${copies.length === 1 ? "is" : "are"} another run once more`;
  const partial =
    runs.length === whole.length
      ? ""
      : `; ${counted(runs.length - whole.length, "run")} ${runs.length - whole.length === 1 ? "is" : "are"} partial`;
  return untrue(
    "scope",
    `The summary tells of ${String(said)} runs, and there is evidence of ${String(whole.length)} that can be compared${copied}${partial}.`,
  );
}

/** With fewer than this share of the test files, it was not the whole suite. */
const MOST_FILES = 0.8;

function judgeFull({ runs, unrun, testFiles }: Facts["evidence"]): Judgement {
  if (runs.length === 0) return unchecked("no run was given");
  const partial = runs.filter(({ isPartial }) => isPartial).map(({ run }) => run.name);
  if (partial.length > 0)
    return untrue(
      "scope",
      `It was not the whole suite: ${listed(partial, 3)} ${partial.length === 1 ? "is" : "are"} partial.`,
    );
  if (testFiles - unrun.length < testFiles * MOST_FILES) {
    return untrue(
      "scope",
      `It was not the whole suite: ${String(unrun.length)} of ${counted(testFiles, "test file")} have no test in any run, among them ${listed(unrun, 3)}.`,
    );
  }
  return unrun.length === 0 ? TRUE : unchecked(`${listed(unrun, 3)} may belong to the suite, and did not run`);
}

function numberOf(word: string): number {
  return NUMBERS[word.toLowerCase()] ?? Number(word);
}
