import { backOverSpace, nameEndingAt } from "../../syntax/names-before.js";
import { SETTER_NAMES, UNDONE_BY } from "../tables/overrides.js";
import type { Prefilter } from "./prefilter.js";

const CALLED = new RegExp(`\\b(?:${[...SETTER_NAMES, "setattr", ...Object.keys(UNDONE_BY)].join("|")})\\b`);
/** Looks for an attribute or an item that is given a value twice, once that of a name, or a call that changes a setting. */
export const MAY_OVERRIDE: Prefilter = {
  name: "an override",
  mayHold: (text) => CALLED.test(text) || WHOLE.test(text) || FILLED.test(text) || isPutBack(text),
};

/** `path[:]`, as which all that a list holds is put back. */
const WHOLE = /\[(?:[\s\\]|#[^\r\n]{0,200}[\r\n]){0,50}:(?:[\s\\]|#[^\r\n]{0,200}[\r\n]){0,50}\]/;

/** `os.environ.update(saved)`, as which a dictionary gets back what a copy of it has kept. */
const FILLED = /\b(?:dict|copy)\b[^]*\bupdate\b/;

/** What gives a value to what stands in front of it, be it one of several targets. */
const SIGN = /[=,]/g;
/** What makes another sign of one that it stands in front of. */
const OTHER_SIGN = /[=!<>:+\-*/%&|^@]/;
/** Behind the sign: a name alone, which may have kept the old value. */
const NAME_ALONE = /=[\s\\(]*(?:#|(?!\d|(?:None|True|False)\b)[\w\x80-\uffff]+[)\s\\]*(?:[,;#]|[\r\n]|$))/y;
/** Behind what may be one of several targets: the others, and a sign; in a key or a comment anything may stand. */
const OTHER_TARGETS = /^,(?:[^=;()"'#]|\((?:[^()]|\([^()]*\))*\))+(?:(?<![!<>])=(?!=)|#|(?<=\[[\s\\]*\w{0,2})["'])/;
/** UTF-16 units in which those end. */
const LONGEST_TARGETS = 400;

function isPutBack(text: string): boolean {
  const seen = new Set<string>();
  const putBack = new Set<string>();
  for (const { 0: sign, index } of text.matchAll(SIGN)) {
    if (sign === "=" && (text[index + 1] === "=" || OTHER_SIGN.test(text[index - 1] ?? ""))) continue;
    const target = targetBefore(text, index) ?? (sign === "=" ? declaredBefore(text, index) : undefined);
    if (target === HIDDEN) return true;
    if (target === undefined) continue;
    if (sign === "," && !OTHER_TARGETS.test(text.slice(index, index + LONGEST_TARGETS))) continue;
    NAME_ALONE.lastIndex = index;
    if (sign === "," || NAME_ALONE.test(text)) putBack.add(target);
    if (seen.has(target) && putBack.has(target)) return true;
    seen.add(target);
  }
  return false;
}

/** Stands for a target that a comment may hide. */
const HIDDEN = "#";

/** The last words of the attribute or item that ends in front of an offset, if one does. */
function targetBefore(text: string, offset: number): string | undefined {
  const end = backOver(BRACKETS, text, offset);
  if (isHidden(ENDS_IN_COMMENT, text, end, offset)) return HIDDEN;
  const name = nameEndingAt(text, end);
  if (!name) return text[end - 1] === "]" ? lastOfItem(text, end) : undefined;
  const dot = backOverSpace(text, name.start);
  if (isHidden(COMMENT_BEHIND_DOT, text, dot, name.start)) return HIDDEN;
  if (text[dot - 1] !== ".") return undefined;
  const object = backOver(BRACKETS, text, dot - 1);
  return `${nameEndingAt(text, object)?.name ?? ""}.${name.name}`;
}

/** UTF-16 units of the type between a target that is declared and its sign. */
const LONGEST_TYPE = 80;
/** An end of a line that no backslash joins with the next one. */
const LINE_ENDS = /[^\\\r\n][\r\n]/;

/** The same for what is declared, as in `self.size: int = 1`. */
function declaredBefore(text: string, offset: number): string | undefined {
  const line = text.slice(Math.max(0, offset - LONGEST_TYPE), offset);
  const colon = line.lastIndexOf(":");
  return colon < 0 || LINE_ENDS.test(line.slice(colon)) ? undefined : targetBefore(text, offset - line.length + colon);
}

function lastOfItem(text: string, end: number): string {
  const inside = backOver(WITHIN_ITEM, text, end);
  if (isHidden(ENDS_IN_COMMENT, text, inside, end)) return HIDDEN;
  return nameEndingAt(text, inside)?.name ?? `]${text[inside - 1] ?? ""}`;
}

/** What may stand between the end of a target and its sign, and within an item behind its last word. */
const BRACKETS = ") \t\f\r\n\\";
const WITHIN_ITEM = `${BRACKETS}]"'`;

function backOver(characters: string, text: string, at: number): number {
  while (at > 0 && characters.includes(text[at - 1] ?? "")) at--;
  return at;
}

const ENDS_IN_COMMENT = /#[^\r\n]*[\r\n][)\]"'\s\\]*$/;
const COMMENT_BEHIND_DOT = /\.[\s\\]*(?:#[^\r\n]*[\r\n][\s\\]*)+$/;
/** UTF-16 units in front of an offset in which a comment is looked for. */
const BEFORE = 400;

/** Whether a line ends between two offsets, in a comment that hides what the second one follows. */
function isHidden(comment: RegExp, text: string, from: number, to: number): boolean {
  return /[\r\n]/.test(text.slice(from, to)) && comment.test(text.slice(Math.max(0, to - BEFORE), to));
}
