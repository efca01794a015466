import * as v from "valibot";
import type { Coverage, FileCoverage } from "./coverage.js";

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Lines = v.array(Count);

/** What every version of coverage.py has written; the number of its format came later. */
const REPORT = v.object({
  meta: v.object({ branch_coverage: v.optional(v.boolean(), false) }),
  files: v.record(
    v.string(),
    v.object({
      executed_lines: Lines,
      missing_lines: Lines,
      summary: v.object({ num_branches: v.optional(Count, 0), covered_branches: v.optional(Count, 0) }),
      contexts: v.optional(v.record(v.string(), v.array(v.string()))),
    }),
  ),
});

type JsonFile = v.InferOutput<typeof REPORT>["files"][string];

/** Reads what `coverage json` writes. @throws Error with one readable line when it is something else */
export function readCoverageJson(text: string): Coverage {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    throw new Error("it is no JSON; 'coverage json' writes what is read here");
  }
  const checked = v.safeParse(REPORT, stored);
  if (!checked.success) {
    const where = v.getDotPath(checked.issues[0]) ?? "its start";
    throw new Error(`it is no report of 'coverage json' (see '${where}' in it)`);
  }
  const { meta, files } = checked.output;
  return {
    files: Object.entries(files).map(([path, file]) => fileOf(path, file)),
    hasBranches: meta.branch_coverage,
  };
}

function fileOf(path: string, { executed_lines, missing_lines, summary, contexts }: JsonFile): FileCoverage {
  const lines = new Map([
    ...executed_lines.map((line): [number, boolean] => [line, true]),
    ...missing_lines.map((line): [number, boolean] => [line, false]),
  ]);
  return {
    path: path.replaceAll("\\", "/"),
    lines,
    branches: summary.num_branches,
    coveredBranches: summary.covered_branches,
    tests: contexts && new Map(Object.entries(contexts).map(([line, tests]) => [Number(line), tests])),
  };
}
