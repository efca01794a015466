import { unmarked, type Piece } from "./document.js";
import type { Figure } from "./table-figures.js";

interface Announced {
  readonly line: number;
  readonly number: number;
  readonly what: string;
}

/** A number of tests or bugs right above a list, each of whose items has a number of them in brackets: it is their sum. */
export function announcedSums(pieces: readonly Piece[]): readonly Figure[] {
  const found: Figure[] = [];
  let claim: Announced | undefined;
  let items: (number | undefined)[] = [];
  const settle = (): void => {
    const parts = items.filter((part) => part !== undefined);
    const sum = parts.reduce((whole, part) => whole + part, 0);
    if (claim && parts.length > 1 && parts.length === items.length) {
      const { line, number, what } = claim;
      const flaw = `The list below comes to ${String(sum)} ${what}s, not to ${String(number)}.`;
      found.push({ line, flaw: sum === number ? undefined : flaw });
    }
    [claim, items] = [undefined, []];
  };
  for (const piece of pieces) {
    if (piece.kind === "text" && piece.isItem) {
      // What stands below an item is told of it.
      if (claim && piece.isStart && piece.depth === 1) items.push(numberIn(piece.text, claim.what));
    } else if (piece.kind !== "text" || piece.text.trim() !== "") {
      settle();
      if (piece.kind === "text") claim = announcedIn(unmarked(piece.text), piece.line);
    }
  }
  settle();
  return found;
}

/** A number of commits, or of what was done, right above a numbered list, whose items they are. */
export function announcedItems(pieces: readonly Piece[]): readonly Figure[] {
  const found: Figure[] = [];
  let claim: Announced | undefined;
  let numbers: number[] = [];
  const settle = (): void => {
    const isCounted = numbers.length > 1 && numbers.every((number, index) => number === index + 1);
    if (claim && isCounted) {
      const flaw = `The list below has ${String(numbers.length)} ${claim.what}s, not ${String(claim.number)}.`;
      found.push({ line: claim.line, flaw: numbers.length === claim.number ? undefined : flaw });
    }
    [claim, numbers] = [undefined, []];
  };
  for (const piece of pieces) {
    if (piece.kind === "text" && piece.isItem) {
      if (claim && piece.isStart && piece.depth === 1) numbers.push(piece.number ?? NaN);
    } else if (piece.kind === "heading" || (piece.kind === "text" && piece.text.trim() !== "")) {
      settle();
      if (piece.kind === "text") claim = itemsIn(unmarked(piece.text), piece.line);
    } else if (piece.kind === "row") claim = undefined;
  }
  settle();
  return found;
}

/** `Delivered as 5 commits:`, `Done in 3 steps:`; bugs may share an item. */
function itemsIn(text: string, line: number): Announced | undefined {
  const [, number, what = ""] = /(?<![\w.,/+~≈-])(\d{1,3}) (commit|step|phase|pull request|PR)s:$/iu.exec(text) ?? [];
  return number === undefined || MORE.test(text) ? undefined : { line, number: Number(number), what };
}

/** `It comes with 11 tests:`, and no other number of them. */
function announcedIn(text: string, line: number): Announced | undefined {
  const [, number, what = ""] =
    /(?<![\w.,/+~≈-])(\d{1,5})(?: \p{L}{3,15})? (test|bug|issue|finding)s?:$/iu.exec(text) ?? [];
  return number === undefined || MORE.test(text)
    ? undefined
    : { line, number: Number(number), what: what.toLowerCase() };
}

/** What says that there may be more of them, or others. */
const MORE = /(?<!\p{L})(?:including|about|over|more|other|new|some|of the|e\.g\.|among)(?!\p{L})/iu;

/** How many of them an item has, as `(6 tests)` says, where it says that once. */
function numberIn(text: string, what: string): number | undefined {
  const numbers = [...unmarked(text).matchAll(/\((\d{1,5}) (test|bug|issue|finding)s?\)/giu)];
  const [only, ...others] = numbers.filter(([, , of]) => of?.toLowerCase() === what);
  return only === undefined || others.length > 0 ? undefined : Number(only[1]);
}
