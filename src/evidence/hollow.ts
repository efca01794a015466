import type { Finding } from "../engine/finding/finding.js";
import type { TestCase } from "../triage/tests.js";
import type { Coverage } from "./coverage.js";
import { pathOf } from "./coverage-change.js";
import type { Program } from "./program.js";
import type { RunCase } from "./run.js";

/** Rules that say of a test that nothing which it asserts can fail. */
const CANNOT_FAIL = new Set(["tests/asserts-nothing", "tests/always-true", "tests/swallowed-assert"]);

/** What only such tests have run, which says nothing of whether it is right. */
export interface Hollow {
  /** Tests that assert nothing which could fail. */
  readonly tests: readonly TestCase[];
  /** Lines by file that no other test has run; undefined where the report does not say which test ran what. */
  readonly lines: ReadonlyMap<string, readonly number[]> | undefined;
}

/**
 * Tests that no wrong answer makes fail.
 *
 * @param tests of the project, with what is wrong with them
 */
export function hollowTests(
  tests: readonly TestCase[],
  findings: readonly Finding[],
  program: Program,
): readonly TestCase[] {
  const flagged = findings.filter(({ rule }) => CANNOT_FAIL.has(rule));
  return tests.filter(({ flaw, path, line, name }) => {
    if (flaw === "asserts nothing") return true;
    const own = flagged.filter(
      (finding) =>
        finding.path === path && program.functionAt(path, finding.start.line)?.name === name.split(".").at(-1),
    );
    return own.length > 0 && own.length >= assertionsIn(path, line, program);
  });
}

/** A test with one assertion that always holds, and another that may not, can fail. */
function assertionsIn(path: string, line: number, program: Program): number {
  const definition = program.functionAt(path, line);
  if (!definition) return Infinity;
  const statements = [...definition.node.descendants("assert_statement")].length;
  const calls = [...definition.node.descendants("call")].filter((call) =>
    /(?:^|\.)_?(?:assert|raises$|fail$)/i.test(call.field("function")?.text ?? ""),
  );
  return statements + calls.length;
}

/** Lines that hollow tests have run and no other. */
export function hollowLines(coverage: Coverage, hollow: readonly TestCase[], program: Program): Hollow["lines"] {
  if (coverage.files.every(({ tests }) => tests === undefined || isNameless(tests))) return undefined;
  const isHollow = tellerOf(hollow);
  const found = new Map<string, number[]>();
  for (const file of coverage.files) {
    const lines = [...(file.tests ?? [])].flatMap(([line, contexts]) => {
      // What runs when a module is imported has no name.
      const ran = contexts.filter((context) => context !== "");
      return ran.length > 0 && ran.every(isHollow) && file.lines.get(line) === true ? [line] : [];
    });
    if (lines.length > 0)
      found.set(
        pathOf(file, program),
        lines.sort((a, b) => a - b),
      );
  }
  return found;
}

function isNameless(tests: ReadonlyMap<number, readonly string[]>): boolean {
  return [...tests.values()].every((contexts) => contexts.every((context) => context === ""));
}

/** `tests/test_cart.py::TestCart::test_total[1]|run` of pytest-cov, or `tests.test_cart.TestCart.test_total` of coverage.py. */
function tellerOf(hollow: readonly TestCase[]): (context: string) => boolean {
  const names = new Set(
    hollow.flatMap(({ path, name }) => [
      `${path}::${name.replaceAll(".", "::")}`,
      `${path.replace(/\.py$/, "").replaceAll("/", ".")}.${name}`,
    ]),
  );
  return (context) => {
    const plain = context.replace(/\|(?:setup|run|call|teardown)$/, "").replace(/\[[^]*$/, "");
    if (names.has(plain)) return true;
    return !plain.includes("::") && [...names].some((name) => !name.includes("::") && name.endsWith(`.${plain}`));
  };
}

/** The test function that a case of a run is. */
export function testOf(
  { classname, name }: Pick<RunCase, "classname" | "name">,
  file: string | undefined,
  tests: readonly TestCase[],
): TestCase | undefined {
  if (file === undefined) return undefined;
  const plain = name.replace(/\[[^]*$/, "").replace(/ \([^]*$/, "");
  const inFile = tests.filter((test) => test.path === file && test.name.split(".").at(-1) === plain);
  const [owner] = classname.split(".").slice(-1);
  return inFile.find((test) => test.name.split(".").at(-2) === owner) ?? inFile.find((test) => test.name === plain);
}
