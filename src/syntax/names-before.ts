import { isInName } from "../words.js";

/** A name in a text, and its UTF-16 offset. */
export interface Placed {
  readonly name: string;
  readonly start: number;
}

/** Lines above an offset in which a name is looked for, behind which there is only a comment. */
const MOST_LINES = 100;
/** UTF-16 units of a line in which it is looked for. */
const LONGEST = 1_000;

/**
 * The names that an offset of a text may follow with nothing but space, ends of lines and comments in between, nearest first.
 *
 * A text alone does not tell where a comment begins, so there may be words of comments among them.
 */
export function* namesBefore(text: string, offset: number): Generator<Placed> {
  let end = backOverSpace(text, offset);
  const first = nameEndingAt(text, end);
  if (first) yield first;
  for (let line = 0; line < MOST_LINES && isBelowALine(text, end, offset); line++) {
    const start = startOfLine(text, end);
    const above = text.slice(start, end);
    for (let sign = above.lastIndexOf("#"); sign > 0; sign = above.lastIndexOf("#", sign - 1)) {
      const before = nameEndingAt(text, backOverSpace(text, start + sign));
      if (before) yield before;
    }
    offset = start;
    end = backOverSpace(text, start);
    // What stands above a line of nothing but comment may go on below it.
    if (!/^[\s\\]*#/.test(above)) return;
    const named = nameEndingAt(text, end);
    if (named) yield named;
  }
}

/** Whether there is an end of a line between two offsets. */
function isBelowALine(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text[at] === "\n" || text[at] === "\r") return true;
  return false;
}

function startOfLine(text: string, at: number): number {
  const least = Math.max(0, at - LONGEST);
  while (at > least && text[at - 1] !== "\n" && text[at - 1] !== "\r") at--;
  return at;
}

const BLANK = 32;
const BACKSLASH = 92;

/** An offset in front of which there is neither space nor what continues a line. */
export function backOverSpace(text: string, at: number): number {
  while (at > 0 && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

const isSpace = (code: number): boolean => code <= BLANK || code === BACKSLASH;

/** The name that ends at an offset. */
export function nameEndingAt(text: string, end: number): Placed | undefined {
  let start = end;
  while (start > 0 && isInName(text.charCodeAt(start - 1))) start--;
  return start < end ? { name: text.slice(start, end), start } : undefined;
}

const AS = /\bas\b/g;

/** The names that a text may give other names to, and the offset behind the `as`. */
export function* renamingsIn(text: string): Generator<Placed & { readonly behind: number }> {
  for (const { index } of text.matchAll(AS))
    for (const named of namesBefore(text, index)) yield { ...named, behind: index + 2 };
}
