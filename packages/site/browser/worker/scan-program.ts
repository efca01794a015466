import type { RunResult } from "../../../../src/engine/finding/run-result.js";
import type { Finding } from "../../../../src/engine/finding/finding.js";
import { judge } from "../../../../src/engine/judge/judge.js";
import { onePerCause } from "../../../../src/engine/judge/one-per-cause.js";
import { withSharedCauses } from "../../../../src/engine/judge/shared-cause.js";
import { DOCS } from "../../../../src/engine/rules/docs.generated.js";
import { RULES } from "../../../../src/engine/rules/rules.generated.js";
import { Run } from "../../../../src/engine/run/run.js";
import { TracedFiles } from "../../../../src/engine/run/traced-files.js";
import { NO_FACTS } from "../../../../src/python/model/facts.js";
import { pageData } from "../../../../src/report/html/data.js";
import type { PageData } from "../../../../src/report/html/shape.js";
import { MemoryFiles } from "./memory-files.js";

/** What applies to every file. What is only likely is told, too, and marked so: a program to try has no more to prove it. */
const SETTINGS = { rules: RULES.map(({ id }) => id), severity: {}, audit: true, requireReason: false, facts: NO_FACTS };

const DOCS_BY_RULE = new Map(DOCS.map((doc) => [doc.id, doc]));

/** Runs all rules over a program and writes down what a report of it shows. @param texts by path */
export async function scanProgram(texts: ReadonlyMap<string, string>): Promise<PageData> {
  const files = new MemoryFiles(texts);
  const settings = new Map(files.paths.map((path) => [path, SETTINGS]));
  const run = await Run.over(new TracedFiles(files, [], false), settings, { rules: RULES, minSeverity: "low" });
  const found = await run.scan(files.paths);
  const result = { ...found, ...judged(found, settings), root: "", paths: files.paths };
  const linesOf = (path: string): ((line: number) => string | undefined) => {
    const lines = (texts.get(path) ?? "").split(/\r\n|\r|\n/);
    return (line) => lines[line - 1];
  };
  return pageData(result, { version: "", name: "playground", docs: DOCS_BY_RULE, linesOf });
}

/** Takes out what comments silence, and makes one finding of those that have one cause. */
function judged(
  found: RunResult,
  settings: ReadonlyMap<string, typeof SETTINGS>,
): Pick<ReturnType<typeof judge>, "suppressed"> & { readonly findings: readonly Finding[] } {
  const today = new Date().toISOString().slice(0, "2027-01-31".length);
  const judging = {
    rules: RULES,
    minSeverity: "low",
    settings,
    today,
    isComplete: found.failures.length === 0,
  } as const;
  const { findings, suppressed } = judge(found, judging);
  return { findings: withSharedCauses(onePerCause(findings)), suppressed };
}
