import type { Prefilter } from "../../../src/python/prefilter/prefilter.js";

/** UTF-16 units of a clause's head that are looked through for the colon that ends it. */
const MOST_HEAD = 300;
/** Comments in front of a body that are looked over. */
const MOST_COMMENTS = 8;

/** How a body begins that does nothing, waits, or answers with a constant. */
const BEGINS_SILENT =
  /(?:pass|continue|break|return|await|[.\d"'([{+~-]|[\w.\s\\]{0,100}?\bsleep|[bBfFrRuU]{1,2}["'])|[\w\x80-\uffff]+[ \t]*(?:[#;,\\\r\n]|$|(?::[^\n=]*)?=(?!=))/y;

/** A handler that may do nothing: a `suppress`, or a clause whose body begins as those do. */
export const SILENCE: Prefilter = {
  name: "a handler that does nothing",
  mayHold: (text) => {
    if (text.includes("suppress")) return true;
    for (const { index } of text.matchAll(/\bexcept\b/g)) if (mayBeSilent(text, index + "except".length)) return true;
    return false;
  },
};

function mayBeSilent(text: string, from: number): boolean {
  const colon = endOfHead(text, from);
  const body = colon === undefined ? undefined : startOfBody(text, colon + 1);
  if (body === undefined) return true;
  BEGINS_SILENT.lastIndex = body;
  return BEGINS_SILENT.test(text);
}

/** Where the colon of a clause stands; undefined where that is hard to tell. */
function endOfHead(text: string, from: number): number | undefined {
  let depth = 0;
  const end = Math.min(text.length, from + MOST_HEAD);
  for (let at = from; at < end; at++) {
    const character = text[at] ?? "";
    if (character === "#") at = endOfLine(text, at, end);
    else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (`"'`.includes(character) || text.startsWith("lambda", at)) return undefined;
    else if (character === ":" && depth <= 0) return at;
  }
  return undefined;
}

/** Where the first statement behind a colon begins; undefined where that is far away. */
function startOfBody(text: string, from: number): number | undefined {
  let at = from;
  for (let comments = 0; comments <= MOST_COMMENTS; comments++) {
    while (/[\s\\]/.test(text[at] ?? "")) at++;
    if (text[at] !== "#") return at;
    const end = Math.min(text.length, at + MOST_HEAD);
    at = endOfLine(text, at, end);
    if (at === end) return undefined;
  }
  return undefined;
}

function endOfLine(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && !/[\r\n]/.test(text[at] ?? "")) at++;
  return at;
}
