import type { Finding } from "../../src/engine/finding/finding.js";
import { evidenceOf, type Evidence } from "../../src/evidence/evidence.js";
import type { Changed } from "../../src/evidence/category.js";
import { readCoverage } from "../../src/evidence/coverage.js";
import { readJunit } from "../../src/evidence/junit.js";
import { Program } from "../../src/evidence/program.js";
import { runOf } from "../../src/evidence/run.js";
import { findTests } from "../../src/triage/find-tests.js";

/** A run as pytest writes it, of tests in `tests/test_cart.py` unless they say otherwise. */
export function pytest(hour: number, cases: string): string {
  const begun = `2030-01-02T${String(hour).padStart(2, "0")}:00:00.250000+00:00`;
  return `<testsuites><testsuite name="pytest" timestamp="${begun}" hostname="ci" time="2.5">${cases}</testsuite></testsuites>`;
}

/** A test in a run. */
export function testcase(name: string, inner = "", classname = "tests.test_cart"): string {
  return `<testcase classname="${classname}" name="${name}" time="0.01">${inner}</testcase>`;
}

/** How a test failed: the message, and the lines of the traceback that name places. */
export function failure(message: string, ...places: readonly string[]): string {
  const escaped = message.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  return `<failure message="${escaped}">${places.map((place) => `${place}: `).join("\n\n")}</failure>`;
}

/** A finding of a scan, as far as evidence looks at it. */
export function finding(rule: string, path: string, line: number): Finding {
  const place = { path, line: "", start: { line, column: 1 }, end: { line, column: 2 } };
  return { ...place, rule, severity: "high", message: "", related: [], flow: [], lineHash: "", fixes: [] };
}

interface Circumstances {
  readonly findings?: readonly Finding[];
  readonly changed?: Changed;
  readonly coverage?: string;
  readonly coverageBefore?: string;
  readonly renamed?: ReadonlyMap<string, string>;
}

/** What runs prove of a project. */
export async function proved(root: string, runs: readonly string[], given: Circumstances = {}): Promise<Evidence> {
  const { findings = [], changed, coverage, coverageBefore, renamed = new Map<string, string>() } = given;
  return evidenceOf({
    runs: runs.map((xml, index) => runOf(`run ${String(index + 1)}`, [readJunit(xml)])),
    coverage: coverage === undefined ? undefined : await readCoverage(coverage),
    coverageBefore: coverageBefore === undefined ? undefined : await readCoverage(coverageBefore),
    program: await Program.at(root),
    tests: await findTests(root),
    ...{ findings, changed, renamed },
  });
}
