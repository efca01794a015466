import { groupedBy } from "../grouped.js";
import type { TestCase } from "../triage/tests.js";
import { compare } from "./compare.js";
import { fileOf } from "./evidence.js";
import { testOf } from "./hollow.js";
import type { Program } from "./program.js";
import { isFailed, type Run, type RunCase } from "./run.js";

/** Tests with what runs show to be wrong with them as guards: one that is skipped, fails or is flaky guards nothing. */
export function withRuns(tests: readonly TestCase[], given: readonly Run[], program: Program): readonly TestCase[] {
  const runs = compare(given).runs.map(({ run }) => run);
  if (runs.length === 0) return tests;
  const inFile = groupedBy(tests, ({ path }) => path);
  const ran = new Map<TestCase, RunCase[]>();
  for (const each of runs.flatMap(({ cases }) => [...cases.values()])) {
    const file = fileOf(each, program);
    const test = testOf(each, file, inFile.get(file ?? "") ?? []);
    if (test) ran.set(test, [...(ran.get(test) ?? []), each]);
  }
  return tests.map((test) => {
    const flaw = test.flaw ?? flawIn(ran.get(test) ?? []);
    return flaw === undefined ? test : { ...test, flaw };
  });
}

/** Why the runs of a test show it to guard against nothing, as what follows its name in a sentence. */
function flawIn(cases: readonly RunCase[]): string | undefined {
  if (cases.length === 0) return "is in none of the runs";
  if (cases.every(({ outcome }) => outcome === "skipped" || outcome === "xfailed")) return "was skipped in every run";
  const failed = cases.filter(isFailed);
  if (failed.length === 0)
    return cases.some(({ isRetried }) => isRetried) ? "passed only when it was tried again" : undefined;
  // Of a test with parameters each case has to hold; of one case, it has to hold each time.
  const isMixed = failed.some(({ id }) => cases.some((each) => each.id === id && each.outcome === "passed"));
  return isMixed ? "is flaky" : "fails";
}
