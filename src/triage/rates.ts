import type { Piece, Row } from "./document.js";
import { unmarked } from "./document.js";
import { ACCEPTED_WORD, BUG_NOUN, COUNT_TITLES, OPEN_WORD, RESOLVED_WORD, TOTAL_WORD } from "./report-words.js";
import { withoutBold, type Figure } from "./table-figures.js";
import { fieldsIn } from "./wording.js";

/** Something that is measured, in a row or behind a label. */
interface Measure {
  readonly line: number;
  readonly name: string;
  readonly value: string;
}

/** The share of what is mended, in a table of measures that says how many there are and how many are mended. */
export function rateIn(rows: readonly Row[]): readonly Figure[] {
  return ratesAmong(
    rows.map(({ cells, line }) => ({ line, name: unmarked(cells[0] ?? ""), value: withoutBold(cells[1] ?? "") })),
  );
}

/** The same in rows that say how many of something are mended, how many are left and how many there are, which have to agree. */
export function rowRatesIn(rows: readonly Row[]): readonly Figure[] {
  const titles = (rows[0]?.columns ?? []).map(unmarked);
  const [rate, mended, left] = [RATE, COUNT_TITLES.resolved, COUNT_TITLES.open].map((title) =>
    titles.findIndex((one) => title.test(one)),
  );
  if (rate === undefined || mended === undefined || left === undefined || Math.min(rate, mended, left) < 0) return [];
  return rows.flatMap(({ cells, line }): Figure[] => {
    const numberAt = (at: number): number => {
      const value = withoutBold(cells[at] ?? "");
      return /^\d{1,6}$/.test(value) ? Number(value) : NaN;
    };
    const part = numberAt(mended);
    const whole = part + numberAt(left);
    const isAgreed = titles.some((_, at) => at !== rate && at !== mended && at !== left && numberAt(at) === whole);
    const share = /^~?(\d{1,3}(?:\.\d{1,4})?) ?%$/.exec(withoutBold(cells[rate] ?? ""))?.[1];
    if (share === undefined || !isAgreed || whole === 0) return [];
    return [{ line, flaw: isShare(share, part, whole) ? undefined : flawOf(share, { part, whole }) }];
  });
}

/** The same in labels that stand in one list, or right below each other. */
export function listedRates(pieces: readonly Piece[]): readonly Figure[] {
  const lists: Measure[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind !== "text") lists.push([]);
    else
      for (const { label, value } of fieldsIn(piece.text))
        lists.at(-1)?.push({ line: piece.line, name: label, value: withoutBold(value) });
  }
  return lists.flatMap((list) => (list.length > 1 ? ratesAmong(list) : []));
}

function ratesAmong(measures: readonly Measure[]): Figure[] {
  const said = measures.map(countedIn);
  const all = said.flatMap(({ name, number }) => (number !== undefined && isOfAll(name) ? [number] : []));
  // Numbers of several things, such as of bugs and of tests, may be what a share is of.
  const wholes = new Set(all);
  if (wholes.size === 0) return [];
  const parts = said.filter(({ name, number }) => number !== undefined && isOfMended(name));
  const mended = parts.flatMap(({ number }) => number ?? []);
  return said.flatMap(({ line, name, number, share }) => {
    const own =
      number !== undefined && isOfMended(name) ? [number] : RATE.test(name) && number === undefined ? mended : [];
    if (share === undefined || own.length === 0) return [];
    const sum = mended.reduce((whole, part) => whole + part, 0);
    const of = own === mended ? [...own, sum] : own;
    const possible = of.flatMap((part) => [...wholes].flatMap((whole) => (part <= whole ? [{ part, whole }] : [])));
    const [first] = own === mended && own.length > 1 ? possible.filter(({ part }) => part === sum) : possible;
    if (!first) return [];
    const isRight = possible.some(({ part, whole }) => isShare(share, part, whole));
    return [{ line, flaw: isRight ? undefined : flawOf(share, first) }];
  });
}

interface Said {
  readonly line: number;
  readonly name: string;
  readonly number: number | undefined;
  /** A percentage as it is written. */
  readonly share: string | undefined;
}

/** `15`, `15 (94 %)`, `4/4`, `90 %`. */
function countedIn({ line, name, value }: Measure): Said {
  const [, number, , share] = /^(\d{1,6})(?: ?\/ ?(\d{1,6}))?(?: \((\d{1,3}(?:\.\d{1,4})?) ?%\))?$/.exec(value) ?? [];
  const alone = /^~?(\d{1,3}(?:\.\d{1,4})?) ?%$/.exec(value)?.[1];
  return { line, name, number: number === undefined ? undefined : Number(number), share: share ?? alone };
}

/** Whether a label counts all bugs that there are. */
function isOfAll(name: string): boolean {
  return TOTAL_WORD.test(name) && !RESOLVED_ALONE.test(name) && !OPEN_WORD.test(name) && !ACCEPTED_WORD.test(name);
}

/** `Total bugs fixed` is a total of what is mended. */
const RESOLVED_ALONE = new RegExp(RESOLVED_WORD.source.replace("|✅", ""), "iu");

/** Whether a label counts what is mended, or what of one severity is. */
function isOfMended(name: string): boolean {
  return RESOLVED_WORD.test(name) && !OPEN_WORD.test(name) && !RATE.test(name) && !OF_OTHERS.test(name);
}

const OF_OTHERS = /(?<!\p{L})(?:tests?|files?|lines?|commits?|not|today|this|new)(?!\p{L})/iu;

/** What a share of what is mended is called. */
const RATE = new RegExp(
  `^(?:(?:overall|total|bug|issue) )?(?:fix(?:ed)?|resolution|resolved|remediation) (?:rate|percentage|%)$` +
    `|^(?:общий )?процент (?:исправлен|решен|устранен)\\p{L}*$|^(?:behebungs|lösungs)(?:quote|rate)$` +
    `|^(?:taux|tasa|taxa) (?:de |global de )?(?:correction|résolution|corrección|resolución|correção|resolução)$|^(?:${BUG_NOUN} )?修复率$`,
  "iu",
);

/** Whoever rounds may do so in either direction. */
function isShare(share: string, part: number, whole: number): boolean {
  return Math.abs((100 * part) / whole - Number(share)) < 10 ** -decimalsOf(share) + 1e-9;
}

function flawOf(share: string, { part, whole }: { readonly part: number; readonly whole: number }): string {
  const right = ((100 * part) / whole).toFixed(decimalsOf(share));
  return `${String(part)} of ${String(whole)} are ${right} %, not ${share} %.`;
}

const decimalsOf = (share: string): number => share.split(".")[1]?.length ?? 0;
