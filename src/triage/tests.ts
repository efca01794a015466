import { basename } from "node:path/posix";
import { URGENCY } from "../docs/page.js";
import type { Bug } from "./bug.js";

/** A test function. */
export interface TestCase {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly line: number;
  /** With its class, as `TestPool.test_p0_rebind_regression`. */
  readonly name: string;
  /** The numbers of the bugs that it, or its class, names. */
  readonly bugs: readonly number[];
  /** Whether it, or its class, says `VALIDATED_BUG`. */
  readonly isValidated: boolean;
  /** How many assertions it makes itself. */
  readonly checks: number;
  /** Why it guards against nothing, as what follows its name in a sentence; undefined when it may. */
  readonly flaw: string | undefined;
}

/** The number of a bug in a text: of `BUG-001`, `bug_1`, `bug 001`. */
export const BUG_NAME = /(?<![a-z0-9])bug[-_ ]?0*(\d{1,9})(?!\d)/gi;

/** Which tests guard which bugs. */
export interface Guards {
  /** By the bugs' ids. */
  readonly of: ReadonlyMap<string, readonly TestCase[]>;
  /** Regression tests that guard none of the bugs. */
  readonly strays: readonly TestCase[];
}

/**
 * Finds for each bug its regression tests: those that name it, and of those that name none the ones whose urgency, file
 * and rule are the bug's: `test_p0_gateway_pickle_regression` goes with a P0 bug of `deserialize/untrusted-pickle` in
 * `gateway.py`.
 */
export function guardsOf(bugs: readonly Bug[], tests: readonly TestCase[]): Guards {
  const of = new Map<string, TestCase[]>();
  const strays: TestCase[] = [];
  for (const test of tests) {
    if (!test.isValidated && urgencyOf(test) === undefined) continue;
    const guarded = bugs.filter((bug) => (test.bugs.length > 0 ? names(test, bug) : resembles(test, bug)));
    if (guarded.length === 0) strays.push(test);
    for (const { id } of guarded) of.set(id, [...(of.get(id) ?? []), test]);
  }
  return { of, strays };
}

/** Whether a bug's return would be noticed by a test. */
export function isGuarded(bug: Bug, { of }: Guards): boolean {
  return (of.get(bug.id) ?? []).some(({ flaw }) => flaw === undefined);
}

/** Whether a bug is grave enough to ask for a regression test. */
export function needsGuard({ seen }: Bug): boolean {
  return seen.severity === "critical" || seen.severity === "high";
}

/** `P0` of `test_p0_…_regression`, or of a class that is named so. */
export function urgencyOf({ name }: TestCase): string | undefined {
  for (const part of name.split(".")) {
    const found = /^test_?(p[0-3])_.*regression$/.exec(snake(part))?.[1];
    if (found !== undefined) return found.toUpperCase();
  }
  return undefined;
}

function names(test: TestCase, { id }: Bug): boolean {
  return test.bugs.includes(Number(id.slice(id.indexOf("-") + 1)));
}

function resembles(test: TestCase, { seen }: Bug): boolean {
  if (urgencyOf(test) !== URGENCY[seen.severity].name) return false;
  const words = snake(test.name.replaceAll(".", "_")).split("_");
  const file = snake(basename(seen.path).replace(/\.py$/, "")).split("_").filter(Boolean);
  const rule = seen.rule.split(/[/-]/).filter((word) => word.length > 2);
  return file.every((word) => words.includes(word)) && rule.some((word) => words.includes(word));
}

/** `test_p0_pool_regression` of `TestP0PoolRegression`. */
function snake(name: string): string {
  return name.replace(/([a-z0-9])(?=[A-Z])/g, "$1_").toLowerCase();
}
