import { spend } from "../../syntax/effort.js";
import { isInName } from "../../words.js";

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
    const kind = kindAt(text, at);
    if (kind === "space") {
      at++;
      continue;
    }
    if (kind === "comment") {
      at = endOf(COMMENT, text, at);
      continue;
    }
    if (depth === 0 && kind === "closing") {
      spend((at - open) >> 8);
      return { starts, end: at, isUnclear };
    }
    if (depth === 0 && kind === "comma") isBetween = true;
    else if (isBetween) {
      starts.push(at);
      isBetween = false;
    }
    if (kind === "opening") depth++;
    else if (kind === "closing") depth--;
    const end = kind === "quote" ? endOf(STRING, text, at) : kind === "word" ? endOfWord(text, at) : at;
    // A string of several lines whose end is out of reach.
    if (kind === "quote" && end - at === 2 && text[at + 2] === text[at]) return undefined;
    if (depth === 0 && end - at === 6 && text.startsWith("lambda", at)) isUnclear = true;
    at = Math.max(end, at + 1);
  }
  spend((last - open) >> 8);
  return undefined;
}

type Kind = "space" | "comment" | "opening" | "closing" | "comma" | "quote" | "word" | "sign";

/** What begins with an ASCII character; every other one is looked at by itself. */
const KINDS: readonly Kind[] = Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)));

function kindOf(character: string): Kind {
  if (/[\s\\]/.test(character)) return "space";
  if (/[([{]/.test(character)) return "opening";
  if (/[)\]}]/.test(character)) return "closing";
  if (/["']/.test(character)) return "quote";
  if (/[\w\x80-\uffff]/.test(character)) return "word";
  return character === "#" ? "comment" : character === "," ? "comma" : "sign";
}

function kindAt(text: string, at: number): Kind {
  return KINDS[text.charCodeAt(at)] ?? kindOf(text[at] ?? "");
}

function endOfWord(text: string, at: number): number {
  while (isInName(text.charCodeAt(at))) at++;
  return at;
}

/** Where a sticky pattern's match ends; the place itself where it does not match. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
