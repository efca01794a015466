import { counted } from "../counted.js";
import type { Evidence } from "./evidence.js";
import { powerOf, runsFor } from "./flaky.js";
import { listed, percentText } from "./wording.js";

/** The share of runs in which a test fails that is talked about. */
const SOMETIMES = 0.1;

/** What the runs can prove and what not, in sentences. */
export function proofOf(evidence: Evidence): readonly string[] {
  const { comparison, runs } = evidence;
  const { whole, copies } = comparison;
  const tests = runs.reduce((most, { counts }) => Math.max(most, counts.tests), 0);
  return [
    ...(tests === 0 ? ["No run ran any test."] : []),
    ...copies.map(({ name, of }) => `'${name}' is '${of}' once more, and is not counted.`),
    ...runs
      .filter(({ isPartial }) => isPartial)
      .map(
        ({ run, absent }) =>
          `'${run.name}' is partial: ${counted(absent, "test")} of the other runs ${absent === 1 ? "is" : "are"} not in it.`,
      ),
    ...(tests === 0 ? [] : [powerSentence(whole.length)]),
    ...retrySentence(evidence),
    ...unstableSentence(evidence),
    ...unrunSentence(evidence),
  ];
}

function powerSentence(runs: number): string {
  if (runs < 2) return "One run cannot show that a test is flaky, nor that none is.";
  const power = percentText(powerOf(runs, SOMETIMES), 0);
  const needed = String(runsFor(SOMETIMES, 90));
  return (
    `${counted(runs, "run")} can be compared. A test that fails one time in ten would have shown itself with ${power}; ` +
    `to find it with 90 % takes ${needed} runs.`
  );
}

function retrySentence({ runs }: Evidence): string[] {
  const retried = runs.reduce((sum, { counts }) => sum + counts.retried, 0);
  if (retried === 0) return [];
  return [
    `${counted(retried, "test")} ${retried === 1 ? "was" : "were"} tried more than once in a run. What the first tries came to is ` +
      "not always written down, so these runs do not prove that nothing is flaky.",
  ];
}

function unstableSentence({ comparison: { unstable } }: Evidence): string[] {
  if (unstable.length === 0) return [];
  const verb = unstable.length === 1 ? "is" : "are";
  return [`${counted(unstable.length, "test")} ${verb} in some runs and not in others: ${listed(unstable, 5)}.`];
}

function unrunSentence({ unrun, runs }: Evidence): string[] {
  if (unrun.length === 0 || runs.length === 0) return [];
  const verb = unrun.length === 1 ? "has" : "have";
  return [`${counted(unrun.length, "test file")} ${verb} no test in any run: ${listed(unrun, 5)}.`];
}
