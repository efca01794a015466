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
 * What the columns of a table are to each other: a total of those beside it, as its title says, or a percentage of one in
 * another. What holds in all rows but one, and in two at least, is taken for what is meant, and the one for a slip.
 */
export function figuresIn(rows: readonly Row[]): readonly Figure[] {
  const [first] = rows;
  if (!first || first.columns.length > MOST_COLUMNS || rows.length < 3 || rows.length > MOST_ROWS) return [];
  const columns = first.columns.map((title, index) => new Column(unmarked(title), index, rows));
  const numbers = columns.filter(({ isNumeric }) => isNumeric);
  return [
    ...columns.flatMap((column) => (column.isShare ? shareFigures(column, numbers, rows) : [])),
    ...numbers.flatMap((column) => (column.isTotal ? sumFigures(column, columns, rows) : [])),
  ];
}

class Column {
  readonly numbers: readonly (number | undefined)[];
  readonly shares: readonly (Share | undefined)[];
  readonly #hasDigits: boolean;

  constructor(
    readonly title: string,
    readonly index: number,
    rows: readonly Row[],
  ) {
    const cells = rows.map((row) => withoutBold(row.cells[index] ?? ""));
    this.numbers = cells.map((cell) => (/^\d{1,9}$/.test(cell) ? Number(cell) : undefined));
    this.shares = cells.map(shareIn);
    this.#hasDigits = cells.some((cell) => /^\d/.test(cell));
  }

  get isNumeric(): boolean {
    return this.index > 0 && this.numbers.every((number) => number !== undefined);
  }

  get isShare(): boolean {
    return this.shares.filter((share) => share !== undefined).length > 2;
  }

  /** Whether some rows have a number that others do not have, or one with a note. */
  get isUneven(): boolean {
    return !this.isNumeric && !this.isShare && this.#hasDigits;
  }

  get isTotal(): boolean {
    return IS_TOTAL.test(this.title);
  }

  number(row: number): number {
    return this.numbers[row] ?? NaN;
  }
}

interface Share {
  readonly value: number;
  /** How far it may be off. */
  readonly tolerance: number;
}

/** `94%`, `94.0 % ↓`; nothing that is only about so much. */
function shareIn(cell: string): Share | undefined {
  const found = /^[-–+]?(\d{1,3}(?:[.,](\d{1,3}))?) ?% ?[↓↑⬇⬆]?\ufe0f?$/u.exec(cell);
  if (!found) return undefined;
  // Whoever rounds may do so in either direction.
  return { value: Number((found[1] ?? "").replace(",", ".")), tolerance: 10 ** -(found[2]?.length ?? 0) };
}

const SHARES: readonly ((a: number, b: number) => number)[] = [(a, b) => a / b, (a, b) => Math.abs(a - b) / a];

function shareFigures(column: Column, numbers: readonly Column[], rows: readonly Row[]): Figure[] {
  const said = rows.flatMap((_, row) => (column.shares[row] ? [{ row, share: column.shares[row] }] : []));
  for (const [a, b] of pairs(numbers)) {
    for (const share of SHARES) {
      const right = ({ row }: { row: number }): number => 100 * share(a.number(row), b.number(row));
      const known = said.filter((one) => Number.isFinite(right(one)));
      const isRight = (one: (typeof said)[number]): boolean =>
        Math.abs(right(one) - one.share.value) < one.share.tolerance + 1e-9;
      if (
        !isMeant(
          known.map(isRight),
          known.map((one) => one.share.value > 0 && one.share.value < 100),
        )
      )
        continue;
      return known.map((one) => {
        const value = right(one).toFixed(one.share.tolerance < 1 ? 1 : 0);
        const flaw = `'${column.title}' of this row is ${value} %, not ${String(one.share.value)} %.`;
        return { line: rows[one.row]?.line ?? 0, flaw: isRight(one) ? undefined : flaw };
      });
    }
  }
  return [];
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

function pairs(columns: readonly Column[]): (readonly [Column, Column])[] {
  return columns.flatMap((a) => columns.flatMap((b) => (a === b ? [] : [[a, b] as const])));
}

/** A cell without what makes it bold or slanted; an asterisk behind a number is a note. */
export function withoutBold(cell: string): string {
  return cell
    .replace(/\*\*|__|`/g, "")
    .replace(/^\s*[*_](.*)[*_]\s*$/, "$1")
    .trim();
}
