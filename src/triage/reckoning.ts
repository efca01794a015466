import { announcedItems, announcedSums } from "./announced.js";
import { unmarked, type Piece, type Row } from "./document.js";
import { severitiesIn } from "./levels.js";
import { listedIds } from "./listed-ids.js";
import { printedTables, printedTotals } from "./printed.js";
import { BUG_NOUN, COUNT_TITLES, SEVERITY_WORDS, TOTAL_WORD } from "./report-words.js";
import { listedRates, rateIn, rowRatesIn } from "./rates.js";
import { changesIn, figuresIn, withoutBold, type Figure } from "./table-figures.js";
import { testResultsIn } from "./test-results.js";

/** Something that a report works out, on a line of it: a sum, a part of a whole, or what is ticked off. */
export interface Reckoning {
  readonly line: number;
  /** What is wrong with it, as a sentence; undefined when it is right. */
  readonly flaw: string | undefined;
  /** Whether it has to be right: nothing speaks for its being something else than it looks like. */
  readonly isSure: boolean;
}

/** What a report works out where the numbers stand beside each other, so that nobody has to guess what is meant. */
export function reckoningsIn(pieces: readonly Piece[]): readonly Reckoning[] {
  const said = pieces.flatMap((piece) => {
    if (piece.kind === "code") return [];
    const texts = piece.kind === "row" ? piece.cells : [piece.text];
    return texts.flatMap((text) => reckonedIn(withoutCode(text), piece.line));
  });
  const tables = [...tablesIn(pieces), ...printedTables(pieces)];
  const sure = [
    ...said,
    ...tables.flatMap(figuresIn),
    ...tables.flatMap(rateIn),
    ...tables.flatMap(rowRatesIn),
    ...tables.flatMap(changesIn),
    ...ticksIn(pieces),
    ...listedIn(pieces),
    ...listedIds(pieces),
    ...printedTotals(pieces),
    ...announcedSums(pieces),
    ...announcedItems(pieces),
    ...listedRates(pieces),
  ];
  return [...sure.map((one) => ({ ...one, isSure: true })), ...tables.flatMap(totalsIn)];
}

function tablesIn(pieces: readonly Piece[]): readonly (readonly Row[])[] {
  const tables = new Map<readonly string[], Row[]>();
  for (const piece of pieces) {
    if (piece.kind !== "row") continue;
    const rows = tables.get(piece.columns);
    if (rows) rows.push(piece);
    else tables.set(piece.columns, [piece]);
  }
  return [...tables.values()];
}

