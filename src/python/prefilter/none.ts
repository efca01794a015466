import { isFollowed } from "./occurrences.js";

/** What a text matches that assigns None to something. */
const ASSIGNS_NONE = /=[\s\\([]*None\b|,[\s\\([]*None\b/;
/** UTF-16 units in front of a `= None` in which its targets stand. */
const BEFORE = 200;
/** The last target in front of an assignment's sign, whether it follows a dot, and what its type may be. */
const TARGET = /(?:(\.)[\s\\]*)?([\w\x80-\uffff]+)[\s\\]*(?::[^=\r\n]*)?$/;
/** What stands in front of the sign before a target, as of `b` in `a = b = None`. */
const CHAIN = /^(.*[^=!<>])=[\s\\]*[\w.]*$/s;
/** Targets in front of a tuple or a list with None in it. */
const UNPACKED = /,[\s\\([]*None\b|=[\s\\]*[([][\s\\([]*None\b/;
const TARGETS = /(?:^|[;:])[ \t]*[([]?[ \t]*[\w.[\]]+[ \t]*,[^=\r\n]*=(?!=)/m;

/** A name or attribute that a text assigns None to. */
interface Unset {
  readonly name: string;
  readonly isAttribute: boolean;
  /** Offset behind the assignment. */
  readonly end: number;
}

/** What a text assigns None to, keyword arguments included; undefined when it may be something else, too. */
function unsetIn(text: string): readonly Unset[] | undefined {
  if (UNPACKED.test(text) && TARGETS.test(text)) return undefined;
  const found: Unset[] = [];
  for (const { 0: sign, index } of text.matchAll(/=[\s\\]*None\b/g)) {
    let before: string | undefined = text.slice(Math.max(0, index - BEFORE), index);
    while (before !== undefined) {
      const target = TARGET.exec(before);
      if (!target || (target.index === 0 && before.length === BEFORE)) return undefined;
      found.push({ name: target[2] ?? "", isAttribute: target[1] === ".", end: index + sign.length });
      before = CHAIN.exec(before.slice(0, target.index))?.[1];
    }
  }
  return found;
}

/** More names than this are not looked for one by one: any of them may be used. */
const MOST_NAMES = 200;

/** The first time that each name, or each attribute, is set to None; undefined when they are too many. */
function firstOfEach(unset: readonly Unset[], isAttribute: boolean): readonly Unset[] | undefined {
  const first = new Map<string, Unset>();
  for (const one of unset) if (one.isAttribute === isAttribute && !first.has(one.name)) first.set(one.name, one);
  return first.size <= MOST_NAMES ? [...first.values()] : undefined;
}

/** Whether the text of a function's body may look into one of its own names after that was set to None. */
export function mayUseNone(body: string): boolean {
  const unset = ASSIGNS_NONE.test(body) ? unsetIn(body) : [];
  return !unset || firstOfEach(unset, false)?.some((one) => isUsedAfter(body, one)) !== false;
}

/** Whether a text may set an attribute to None. */
export function mayUnsetAttribute(text: string): boolean {
  return ASSIGNS_NONE.test(text) && (attributesUnset(text)?.length ?? 1) > 0;
}

/** The attributes that the text of a method may look into after it has set them to None; undefined when it may be any. */
export function attributesUsedUnset(body: string): readonly string[] | undefined {
  const unset = unsetIn(body);
  const first = unset && firstOfEach(unset, true);
  return first?.flatMap((one) => (isUsedAfter(body, one) ? [one.name] : []));
}

/** The attributes that the text of a method sets to None; undefined when it may be any. */
export function attributesUnset(body: string): readonly string[] | undefined {
  return unsetIn(body)?.flatMap((one) => (one.isAttribute ? [one.name] : []));
}

/** Whether what was set to None may be looked into behind that; in a loop, what stands before it comes after it. */
function isUsedAfter(text: string, { name, end }: Unset): boolean {
  return isLookedInto(/\b(?:for|while)\b/.test(text) ? text : text.slice(end), name);
}

const LOOKS_INTO = /[\s\\]*[.[(]/y;

/** Whether a text may look into a name, or an attribute of it. */
export function isLookedInto(text: string, name: string): boolean {
  if (isFollowed(text, name, LOOKS_INTO)) return true;
  // The items of a loop and what a `with` opens stand behind the word.
  if (!/\b(?:in|with)\b/.test(text)) return false;
  return new RegExp(String.raw`\bin\b[\s\\(]+[\w\s\\.]*${name}|\bwith\b(?:.*${name}|[\s\\]*\()`).test(text);
}

/** Whether the text of a class fills an attribute of `self` with something else than None. */
export function fillsAttribute(text: string, name: string): boolean {
  return new RegExp(
    String.raw`\bself[\s\\]*\.[\s\\]*${name}[\s\\]*(?::[^=\r\n]{0,200})?=(?!=)(?![\s\\]*(?:[\w.]+[\s\\]*=[\s\\]*)*None\b)`,
  ).test(text);
}
