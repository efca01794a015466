import type { Piece } from "./document.js";
import { FILE_COLUMN } from "./line-columns.js";
import { filesIn } from "./named-files.js";
import { commitsIn, labelOf } from "./wording.js";

/** Files that one item or row names, and the commits that it says changed them. */
export interface CommittedFiles {
  readonly line: number;
  readonly paths: readonly string[];
  readonly commits: readonly string[];
}

/**
 * Files beside their commits: in items that begin with the one file that they name, behind a bold label or none, and end
 * with `Commit: 1a2b3c4`, and in rows that have a column for each.
 */
export function committedFilesIn(pieces: readonly Piece[]): readonly CommittedFiles[] {
  return pieces.flatMap((piece) => {
    if (piece.kind === "row") return inCells(piece.columns.map(labelOf), piece.cells, piece.line);
    return piece.kind === "text" && piece.isStart ? inItem(piece.text, piece.line) : [];
  });
}

function inItem(raw: string, line: number): CommittedFiles[] {
  const [, said = ""] = AT_END.exec(raw) ?? [];
  return said !== "" && FIRST.test(raw) ? beside(raw, said, line, 1) : [];
}

function inCells(titles: readonly string[], cells: readonly string[], line: number): CommittedFiles[] {
  const [files, commits] = [FILE_COLUMN, COMMIT_COLUMN].map((column) => titles.findIndex((one) => column.test(one)));
  return beside(cells[files ?? -1] ?? "", cells[commits ?? -1] ?? "", line, MOST_FILES);
}

function beside(raw: string, said: string, line: number, most: number): CommittedFiles[] {
  const paths = [...new Set(filesIn(raw).map(({ path }) => path))];
  const commits = commitsIn(said);
  const isOne = paths.length > 0 && paths.length <= most && commits.length > 0;
  return isOne ? [{ line, paths, commits }] : [];
}

const MOST_FILES = 20;
const COMMIT_COLUMN = /^(?:fix )?commits?$/iu;
const FIRST = /^(?:\*\*[^*]{1,160}\*\*:?\s{0,3})?`[\w./-]{1,200}\.\w{1,5}(?::\d{1,6})?`/;
const AT_END = /(?<!\p{L})commits?:\**\s{0,3}(`?[0-9a-f]{7,40}`?(?:, `?[0-9a-f]{7,40}`?){0,9})[\s.)]*$/iu;