/** What stands between backticks is code, not a statement. */
function withoutCode(text: string): string {
  return unmarked(text.replace(/`[^`]*`/g, "§"));
}

function reckonedIn(text: string, line: number): Figure[] {
  return [...sumsIn(text), ...gradesIn(text), ...sharesIn(text), ...reductionsIn(text), ...testResultsIn(text)].map(
    (flaw) => ({ line, flaw }),
  );
}

const NUMBER = String.raw`\d{1,3}(?:,\d{3}){1,3}|\d{1,9}`;
/** A number, and what it counts in a word or two. */
const TERM = String.raw`(?<![\w.,/$€£:+*-])(${NUMBER})(?![.,]?\d|[%\w:/])(?: [\p{L}-]{1,20}){0,2}`;
const SUM = String.raw`(?<![-+*/×] )${TERM}(?: \+ ${TERM}){1,20}`;

/** `55,248 = 42,275 + 12,973`, or the other way round. */
function sumsIn(text: string): (string | undefined)[] {
  const first = [...text.matchAll(new RegExp(`${TERM} = (${SUM})(?! [-+*/×=] ?\\d)`, "gu"))];
  const last = [...text.matchAll(new RegExp(`(${SUM}) = ${TERM}(?! [-+*/×=] ?\\d)`, "gu"))];
  const results = [
    ...first.map((found) => ({ whole: found[1] ?? "", parts: found[2] ?? "" })),
    ...last.map((found) => ({ whole: found.at(-1) ?? "", parts: found[1] ?? "" })),
  ];
  return results.map(({ whole, parts }) => {
    const numbers = [...parts.matchAll(new RegExp(NUMBER, "g"))].map(([number]) => valueOf(number));
    const sum = numbers.reduce((all, one) => all + one, 0);
    return sum === valueOf(whole) ? undefined : `${parts.trim()} adds up to ${grouped(sum)}, not to ${whole}.`;
  });
}

/** How many there are of one severity: `4 critical`, `Critical: 4`. */
const GRADE = String.raw`(?:\d{1,6} [\p{L}\d-]{1,20}(?: [\p{L}-]{1,20})?|[\p{L}-]{1,20}: ?\d{1,6})`;
const GRADED = new RegExp(
  String.raw`(?:^|[:=—–] ?|\b(?:total|all|found|identified|reported|documented)(?: of)? )(${NUMBER})(?: [\p{L}-]{1,20}){0,3} \((${GRADE}(?:(?:,| \+|,? and|;) ?${GRADE}){1,5})\)`,
  "giu",
);

/** `32 findings (4 critical, 10 high, 12 medium, 6 low)`: some of the severities may be left out, and no more than there are. */
function gradesIn(text: string): (string | undefined)[] {
  return [...text.matchAll(GRADED)].flatMap(([, whole = "", list = ""]) => {
    const parts = list.match(new RegExp(GRADE, "gu")) ?? [];
    const named = parts.map(severitiesIn);
    const levels = new Set(named.flat());
    if (levels.size < parts.length || named.some(({ length }) => length !== 1)) return [];
    const sum = parts.reduce((all, part) => all + Number(/\d+/.exec(part)?.[0]), 0);
    const isRight = sum === valueOf(whole) || (sum < valueOf(whole) && levels.size < SEVERITY_WORDS.length);
    return [isRight ? undefined : `${list} add up to ${grouped(sum)}, not to ${whole}.`];
  });
}

const OF = String.raw`(${NUMBER})(?:/| of (?:the )?| out of )(${NUMBER})`;
/** What stands behind a percentage that is of these numbers, and not of how sure somebody is. */
const END = String.raw`(?=\s*(?:$|[),;.|])| (?:pass(?:ed|ing)?|complete[d]?|done|fixed|resolved|covered)(?!\p{L}))`;
/** `39 of 49 bugs (80 %)`, `39/49 = 80%`. */
const PART_FIRST = new RegExp(
  String.raw`(?<![\w.,/$:-])${OF}(?![./]?\d)[\p{L} ]{0,30}(?:\(| = |: )(~|≈|about )?(\d{1,3}(?:\.\d+)?) ?%${END}`,
  "gu",
);
/** `80 % (39 of 49)`. */
const SHARE_FIRST = new RegExp(String.raw`(~|≈|about )?(?<![\w.,/$:-])(\d{1,3}(?:\.\d+)?) ?% \(${OF}(?![./]?\d)`, "gu");

function sharesIn(text: string): (string | undefined)[] {
  const first = [...text.matchAll(PART_FIRST)].map(([, part, whole, about, share]) => ({ part, whole, about, share }));
  const last = [...text.matchAll(SHARE_FIRST)].map(([, about, share, part, whole]) => ({ part, whole, about, share }));
  return [...first, ...last].flatMap(({ part = "", whole = "", about, share = "" }) => {
    const [some, all] = [valueOf(part), valueOf(whole)];
    if (all === 0 || some > all) return [];
    const right = (100 * some) / all;
    const digits = share.split(".")[1]?.length ?? 0;
    // Whoever rounds may do so in either direction.
    const tolerance = about ? 5 : 10 ** -digits;
    // What is left over is a share of the same numbers.
    const isRight = [right, 100 - right].some((value) => Math.abs(value - Number(share)) < tolerance + 1e-9);
    return [isRight ? undefined : `${part} of ${whole} are ${right.toFixed(digits)} %, not ${share} %.`];
  });
}

/** `94% reduction (217 → 13)`, `from 217 to 13 (94 % less)`. */
function reductionsIn(text: string): (string | undefined)[] {
  const less = "(?:reduction|less|fewer|decrease|improvement|weniger|reducción|redução|réduction)";
  const first = [
    ...text.matchAll(
      new RegExp(
        String.raw`(?<![\w.~≈])(\d{1,3}(?:\.\d+)?) ?% ${less}(?: [\p{L} ]{1,40})? \((${NUMBER}) ?(?:→|->|to) ?(${NUMBER})\)`,
        "giu",
      ),
    ),
  ];
  const last = [
    ...text.matchAll(
      new RegExp(
        String.raw`(?<![\w.,])(${NUMBER}) ?(?:→|->|to) ?(${NUMBER})(?: [\p{L}]{1,20})? \((\d{1,3}(?:\.\d+)?) ?% ${less}`,
        "giu",
      ),
    ),
  ];
  const said = [
    ...first.map(([, share, before, after]) => ({ share, before, after })),
    ...last.map(([, before, after, share]) => ({ share, before, after })),
  ];
  return said.map(({ share = "", before = "", after = "" }) => {
    const right = 100 * (1 - valueOf(after) / valueOf(before));
    const digits = share.split(".")[1]?.length ?? 0;
    const isRight = Math.abs(right - Number(share)) < 10 ** -digits + 1e-9;
    return isRight ? undefined : `From ${before} to ${after} it is ${right.toFixed(digits)} % less, not ${share} %.`;
  });
}

/**
 * What the last row of a table says of the columns above it. That it adds them up, and not some of their rows, is what the
 * other columns show, of which no more may be wrong than right; one that is alone has to say that it counts.
 */
function totalsIn(all: readonly Row[]): Reckoning[] {
  const rows = all.slice(0, endOf(all));
  const total = rows.at(-1);
  // What has been added up above is a part itself.
  const sums = rows.slice(0, -1).map(({ cells }) => IS_SUM.test(nameOf(cells)));
  const parts = rows.slice(Math.max(0, sums.lastIndexOf(true)), -1);
  const isGraded = parts.every(({ cells }) => severitiesIn(nameOf(cells)).length === 1);
  if (!total || parts.length < 2 || !(isGraded ? IS_SUM : IS_TOTAL).test(nameOf(total.cells))) return [];
  const columns = total.columns.flatMap((title, column) => totalIn(title, column, parts, total));
  const wrong = columns.filter(({ flaw }) => flaw !== undefined).length;
  const isPartOfOther = parts.some(({ cells }) => PART_OF_OTHER.test(nameOf(cells)));
  const isAlone = columns.length === 1 && columns.every(({ isCount }) => isCount);
  const isSure = !isPartOfOther && (isAlone || columns.length - wrong >= Math.max(1, wrong));
  return columns.map(({ line, flaw }) => ({ line, flaw, isSure: flaw === undefined || isSure }));
}

/** Where the rows end that a total adds up: behind it may stand how many of them are mended, where those above are severities. */
function endOf(rows: readonly Row[]): number {
  const names = rows.map(({ cells }) => nameOf(cells));
  const at = names.findLastIndex((name) => IS_SUM.test(name));
  const isGraded = (name: string): boolean => severitiesIn(name).length === 1 || /^P[0-3]$/.test(name);
  return at > 0 && names.slice(0, at).every(isGraded) ? at + 1 : rows.length;
}

/** What a row is of. */
function nameOf(cells: readonly string[]): string {
  return unmarked(cells[0] ?? "");
}

const FILES = /files?(?!\p{L})|файл|fichier|datei|archivo|arquivo|文件/iu;
const IS_TOTAL = new RegExp(`^(?:sub-?)?(?:${TOTAL_WORD.source}|subtotal)(?: ${BUG_NOUN})?$`, "iu");
/** What has been added up, of whatever: `Total New`. */
const IS_SUM = new RegExp(`^(?:sub-?)?(?:${TOTAL_WORD.source}|subtotal)(?!\\p{L})`, "iu");
/** A row of what another row holds. */
const PART_OF_OTHER = /^(?:[-–—└├↳•>]|of which|thereof|incl|davon|dont)/iu;
const COUNTS = new RegExp(`${COUNT_TITLES.all.source}|^(?:${BUG_NOUN}|tests?|cases?|items?|lines?)$`, "iu");

interface ColumnTotal extends Figure {
  readonly isCount: boolean;
}

function totalIn(title: string, column: number, parts: readonly Row[], { cells, line }: Row): ColumnTotal[] {
  const name = unmarked(title);
  const texts = [...parts.map((row) => row.cells[column]), cells[column]].map((cell) => withoutBold(cell ?? ""));
  const numbers = withoutUnit(texts).map(wholeNumber);
  const blank = parts.filter((row) => /^[-–—]$/.test(unmarked(row.cells[column] ?? ""))).length;
  // What is an average, a rank or a share is no sum.
  if (column === 0 || /%|avg|average|mean|median|rate|score|rank|coverage|max|min\b|p\d\d|version|year/i.test(name))
    return [];
  const said = numbers.at(-1);
  const known = numbers.slice(0, -1).filter((number) => number !== undefined);
  const sum = known.reduce((all, one) => all + one, 0);
  if (said === undefined || known.length + blank < parts.length) return [];
  // A dash may stand for nothing or for something that nobody knows, which is not less than nothing; a file may be in two rows.
  const isRight = blank > 0 ? sum <= said : sum === said || (FILES.test(name) && sum > said);
  const flaw = `The column '${name}' adds up to ${grouped(sum)}, not to ${grouped(said)}.`;
  return [{ line, flaw: isRight ? undefined : flaw, isCount: COUNTS.test(name) }];
}

/** `0/5 complete` beside a list of five that can be ticked off. */
function ticksIn(pieces: readonly Piece[]): Figure[] {
  const found: Figure[] = [];
  let claim: { readonly line: number; readonly done: number; readonly all: number } | undefined;
  let ticks: boolean[] = [];
  const settle = (): void => {
    if (ticks.length === claim?.all) {
      const done = ticks.filter(Boolean).length;
      const flaw = `${String(done)} of the ${String(claim.all)} items are ticked, not ${String(claim.done)}.`;
      found.push({ line: claim.line, flaw: done === claim.done ? undefined : flaw });
    }
    claim = undefined;
    ticks = [];
  };
  for (const piece of pieces) {
    if (piece.kind === "row" || piece.kind === "code") continue;
    const text = unmarked(piece.text);
    const tick = piece.kind === "text" && piece.isItem ? /^\[([ xX])\] /.exec(text) : undefined;
    if (tick) {
      ticks.push(tick[1] !== " ");
      continue;
    }
    if (piece.kind === "heading" || /(?<!\d)\d{1,4} ?\/ ?\d{1,4} (?:complete|done)/i.test(text)) settle();
    const said = /(?<![\w./])(\d{1,4}) ?\/ ?(\d{1,4}) (?:complete|completed|done|finished)\b/i.exec(text);
    if (said) claim = { line: piece.line, done: Number(said[1]), all: Number(said[2]) };
  }
  settle();
  return found;
}

/** `Backend (13 files)` above a list whose items are one file each. */
function listedIn(pieces: readonly Piece[]): Figure[] {
  const found: Figure[] = [];
  let claim: { readonly line: number; readonly number: number } | undefined;
  let items: boolean[] = [];
  const settle = (): void => {
    const flaw = `The list has ${grouped(items.length)} files, not ${grouped(claim?.number ?? 0)}.`;
    if (claim && items.length > 1 && items.every(Boolean))
      found.push({ line: claim.line, flaw: items.length === claim.number ? undefined : flaw });
    [claim, items] = [undefined, []];
  };
  for (const piece of pieces) {
    if (piece.kind === "heading") {
      settle();
      const number = /\((\d{1,4}) files?\)$/i.exec(unmarked(piece.text))?.[1];
      if (number !== undefined) claim = { line: piece.line, number: Number(number) };
    } else if (piece.kind === "text" && piece.isItem && piece.depth === 1) {
      if (piece.isStart) items.push(ONE_FILE.test(piece.text));
    } else if (piece.kind !== "text") {
      // A table ends the list.
      if (items.length > 0) settle();
    } else if (!piece.isItem && piece.text.trim() !== "" && items.length > 0) claim = undefined;
  }
  settle();
  return found;
}

/** An item that begins with a file, and names no other one beside it. */
const ONE_FILE =
  /^[^\p{L}\p{N}`]{0,10}(?:\[[ xX]\] )?`[\w./-]*\w\.\w{1,5}`(?![ ,]*(?:and |& |\+ )?`[\w./-]*\w\.\w{1,5}`)/u;

function valueOf(number: string): number {
  return Number(number.replaceAll(",", ""));
}

/** `12 件`, `4 bugs`: what all cells of a column count is no note; those that count nothing may leave it out. */
function withoutUnit(cells: readonly string[]): readonly string[] {
  const found = cells.map((cell) => UNIT.exec(cell));
  const units = new Set(found.flatMap((unit) => unit?.[2]?.toLowerCase().replace(/s$/, "") ?? []));
  return units.size === 1 ? cells.map((cell, index) => found[index]?.[1] ?? cell) : cells;
}

const UNIT = new RegExp(`^(${NUMBER}) ?(件|个|個|项|処|${BUG_NOUN}|tests?|files?|шт\\.?|Stück)$`, "iu");

function wholeNumber(text: string): number | undefined {
  return new RegExp(`^(?:${NUMBER})$`).test(text) ? valueOf(text) : undefined;
}

function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
