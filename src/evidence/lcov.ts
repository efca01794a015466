import type { Coverage, FileCoverage } from "./coverage.js";

/** A file that is being read. */
interface Draft {
  readonly path: string;
  readonly lines: Map<number, boolean>;
  readonly branches: Map<string, boolean>;
}

/** Reads LCOV's records, line by line. @throws Error with one readable line when there are none */
export function readLcov(text: string): Coverage {
  const files = new Map<string, Draft>();
  let file: Draft | undefined;
  for (const line of linesOf(text)) {
    if (line.startsWith("SF:")) file = draftFor(line.slice(3).trim().replaceAll("\\", "/"), files);
    else if (line.startsWith("DA:") && file) addLine(file, line.slice(3).split(",", 3));
    else if (line.startsWith("BRDA:") && file) addBranch(file, line.slice(5).trim());
    else if (line.startsWith("end_of_record")) file = undefined;
  }
  if (files.size === 0) throw new Error("it is no coverage report: neither JSON, nor Cobertura's XML, nor LCOV");
  return {
    files: [...files.values()].map(fileOf),
    hasBranches: [...files.values()].some(({ branches }) => branches.size > 0),
  };
}

function* linesOf(text: string): Iterable<string> {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf("\n", start);
    yield text.slice(start, end < 0 ? text.length : end);
    start = end < 0 ? text.length : end + 1;
  }
}

function draftFor(path: string, files: Map<string, Draft>): Draft {
  const known = files.get(path) ?? { path, lines: new Map(), branches: new Map() };
  files.set(path, known);
  return known;
}

function addLine({ lines }: Draft, [number = "", hits = ""]: readonly string[]): void {
  const line = Number(number);
  if (Number.isInteger(line) && line > 0) lines.set(line, lines.get(line) === true || Number(hits) > 0);
}

/** The last field says how often; all before it which branch of which line it is. */
function addBranch({ branches }: Draft, record: string): void {
  const at = record.lastIndexOf(",");
  const branch = record.slice(0, at);
  branches.set(branch, branches.get(branch) === true || Number(record.slice(at + 1)) > 0);
}

function fileOf({ path, lines, branches }: Draft): FileCoverage {
  const covered = [...branches.values()].filter(Boolean).length;
  return { path, lines, branches: branches.size, coveredBranches: covered, tests: undefined };
}
