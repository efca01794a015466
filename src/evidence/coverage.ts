/** What of a file the tests have run. */
export interface FileCoverage {
  /** As the report writes it, with forward slashes. */
  readonly path: string;
  /** Lines with statements, and whether each ran. */
  readonly lines: ReadonlyMap<number, boolean>;
  readonly branches: number;
  readonly coveredBranches: number;
  /** By line, the tests that ran it, where the report says so. */
  readonly tests: ReadonlyMap<number, readonly string[]> | undefined;
}

/** A coverage report. */
export interface Coverage {
  readonly files: readonly FileCoverage[];
  /** Whether branches were measured, which changes every percentage. */
  readonly hasBranches: boolean;
}

/** Statements, or statements and branches, and how many of them ran. */
export interface Share {
  readonly all: number;
  readonly covered: number;
}

/**
 * Reads a coverage report, whatever it is written in.
 *
 * @throws Error with one readable line when it is none of those that are known
 */
export async function readCoverage(text: string): Promise<Coverage> {
  const start = text.trimStart().slice(0, 5);
  if (start.startsWith("{")) return (await import("./coverage-json.js")).readCoverageJson(text);
  if (start.startsWith("<")) return (await import("./cobertura.js")).readCobertura(text);
  return (await import("./lcov.js")).readLcov(text);
}

/** What of a file ran, counted as coverage.py does: with branches where they were measured. */
export function shareOf({ lines, branches, coveredBranches }: FileCoverage): Share {
  const covered = [...lines.values()].filter(Boolean).length;
  return { all: lines.size + branches, covered: covered + coveredBranches };
}

/** What of several files ran. */
export function totalOf(files: readonly FileCoverage[]): Share {
  const shares = files.map(shareOf);
  return {
    all: shares.reduce((sum, { all }) => sum + all, 0),
    covered: shares.reduce((sum, { covered }) => sum + covered, 0),
  };
}

/** In percent; a file without statements is covered. */
export function percentOf({ all, covered }: Share): number {
  return all === 0 ? 100 : (covered / all) * 100;
}

/** The same without branches. */
export function statementsOf(files: readonly FileCoverage[]): Share {
  return totalOf(files.map((file) => ({ ...file, branches: 0, coveredBranches: 0 })));
}
