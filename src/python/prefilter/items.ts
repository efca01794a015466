import { spend } from "../../syntax/effort.js";

/** The items of a list in brackets, as a text shows them. */
export interface Items {
  /** Offsets of their first characters. */
  readonly starts: readonly number[];
  /** Offset of the closing bracket. */
  readonly end: number;
  /** Whether a `lambda` stands among them, whose own commas are taken for theirs. */
  readonly isUnclear: boolean;
}

/** UTF-16 units after which nobody looks for the closing bracket. */
const LONGEST = 4_000;

const WORD = /[\w\x80-\uffff]+/y;
const COMMENT = /[^\r\n]*/y;
const STRING =
  /"""(?:[^\\]|\\[^]){0,4000}?"""|'''(?:[^\\]|\\[^]){0,4000}?'''|"(?:[^"\\\r\n]|\\[^]){0,4000}"|'(?:[^'\\\r\n]|\\[^]){0,4000}'/y;

/** The items behind an opening bracket; undefined where they go on for too long, or end nowhere. */
export function itemsAt(text: string, open: number): Items | undefined {
  const starts: number[] = [];
  let isUnclear = false;
  let isBetween = true;
  let depth = 0;
  const last = Math.min(text.length, open + LONGEST);
  for (let at = open + 1; at < last;) {
    const character = text[at] ?? "";
    if (/[\s\\]/.test(character)) {
      at++;
      continue;
    }
    if (character === "#") {
      at = endOf(COMMENT, text, at);
      continue;
    }
    if (depth === 0 && /[)\]}]/.test(character)) {
      spend((at - open) >> 8);
      return { starts, end: at, isUnclear };
    }
    if (depth === 0 && character === ",") isBetween = true;
    else if (isBetween) {
      starts.push(at);
      isBetween = false;
    }
    if (/[([{]/.test(character)) depth++;
    else if (/[)\]}]/.test(character)) depth--;
    const end = /["']/.test(character) ? endOf(STRING, text, at) : endOf(WORD, text, at);
    // A string of several lines whose end is out of reach.
    if (end - at === 2 && text[at + 2] === character && /["']/.test(character)) return undefined;
    if (depth === 0 && end - at === 6 && text.startsWith("lambda", at)) isUnclear = true;
    at = Math.max(end, at + 1);
  }
  spend((last - open) >> 8);
  return undefined;
}

/** Where a sticky pattern's match ends; the place itself where it does not match. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
