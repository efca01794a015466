import { groupedBy } from "../grouped.js";
import { worse, type Attempt, type FailureText, type JunitFile, type Outcome } from "./junit.js";

/** A test in a run, with what all its attempts come to. */
export interface RunCase {
  /** Its class and its name, which identify it across runs. */
  readonly id: string;
  readonly classname: string;
  readonly name: string;
  readonly file: string | undefined;
  /** The worst of its attempts. */
  readonly outcome: Outcome;
  /** Of all attempts. */
  readonly seconds: number;
  /** Why it was skipped. */
  readonly reason: string;
  readonly failures: readonly FailureText[];
  /** Whether it was tried more than once in one go: what the first tries came to is not always written down. */
  readonly isRetried: boolean;
}

/** What one run of the tests wrote, in one file or in several. */
export interface Run {
  readonly name: string;
  /** In the order in which they ran. */
  readonly cases: ReadonlyMap<string, RunCase>;
  readonly seconds: number;
  /** Of the suites, in their order. */
  readonly timestamps: readonly string[];
  readonly hostnames: readonly string[];
}

/** How many tests of a run ended how. */
export interface Counts {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
  readonly xfailed: number;
  readonly retried: number;
}

/** Puts together what the files of one run say. */
export function runOf(name: string, files: readonly JunitFile[]): Run {
  const numbered = files.flatMap(({ attempts }, file) => attempts.map((attempt) => ({ attempt, file })));
  const byTest = groupedBy(numbered, ({ attempt }) => idOf(attempt));
  return {
    name,
    cases: new Map([...byTest].map(([id, attempts]) => [id, caseOf(id, attempts)])),
    seconds: durationOf(files),
    timestamps: files.flatMap(({ timestamps }) => timestamps),
    hostnames: [...new Set(files.flatMap(({ hostnames }) => hostnames))],
  };
}

/** What a run comes to. */
export function countsOf({ cases }: Run): Counts {
  const all = [...cases.values()];
  const of = (outcome: Outcome): number => all.filter((each) => each.outcome === outcome).length;
  return {
    tests: all.length,
    passed: of("passed"),
    failed: of("failed"),
    errors: of("error"),
    skipped: of("skipped"),
    xfailed: of("xfailed"),
    retried: all.filter(({ isRetried }) => isRetried).length,
  };
}

/** Of the tests that ran, in percent; undefined where none did. Skipped ones, and those that are to fail, do not count. */
export function passRateOf({ passed, failed, errors }: Counts): number | undefined {
  const ran = passed + failed + errors;
  return ran === 0 ? undefined : (passed / ran) * 100;
}

/** Whether a test failed in any way. */
export function isFailed({ outcome }: Pick<RunCase, "outcome">): boolean {
  return outcome === "failed" || outcome === "error";
}

/** What a test is called across runs. Its name may hold anything, and is never split. */
export function idOf({ classname, name }: Pick<Attempt, "classname" | "name">): string {
  return classname === "" ? name : `${classname}::${name}`;
}

interface Numbered {
  readonly attempt: Attempt;
  readonly file: number;
}

function caseOf(id: string, numbered: readonly Numbered[]): RunCase {
  const attempts = numbered.map(({ attempt }) => attempt);
  const [first] = attempts;
  return {
    id,
    classname: first?.classname ?? "",
    name: first?.name ?? "",
    file: first?.file,
    outcome: attempts.map(({ outcome }) => outcome).reduce(worse, "skipped"),
    seconds: attempts.reduce((sum, { seconds }) => sum + seconds, 0),
    reason: attempts.map(({ reason }) => reason).find((reason) => reason !== "") ?? "",
    failures: attempts.flatMap(({ failures }) => failures),
    isRetried: attempts.some(({ isRetried }) => isRetried) || isRepeated(numbered),
  };
}

/** The same test twice in one suite of one file; that pytest tells of its tear-down once more does not count. */
function isRepeated(numbered: readonly Numbered[]): boolean {
  const places = numbered.map(({ attempt, file }) => JSON.stringify([file, attempt.suite, isTearDown(attempt)]));
  return new Set(places).size < places.length;
}

function isTearDown({ failures }: Attempt): boolean {
  return failures.some(({ message }) => message.startsWith("failed on teardown"));
}

/** From the first start to the last end where files say when they began, for they may have run side by side. */
function durationOf(files: readonly JunitFile[]): number {
  const sum = files.reduce((total, { seconds }) => total + seconds, 0);
  const spans = files.map(({ timestamps, seconds }) => {
    const start = Date.parse(timestamps[0] ?? "");
    return { start, end: start + seconds * 1000 };
  });
  const whole = (Math.max(...spans.map(({ end }) => end)) - Math.min(...spans.map(({ start }) => start))) / 1000;
  return files.length > 1 && whole <= sum ? whole : sum;
}
