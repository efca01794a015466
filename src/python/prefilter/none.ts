import { isFollowed } from "./occurrences.js";
import type { Prefilter } from "./prefilter.js";

/** What a text matches that assigns None to something, and what may hide it: a comment behind the sign. */
const ASSIGNS_NONE = /[=,][\s\\([]*(?:#|None\b)/;
/**
 * An assignment of None by itself. What a comma follows is a tuple or, as what a bracket follows, an argument or a default,
 * unless it is assigned in brackets.
 */
const SETS_NONE = /=(?:[\s\\]*None\b(?![\s\\]*[,)])|(?<=:=)[\s\\(]*None\b|[\s\\]*\([\s\\(]*None\b)/g;
const HIDDEN = /=[\s\\([]*#/;
/** UTF-16 units in front of a `= None` in which its targets stand. */
const BEFORE = 200;
/** The last target in front of an assignment's sign, and whether it follows a dot. */
const TARGET = /(?:(\.)[\s\\]*)?([\w\x80-\uffff]+)[\s\\]*$/;
/** The same in front of the target's type. */
const TYPED = /(?:(\.)[\s\\]*)?([\w\x80-\uffff]+)[\s\\]*:[^=\r\n]*$/;
/** What stands in front of the sign before a target, as of `b` in `a = b = None`. */
const CHAIN = /^(.*[^=!<>])=(?:[^=\r\n]|\\[\r\n]+)*$/s;
/** Targets in front of a tuple or a list with None in it. */
const UNPACKED = /,[\s\\([]*None\b|=[\s\\]*[([][\s\\([]*None\b/;
const TARGETS =
  /(?:^|[;:])[ \t]*(?:[([][^=;]{0,200}|[\w.[\]\x80-\uffff](?:[^=\r\n,;()]|\([^()\r\n]*\)){0,200},(?:[^=\r\n]|\\[\r\n]+){0,200})=(?!=)/gm;
/** UTF-16 units behind the sign in which the line ends. */
const MOST_VALUES = 400;
/** What may be None, or go on in the next line, behind the sign. */
const UNPACKS = /\bNone\b|["'#\\]/;

/** A name or attribute that a text assigns None to. */
interface Unset {
  readonly name: string;
  readonly isAttribute: boolean;
  /** Offset behind the assignment. */
  readonly end: number;
}

/** What a text assigns None to, keyword arguments included; undefined when it may be something else, too. */
function unsetIn(text: string): readonly Unset[] | undefined {
  if (HIDDEN.test(text) || (UNPACKED.test(text) && mayUnpackNone(text))) return undefined;
  const found: Unset[] = [];
  for (const { 0: sign, index } of text.matchAll(SETS_NONE)) {
    let before: string | undefined = text.slice(Math.max(0, index - BEFORE), index);
    while (before !== undefined) {
      const targets = targetsEnding(before);
      const first: number | undefined =
        targets.length === 0 ? itemIn(before) : Math.min(...targets.map((target) => target.index));
      if (first === undefined || (first === 0 && before.length === BEFORE)) return undefined;
      for (const [, dot, name = ""] of targets)
        found.push({ name, isAttribute: dot === ".", end: index + sign.length });
      before = CHAIN.exec(before.slice(0, first))?.[1];
    }
  }
  return found;
}

/** What a text ends with that may be a target: `if done: sock = None` reads like a type. */
function targetsEnding(text: string): readonly RegExpExecArray[] {
  return [TARGET.exec(text), TYPED.exec(text)].filter((target) => target !== null);
}

/** Whether a text may assign several targets a list of values with None in it. */
function mayUnpackNone(text: string): boolean {
  for (const { 0: targets, index } of text.matchAll(TARGETS)) {
    const from = index + targets.length;
    const [values = ""] = /^.*/.exec(text.slice(from, from + MOST_VALUES)) ?? [];
    if (values.length === MOST_VALUES || UNPACKS.test(values)) return true;
    if (count(values, /[([{]/g) > count(values, /[)\]}]/g)) return true;
  }
  return false;
}

const count = (text: string, sign: RegExp): number => text.match(sign)?.length ?? 0;

/** Where the item of a container that a text ends with begins, or a part of it that is no target by itself either. */
function itemIn(text: string): number | undefined {
  if (!/\][\s\\]*$/.test(text)) return undefined;
  const opening = text.lastIndexOf("[");
  return opening > Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) ? opening : undefined;
}

/** More names than this are not looked for one by one: any of them may be used. */
const MOST_NAMES = 200;

/** The first time that each name, or each attribute, is set to None; undefined when they are too many. */
function firstOfEach(unset: readonly Unset[], isAttribute: boolean): readonly Unset[] | undefined {
  const first = new Map<string, Unset>();
  for (const one of unset) if (one.isAttribute === isAttribute && !first.has(one.name)) first.set(one.name, one);
  return first.size <= MOST_NAMES ? [...first.values()] : undefined;
}

/** The body of a function that may look into one of its own names after that was set to None. */
export const NONE_USED: Prefilter = {
  name: "a name that is None where it is used",
  mayHold: (body) => {
    const unset = ASSIGNS_NONE.test(body) ? unsetIn(body) : [];
    return !unset || firstOfEach(unset, false)?.some((one) => isUsedAfter(body, one)) !== false;
  },
};

/** An attribute that is set to None. */
export const ATTRIBUTE_UNSET: Prefilter = {
  name: "an attribute set to None",
  mayHold: (text) => ASSIGNS_NONE.test(text) && unsetIn(text)?.some(({ isAttribute }) => isAttribute) !== false,
};

/** An assignment of None whose targets the text does not tell: {@link unsetAttributes} says nothing. */
export const UNSET_HIDDEN: Prefilter = {
  name: "something set to None that the text does not name",
  mayHold: (text) => ASSIGNS_NONE.test(text) && unsetIn(text) === undefined,
};

/** What may run more than once. */
const LOOPS = /\b(?:for|while)\b/;

/** The names of attributes that the text of a method sets to None. */
export interface UnsetAttributes {
  readonly all: readonly string[];
  /** Those that it may look into after that. */
  readonly used: readonly string[];
  /** Those that it sets before it may call something. */
  readonly beforeCalls: readonly string[];
}

/** The attributes that the text of a method sets to None; undefined when it may be any. */
export function unsetAttributes(body: string): UnsetAttributes | undefined {
  const unset = unsetIn(body);
  const first = unset && firstOfEach(unset, true);
  if (!first) return undefined;
  const set = unset.filter(({ isAttribute }) => isAttribute);
  const hasLoop = LOOPS.test(body);
  return {
    all: set.map(({ name }) => name),
    used: first.filter((one) => isUsedAfter(body, one)).map(({ name }) => name),
    beforeCalls: set.filter(({ end }) => hasLoop || body.includes("(", end)).map(({ name }) => name),
  };
}

/** Whether what was set to None may be looked into behind that; in a loop, what stands before it comes after it. */
function isUsedAfter(text: string, { name, end }: Unset): boolean {
  return isLookedInto(LOOPS.test(text) ? text : text.slice(end), name);
}

const LOOKS_INTO = /[\s\\)]*[.[(#]/y;

/** Whether a text may look into a name, or an attribute of it. */
export function isLookedInto(text: string, name: string): boolean {
  if (isFollowed(text, name, LOOKS_INTO)) return true;
  // The items of a loop and what a `with` opens stand behind the word.
  if (!/\b(?:in|with)\b/.test(text)) return false;
  const behindIn = String.raw`\bin\b[\s\\(]*(?:#|[\w\s\\.]{0,200}${name}|[\w\s\\.]{200})`;
  const behindWith = String.raw`\bwith\b(?:[\s\\]*\(|(?:[^\r\n\\]|\\[\r\n]*){0,200}${name}|.{200})`;
  return new RegExp(`${behindIn}|${behindWith}`).test(text);
}

/** Whether the text of a class fills an attribute of `self` with something else than None. */
export function fillsAttribute(text: string, name: string): boolean {
  return new RegExp(
    String.raw`\bself[\s\\]*\.[\s\\]*${name}[\s\\]*(?::[^=\r\n]{0,200})?=(?!=)(?![\s\\(]*(?:[\w.]+[\s\\]*=[\s\\(]*)*(?:None\b|#))`,
  ).test(text);
}
