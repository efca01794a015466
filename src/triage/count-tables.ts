import { groupedBy } from "../grouped.js";
import { unmarked, type Piece } from "./document.js";
import type { Levels } from "./levels.js";
import { BUG_NOUN, TOTAL_WORD } from "./report-words.js";
import { statusIn } from "./wording.js";

/** Whether the row that is called so adds up all bugs. */
export function isTotalRow(name: string): boolean {
  return TOTAL_ROW.test(name);
}

const TOTAL_ROW = new RegExp(`^\\P{L}*(?:${TOTAL_WORD.source})(?: ${BUG_NOUN})?\\P{L}*$`, "iu");

/** `Total (new)` adds up some of what is listed. */
function isTotalOfSome(name: string): boolean {
  return TOTAL_WORD.test(name) && !isTotalRow(name) && !OF_OTHERS.test(name);
}

const isNumber = (cell: string): boolean => /^\P{L}{0,6}\d{1,6}(?!\p{L})/u.test(unmarked(cell));

/** A total of what is no bug, which says nothing of the bugs beside it. */
const OF_OTHERS =
  /(?<!\p{L})(?:files?|lines?|modules?|tests?|commits?|hours?|days?|rules?|functions?|endpoints?|loc)(?!\p{L})/iu;

/** What the tables of a report count, by their columns. */
export class CountTables {
  readonly #split = new Set<readonly string[]>();
  readonly #sorted = new Set<readonly string[]>();

  constructor(pieces: readonly Piece[], levels: Levels) {
    const rows = pieces.filter((piece) => piece.kind === "row");
    for (const [columns, own] of groupedBy(rows, (row) => row.columns)) {
      const names = own.map(({ cells }) => unmarked(cells[0] ?? ""));
      const graded = names.flatMap((name) => (isTotalRow(name) ? [] : [levels.of(name)]));
      const known = graded.filter((level) => level !== undefined);
      const isSorted =
        known.length === graded.length ||
        names.every((name) => isTotalRow(name) || statusIn(name) !== undefined) ||
        columns.filter((title) => levels.of(unmarked(title)) !== undefined).length > 1;
      const isOfSome = own.some(
        ({ cells: [name = "", value = ""] }) => isNumber(value) && isTotalOfSome(unmarked(name)),
      );
      if (isOfSome || new Set(known).size < known.length) this.#split.add(columns);
      if (isSorted) this.#sorted.add(columns);
    }
  }

  /** Whether a table has several rows of one severity, or a total of some: each counts bugs of some part. */
  isSplit(columns: readonly string[]): boolean {
    return this.#split.has(columns);
  }

  /** Whether its rows or columns are severities or statuses throughout: the total of others is one of other things, too. */
  isSorted(columns: readonly string[]): boolean {
    return this.#sorted.has(columns);
  }
}
