import { groupedBy } from "../../grouped.js";
import { isInName } from "../../words.js";
import { SPACE } from "./shapes.js";

/** What opens a call's arguments, or a comment behind which they may stand. */
const OPENS = /[(#]/g;
/** What stands in front of a name that is awaited right there, or defined. */
const AWAITED = /(?:^|[^\w\x80-\uffff])(?:await[ \t]+(?:[\w\x80-\uffff]+\.)*|(?:def|class)[ \t]+)$/;
/** UTF-16 units in front of a name in which that is looked for. */
const BEFORE = 120;
/** A name that is given another one, be it behind comments. */
const RENAMED = /(?<![\w\x80-\uffff])([\w\x80-\uffff]+)(?:[\s\\]|#.*$){1,300}\bas\b/gm;

/** The names that a text may call without an `await` right in front. */
export function calledWithoutAwait(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { index } of text.matchAll(OPENS)) {
    let end = index;
    while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
    let start = end;
    while (start > 0 && isInName(text.charCodeAt(start - 1))) start--;
    const name = text.slice(start, end);
    if (name === "" || names.has(name) || AWAITED.test(text.slice(Math.max(0, start - BEFORE), start))) continue;
    names.add(name);
  }
  return names;
}

const BLANK = 32;
const BACKSLASH = 92;

/** White space, and what continues a line. */
function isSpace(code: number): boolean {
  return code <= BLANK || code === BACKSLASH;
}

const CALLED = new RegExp(String.raw`(?<![\w\x80-\uffff])([\w\x80-\uffff]+)(?=${SPACE}\()`, "g");

/** The names that a text may call, and those that it defines. */
export function calledIn(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(CALLED), ([, name = ""]) => name));
}

const ALIASED = new RegExp(
  String.raw`(?<![\w\x80-\uffff])([\w\x80-\uffff]+)${SPACE}\bas${SPACE}\b([\w\x80-\uffff]+)`,
  "g",
);

/** The names that a text may have given another name, by that. */
export function originalsIn(text: string): ReadonlyMap<string, readonly string[]> {
  const pairs = Array.from(text.matchAll(ALIASED), ([, name = "", alias = ""]) => ({ name, alias }));
  const byAlias = [...groupedBy(pairs, ({ alias }) => alias)];
  return new Map(byAlias.map(([alias, list]) => [alias, list.map(({ name }) => name)]));
}

/** The names that a text may give other names to. */
export function renamedIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (/\bas\b/.test(text)) for (const [, name = ""] of text.matchAll(RENAMED)) names.add(name);
  return names;
}
