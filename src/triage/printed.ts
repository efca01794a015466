import type { Code, Piece, Row } from "./document.js";
import { TOTAL_WORD } from "./report-words.js";
import type { Figure } from "./table-figures.js";

/** Longer blocks are logs. */
const MOST_LINES = 300;

/** The tables that blocks of text draw with bars, as rows: what a program prints, or an author who wants it aligned. */
export function printedTables(pieces: readonly Piece[]): readonly (readonly Row[])[] {
  return pieces.flatMap((piece) => (piece.kind === "code" ? tablesIn(piece) : []));
}

function tablesIn({ text, line }: Code): (readonly Row[])[] {
  const tables: Row[][] = [];
  let columns: readonly string[] | undefined;
  for (const [index, each] of linesOf(text).entries()) {
    const cells = cellsOf(each);
    if (cells === undefined) {
      if (!isRule(each)) columns = undefined;
    } else if (columns === undefined) {
      columns = cells;
      tables.push([]);
    } else if (cells.length === columns.length)
      tables.at(-1)?.push({ kind: "row", line: line + 1 + index, columns, cells });
  }
  return tables;
}

/** The cells between bars; a note in brackets behind a number, as in `2 (fixed)`, is of no matter to what it adds up to. */
function cellsOf(line: string): readonly string[] | undefined {
  const parts = line.trim().split(/[|│┃║]/);
  if (parts.length < 4 || parts[0] !== "" || parts.at(-1) !== "" || isRule(line)) return undefined;
  return parts.slice(1, -1).map((part) => part.trim().replace(/ ?\([^()]{1,30}\)$/, ""));
}

function isRule(line: string): boolean {
  return /^[\s|+:=_*─━═┄┈┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╪╞╡│┃║-]*$/u.test(line);
}

function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.length > MOST_LINES ? [] : lines;
}

/** What a block of text adds up in a last line: `mail: 12 passed`, `push: 4 passed, 1 skipped`, `TOTAL: 16 passed, 1 skipped`. */
export function printedTotals(pieces: readonly Piece[]): readonly Figure[] {
  return pieces.flatMap((piece) => (piece.kind === "code" ? totalsIn(piece) : []));
}

/** Numbers behind a colon by what they count, which is nothing where it is not said. */
type Amounts = ReadonlyMap<string, number>;

interface Entry {
  readonly indent: number;
  readonly amounts: Amounts;
}

function totalsIn({ text, line }: Code): Figure[] {
  const figures: Figure[] = [];
  let entries: Entry[] = [];
  let isWhole = true;
  for (const [index, each] of linesOf(text).entries()) {
    const [, label = "", value = ""] = ENTRY.exec(each) ?? [];
    const amounts = amountsIn(value);
    if (amounts && IS_TOTAL.test(label)) {
      if (isWhole) figures.push(...compared(entries, { label, amounts }, line + 1 + index));
      [entries, isWhole] = [[], true];
    } else if (amounts) entries.push({ indent: each.search(/\S/), amounts });
    // What else has numbers may be a part, too.
    else if (/\d|…|\.\.\./.test(each)) isWhole = false;
  }
  return figures;
}

/** `├── mail: 12 passed`. */
const ENTRY = /^([^:：\d]{0,20}[^:：]{1,60})[:：]\s*(\d.*)$/u;
const IS_TOTAL = new RegExp(`^[^\\p{L}]*(?:${TOTAL_WORD.source})(?: \\p{L}{3,15}){0,2}\\s*$`, "iu");

/** `280 tests passed, 5 skipped`: numbers, and what they count by its last word. */
function amountsIn(value: string): Amounts | undefined {
  const amounts = new Map<string, number>();
  for (const part of value.split(/[,;·•|]/)) {
    const [, number, words = ""] = /^\s*(\d{1,9})((?: \p{L}{2,20}){0,3})\s*[.✓✅✔]?\s*$/u.exec(part) ?? [];
    const what = words.trim().split(" ").at(-1) ?? "";
    if (number === undefined || amounts.has(what)) return undefined;
    amounts.set(what, Number(number));
  }
  return amounts;
}

/**
 * A total beside the parts above it, all of one depth. Where each part has a number of tests or bugs, the total adds these
 * up; one that some of the parts leave out adds up those that have it, which another number that is right has to show.
 */
function compared(entries: readonly Entry[], total: { label: string; amounts: Amounts }, line: number): Figure[] {
  const isOfOneDepth = new Set(entries.map(({ indent }) => indent)).size === 1;
  if (entries.length < 2 || !isOfOneDepth) return [];
  const sums = [...total.amounts].flatMap(([what, said]) => {
    const parts = entries.flatMap(({ amounts }) => amounts.get(what) ?? amounts.get(singular(what)) ?? []);
    const sum = parts.reduce((whole, part) => whole + part, 0);
    const isSure = parts.length === entries.length && COUNTED.test(`${what} ${total.label}`);
    return parts.length > 1 ? [{ what, said, sum, isSure }] : [];
  });
  const isShown = sums.some(({ said, sum, isSure }) => said === sum && isSure);
  return sums.flatMap(({ said, sum, what, isSure }) => {
    if (said !== sum && !isSure && !isShown) return [];
    const flaw = `The lines above add up to ${[sum, what].join(" ").trim()}, not to ${String(said)}.`;
    return [{ line, flaw: said === sum ? undefined : flaw }];
  });
}

const singular = (word: string): string => word.replace(/s$/, "");

const COUNTED =
  /(?<!\p{L})(?:tests?|passed|passing|failed|skipped|bugs?|issues?|findings?|errors?|fixed|open)(?!\p{L})/iu;
