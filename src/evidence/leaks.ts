import type { Finding } from "../engine/finding/finding.js";
import { fileOf, type Given } from "./evidence.js";
import { isFailed, type Run } from "./run.js";

/** Rules that say of a test file that what it changes stays changed for the tests after it. */
const LEAKS = new Set(["tests/module-stub-leaks", "tests/environment-leaks", "tests/patched-for-ever"]);

/** When tests and files had their turns in a run. */
interface Order {
  readonly run: Run;
  readonly tests: ReadonlyMap<string, number>;
  /** When the first test of a file did. */
  readonly files: ReadonlyMap<string, number>;
}

/** Finds for a test a leak in a file that ran before it wherever it failed, and never where it passed. */
export function leakFinder(runs: readonly Run[], given: Given): (id: string) => Finding | undefined {
  const leaks = given.findings.filter(({ rule }) => LEAKS.has(rule));
  const orders = leaks.length === 0 ? [] : runs.map((run) => orderOf(run, given));
  return (id) => {
    const having = orders.filter(({ tests }) => tests.has(id));
    const isBefore = (path: string, { tests, files }: Order): boolean =>
      (files.get(path) ?? Infinity) < (tests.get(id) ?? -1);
    const failed = ({ run }: Order): boolean => isFailed(run.cases.get(id) ?? { outcome: "passed" });
    return leaks.find(({ path }) => having.every((order) => isBefore(path, order) === failed(order)));
  };
}

function orderOf(run: Run, { program }: Given): Order {
  const [tests, files] = [new Map<string, number>(), new Map<string, number>()];
  for (const [index, test] of [...run.cases.values()].entries()) {
    const file = fileOf(test, program);
    tests.set(test.id, index);
    if (file !== undefined && !files.has(file)) files.set(file, index);
  }
  return { run, tests, files };
}
