import { basename } from "node:path/posix";
import type { Finding } from "../engine/finding/finding.js";
import type { TestCase } from "../triage/tests.js";
import { categoryOf, originOf, type Category, type Changed, type Origin } from "./category.js";
import { compare, type Comparison } from "./compare.js";
import type { Coverage } from "./coverage.js";
import { coverageChange, type CoverageChange } from "./coverage-change.js";
import { durationsOf, type Duration } from "./durations.js";
import { readFailure, type Failure } from "./failure.js";
import { flakyOf, type Flaky } from "./flaky.js";
import { hollowLines, hollowTests, type Hollow } from "./hollow.js";
import { leakFinder } from "./leaks.js";
import type { Program } from "./program.js";
import { countsOf, isFailed, passRateOf, type Counts, type Run, type RunCase } from "./run.js";

/** What evidence is gathered from. */
export interface Given {
  readonly runs: readonly Run[];
  readonly coverage: Coverage | undefined;
  readonly coverageBefore: Coverage | undefined;
  readonly program: Program;
  /** Of a scan of the project. */
  readonly findings: readonly Finding[];
  /** The project's test functions. */
  readonly tests: readonly TestCase[];
  /** By what a file was called before, what it is called today. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly changed: Changed | undefined;
}

/** A run and what it comes to. */
export interface RunView {
  readonly run: Run;
  readonly counts: Counts;
  /** In percent. */
  readonly rate: number | undefined;
  /** How many tests of other runs it has not. */
  readonly absent: number;
  readonly isPartial: boolean;
}

/** A test that failed, and what made it fail. */
export interface FailedTest {
  readonly id: string;
  /** The runs that it failed in. */
  readonly runs: readonly string[];
  readonly failure: Failure;
  readonly category: Category;
  /** The last line of the project in its traceback. */
  readonly origin: Origin | undefined;
  /** The test's own file. */
  readonly file: string | undefined;
}

/** What runs and coverage reports prove. */
export interface Evidence {
  readonly comparison: Comparison;
  readonly runs: readonly RunView[];
  readonly flaky: readonly Flaky[];
  readonly failures: readonly FailedTest[];
  readonly durations: readonly Duration[];
  readonly coverage: CoverageChange | undefined;
  readonly hollow: Hollow;
  /** Test files that no run has a test of. */
  readonly unrun: readonly string[];
  /** How many test files there are. */
  readonly testFiles: number;
}

/** Gathers what there is to know. */
export function evidenceOf(given: Given): Evidence {
  const { coverage, coverageBefore, program, renamed, tests } = given;
  const comparison = compare(given.runs);
  const flaky = flakyOf(comparison);
  const hollow = hollowTests(tests, given.findings, program);
  return {
    comparison,
    runs: comparison.runs.map(({ run, absent, isPartial }): RunView => {
      const counts = countsOf(run);
      return { run, counts, rate: passRateOf(counts), absent: absent.length, isPartial };
    }),
    flaky,
    failures: failuresOf(comparison, flaky, given),
    durations: durationsOf(comparison),
    coverage: coverage && coverageChange(coverage, coverageBefore, program, renamed),
    hollow: { tests: hollow, lines: coverage && hollowLines(coverage, hollow, program) },
    unrun: unrunFiles(comparison, given),
    testFiles: testFilesOf(tests).length,
  };
}

/** The file of a test, as its run tells it. */
export function fileOf({ classname, name, file }: RunCase, program: Program): string | undefined {
  const said = file === undefined ? undefined : program.resolve(file);
  // What cannot be imported has no class, and the module's name for its own.
  return said ?? program.fileOf(classname === "" ? name : classname);
}

function failuresOf({ runs }: Comparison, flaky: readonly Flaky[], given: Given): FailedTest[] {
  const mixed = new Map(flaky.map((each) => [each.id, each]));
  const all = runs.map(({ run }) => run);
  const leakOf = leakFinder(all, given);
  const ids = [...new Set(all.flatMap(({ cases }) => [...cases.values()].filter(hasFailed).map(({ id }) => id)))];
  return ids.flatMap((id) => {
    const failing = all.filter(({ cases }) => hasFailed(cases.get(id)));
    const failed = failing[0]?.cases.get(id);
    if (!failed) return [];
    const file = fileOf(failed, given.program);
    const failure = readFailure(failed.failures[0] ?? { message: "", type: "", text: "" });
    const { program, findings, changed } = given;
    const leak = mixed.has(id) ? leakOf(id) : undefined;
    const category = categoryOf(failure, { program, findings, changed, file, leak, mixed: mixed.get(id) });
    const origin = originOf(failure, program);
    return [{ id, runs: failing.map(({ name }) => name), failure, category, origin, file }];
  });
}

function hasFailed(test: RunCase | undefined): boolean {
  return test !== undefined && (isFailed(test) || test.failures.length > 0);
}

function unrunFiles({ runs }: Comparison, { tests, program }: Given): string[] {
  const ran = new Set(runs.flatMap(({ run }) => [...run.cases.values()].map((each) => fileOf(each, program))));
  return testFilesOf(tests).filter((path) => !ran.has(path));
}

/** Files that are called as test runners expect it. */
function testFilesOf(tests: readonly TestCase[]): string[] {
  const named = tests.map(({ path }) => path).filter((path) => /^(?:test_.*|.*_test)\.py$/.test(basename(path)));
  return [...new Set(named)].sort();
}
