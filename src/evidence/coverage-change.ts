import { percentOf, shareOf, statementsOf, totalOf, type Coverage, type FileCoverage, type Share } from "./coverage.js";
import type { Program } from "./program.js";

/** How much of a file ran before and after. */
export interface FileChange {
  /** Today's, relative to the project's root where it is the project's. */
  readonly path: string;
  /** What it was called before, where that was something else. */
  readonly former?: string;
  /** None of a new file. */
  readonly before: Share | undefined;
  readonly after: Share;
}

/** How much of the project ran, and how that compares. */
export interface CoverageChange {
  readonly files: readonly FileChange[];
  readonly total: Share;
  /** Without branches. */
  readonly statements: Share;
  readonly hasBranches: boolean;
  /** What the earlier report comes to; undefined without one, or where the two cannot be compared. */
  readonly before: Share | undefined;
  readonly statementsBefore: Share | undefined;
  /** Why two reports cannot be compared, as a sentence. */
  readonly incomparable: string | undefined;
}

/**
 * Holds a coverage report against an earlier one.
 *
 * @param renamed by what a file was called before, what it is called today
 */
export function coverageChange(
  after: Coverage,
  before: Coverage | undefined,
  program: Program,
  renamed: ReadonlyMap<string, string>,
): CoverageChange {
  const incomparable = before && before.hasBranches !== after.hasBranches ? mixed(after) : undefined;
  const comparable = incomparable === undefined ? before : undefined;
  const known = new Map(comparable?.files.map((file) => [todayOf(file, program, renamed), file]));
  const files = after.files.map((file): FileChange => {
    const path = pathOf(file, program);
    const old = known.get(path);
    const former = old && pathOf(old, program);
    return {
      path,
      ...(former !== undefined && former !== path && { former }),
      before: old && shareOf(old),
      after: shareOf(file),
    };
  });
  return {
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    total: totalOf(after.files),
    statements: statementsOf(after.files),
    hasBranches: after.hasBranches,
    before: comparable && totalOf(comparable.files),
    statementsBefore: comparable && statementsOf(comparable.files),
    incomparable,
  };
}

/** Files of which less ran than before, the gravest first. */
export function lost({ files }: CoverageChange): readonly FileChange[] {
  const loss = ({ before, after }: FileChange): number => (before ? percentOf(before) - percentOf(after) : 0);
  return files.filter((file) => loss(file) > 0.05).sort((a, b) => loss(b) - loss(a));
}

/** New files of which less ran than of the whole before. */
export function poorNew({ files, before }: CoverageChange): readonly FileChange[] {
  if (!before) return [];
  return files.filter((file) => !file.before && percentOf(file.after) < percentOf(before));
}

/** A report's path as the project's own. */
export function pathOf({ path }: Pick<FileCoverage, "path">, program: Program): string {
  return program.resolve(path) ?? path;
}

function todayOf(file: FileCoverage, program: Program, renamed: ReadonlyMap<string, string>): string {
  const path = pathOf(file, program);
  const former = program.paths.includes(path)
    ? undefined
    : [...renamed].find(([old]) => old === path || path.endsWith(`/${old}`) || old.endsWith(`/${path}`));
  return former?.[1] ?? path;
}

function mixed({ hasBranches }: Coverage): string {
  const [one, other] = hasBranches ? ["after", "before"] : ["before", "after"];
  return `The report ${one} counts branches, and the one ${other} does not: their percentages cannot be compared.`;
}
