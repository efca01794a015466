import { unmarked, type Row } from "./document.js";
import { TOTAL_WORD } from "./report-words.js";

/** What a cell of a table ought to be, as the other rows work it out. */
export interface Figure {
  readonly line: number;
  /** What is wrong with it, as a sentence; undefined when it is right. */
  readonly flaw: string | undefined;
}

/** Wider tables hold measurements, of which some pair fits anything. */
const MOST_COLUMNS = 8;
const MOST_ROWS = 500;

/**
 * What a table's total columns come to: those beside them, as their titles say. What holds in all rows but one, and in two
 * at least, is taken for what is meant, and the one for a slip.
 */
export function figuresIn(rows: readonly Row[]): readonly Figure[] {
  const [first] = rows;
  if (!first || first.columns.length > MOST_COLUMNS || rows.length < 3 || rows.length > MOST_ROWS) return [];
  const columns = first.columns.map((title, index) => new Column(unmarked(title), index, rows));
  return columns.flatMap((column) => (column.isNumeric && column.isTotal ? sumFigures(column, columns, rows) : []));
}

/** What is less than before, in a table of what was and what is, as a percentage. */
export function changesIn(rows: readonly Row[]): readonly Figure[] {
  const titles = (rows[0]?.columns ?? []).map(unmarked);
  const [before, after, change] = [BEFORE, AFTER, CHANGE].map((word) => titles.findIndex((title) => word.test(title)));
  if (before === undefined || after === undefined || change === undefined || Math.min(before, after, change) < 0)
    return [];
  const figures = rows.flatMap(({ cells, line }): Figure[] => {
    // What stands in brackets behind a number is a note.
    const [old, now] = [before, after].map((at) => withoutBold(cells[at] ?? "").replace(/ \([^()\d]{1,40}\)$/, ""));
    const [, share, decimals = ""] = /(\d{1,4}(?:\.(\d+))?) ?%/.exec(withoutBold(cells[change] ?? "")) ?? [];
    if (share === undefined || !/^[1-9]\d{0,8}$/.test(old ?? "") || !/^\d{1,9}$/.test(now ?? "")) return [];
    const right = Math.abs(100 * (1 - Number(now) / Number(old)));
    const isRight = Math.abs(right - Number(share)) < 10 ** -decimals.length + 1e-9;
    const flaw = `From ${String(old)} to ${String(now)} it is ${right.toFixed(decimals.length)} %, not ${share} %.`;
    return [{ line, flaw: isRight ? undefined : flaw }];
  });
  const wrong = figures.filter(({ flaw }) => flaw !== undefined).length;
  return wrong <= 1 && (figures.length > 1 || wrong === 0) ? figures : [];
}

const BEFORE = /^(?:before|old|initial|vorher|avant|antes)$/iu;
const AFTER = /^(?:after|now|current|final|nachher|après|después|depois)$/iu;
const CHANGE = /^(?:improvement|reduction|change|decrease|delta|Δ)$/iu;

class Column {
  readonly numbers: readonly (number | undefined)[];
  readonly #hasDigits: boolean;

  constructor(
    readonly title: string,
    readonly index: number,
    rows: readonly Row[],
  ) {
    const cells = rows.map((row) => withoutBold(row.cells[index] ?? ""));
    this.numbers = cells.map((cell) => (/^\d{1,9}$/.test(cell) ? Number(cell) : undefined));
    this.#hasDigits = cells.some((cell) => /^\d/.test(cell) && !cell.includes("%"));
  }

  get isNumeric(): boolean {
    return this.index > 0 && this.numbers.every((number) => number !== undefined);
  }

  /** Whether some rows have a number that others do not have, or one with a note. */
  get isUneven(): boolean {
    return !this.isNumeric && this.#hasDigits;
  }

  get isTotal(): boolean {
    return IS_TOTAL.test(this.title);
  }

  number(row: number): number {
    return this.numbers[row] ?? NaN;
  }
}

const IS_TOTAL = new RegExp(`^(?:${TOTAL_WORD.source}|all|sum|alle)$`, "iu");

function sumFigures(whole: Column, columns: readonly Column[], rows: readonly Row[]): Figure[] {
  const sums = runsBeside(whole, columns).map((parts) => {
    const sum = (row: number): number => parts.reduce((all, part) => all + part.number(row), 0);
    return { parts, sum, right: rows.map((_, row) => sum(row) === whole.number(row)) };
  });
  const wrong = ({ right }: { right: readonly boolean[] }): number => right.filter((is) => !is).length;
  const found = sums
    .filter(({ parts, right }) =>
      isMeant(
        right,
        rows.map((_, row) => parts.filter((part) => part.number(row) > 0).length > 1),
      ),
    )
    .sort((one, other) => wrong(one) - wrong(other))[0];
  if (!found) return [];
  const names = found.parts.map(({ title }) => `'${title}'`);
  const said = `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
  return rows.map(({ line }, row) => {
    const flaw = `${said} of this row add up to ${String(found.sum(row))}, not to ${String(whole.number(row))}.`;
    return { line, flaw: found.right[row] ? undefined : flaw };
  });
}

/** Columns of which a total may be the sum: two or more in a row right before or behind it, with none left out that counts. */
function runsBeside(whole: Column, columns: readonly Column[]): (readonly Column[])[] {
  const before = columns.slice(0, whole.index).reverse();
  return [before, columns.slice(whole.index + 1)].flatMap((side) => {
    const end = side.findIndex(({ isNumeric }) => !isNumeric);
    if (side[end]?.isUneven) return [];
    const run = end < 0 ? side : side.slice(0, end);
    return run.map((_, last) => run.slice(0, last + 1)).filter(({ length }) => length > 1);
  });
}

/** Whether what is right in some rows is what all of them mean. @param tells in which rows chance would not do */
function isMeant(right: readonly boolean[], tells: readonly boolean[]): boolean {
  const wrong = right.filter((is) => !is).length;
  const telling = right.filter((is, row) => is && tells[row]).length;
  return telling >= 2 && wrong <= 1 && right.length >= 3;
}

/** A cell without what makes it bold or slanted; an asterisk behind a number is a note. */
export function withoutBold(cell: string): string {
  return cell
    .replace(/\*\*|__|`/g, "")
    .replace(/^\s*[*_](.*)[*_]\s*$/, "$1")
    .trim();
}
