import { renamedIn } from "./called.js";
import type { Prefilter } from "./prefilter.js";

// Behind a comment anything may follow, so that one in front of what is looked for counts as that.

const OPENS_CALL = /[\s\\]*[(#]/y;

/** A word where it is what is looked for: a prefilter for each place where the word stands. */
export interface Occurrence {
  /** What is looked for, in a few words. */
  readonly name: string;
  readonly word: string;
  /** Whether the word may be it at an offset, where it stands as a word of its own. */
  mayStandAt(text: string, at: number): boolean;
}

/** A call that is written with a name. */
export function callOf(name: string): Occurrence {
  return { name: `a call of '${name}'`, word: name, mayStandAt: (text, at) => mayCallAt(text, name, at) };
}

/** Whether a text may hold a call that is written with a name, where the name stands. */
export function mayCallAt(text: string, name: string, at: number): boolean {
  return matchesAt(OPENS_CALL, text, at + name.length);
}

const RENAMES = /[\s\\]*(?:#|\bas\b)/y;

/** A whole file in which some import may give another name to a name: found out for all names at once. */
export function renamingAnywhere(name: string): Prefilter {
  return {
    name: `a file with another name for '${name}'`,
    mayHold: (file) => renamedIn(file).has(name),
  };
}

/** An import that gives another name to a name. */
export function renamingOf(name: string): Prefilter {
  return { name: `another name for '${name}'`, mayHold: (text) => isFollowed(text, name, RENAMES) };
}

/** What follows an attribute that is assigned by itself, or declared, or the target of a loop. */
const ASSIGNED = /[\s\\]*(?:[:#]|in\b|[-+*/%&|^@<>]*=(?!=))/y;
/** What follows an attribute that is one of several targets. */
const ENDS_TARGET = /[\s\\]*[,)\]]/y;
/** UTF-16 units of further targets that are looked through for their assignment; there may be one behind more. */
const MOST_TARGETS = 300;
/** What stands between targets and is none: comments, and strings in subscripts. */
const BETWEEN = /#.*|"[^"\r\n]*"|'[^'\r\n]*'/y;
/** An end of a line after which what is in brackets goes on. */
const GOES_ON = /[\r\n][\s\\]*[-+*/%&|^@<>=!.,([)\]}#]/y;

/** Whether what follows an attribute assigns it: an operator, or other targets and then one. */
function isAssigned(text: string, from: number): boolean {
  if (matchesAt(ASSIGNED, text, from)) return true;
  if (!matchesAt(ENDS_TARGET, text, from)) return false;
  let last = ",";
  const end = Math.min(text.length, from + MOST_TARGETS);
  for (let at = from; at < end; at++) {
    if (matchesAt(BETWEEN, text, at)) {
      at = BETWEEN.lastIndex - 1;
      continue;
    }
    const character = text[at] ?? "";
    if (character === "=") return text[at + 1] !== "=" && !/[!<>]/.test(last);
    if (/[:"']/.test(character)) return true;
    if (character === ";") return false;
    if (/[\r\n]/.test(character) && /[\w)\]}]/.test(last) && !matchesAt(GOES_ON, text, at)) return false;
    if (!/\s/.test(character)) last = character;
  }
  return end < text.length;
}

/** What comes before the dot of an attribute that is assigned by a clause or deleted, be it over several lines. */
const BY_CLAUSE = /\b(?:as|del)\b(?:[^\r\n=#]|#[^\r\n]*[\r\n]+|[\\(,[][^\S\r\n]*[\r\n]+)*$/;
/** What an attribute's name follows. */
const BEHIND_DOT = /(?:\.[\s\\]*|#[^\r\n]*[\r\n][\s\\]*)$/;
/** UTF-16 units before an attribute in which the word is looked for that assigns it. */
const BEFORE = 200;

/** UTF-16 units before a spelled attribute in which `setattr` is looked for. */
const SPELLED = 2000;

/** An assignment to an attribute of a name, of whatever object. */
export function storeOf(attribute: string): Occurrence {
  return {
    name: `an assignment to '${attribute}'`,
    word: attribute,
    mayStandAt: (text, at) => mayStoreAt(text, attribute, at),
  };
}

/** Whether a text may hold an assignment to an attribute of a name, of whatever object, where the name stands. */
export function mayStoreAt(text: string, attribute: string, at: number): boolean {
  const last = text[at - 1] ?? "";
  if (last === '"' || last === "'") return text.slice(Math.max(0, at - SPELLED), at).includes("setattr");
  return isStoredAt(text, at, at + attribute.length);
}

function isStoredAt(text: string, at: number, end: number): boolean {
  if (!ENDS_BEFORE.test(text[at - 1] ?? "")) return false;
  if (!mayFollowDot(text, at)) return false;
  const before = text.slice(Math.max(0, at - BEFORE), at);
  return BEHIND_DOT.test(before) && (isAssigned(text, end) || BY_CLAUSE.test(before));
}

/** Whether in front of an offset a dot or a line ends, but for space: most names follow neither. */
function mayFollowDot(text: string, at: number): boolean {
  let last = at - 1;
  while (text[last] === " ") last--;
  return /[.\s\\]/.test(text[last] ?? "");
}

/** What stands right before an attribute: its dot, or space after that. */
const ENDS_BEFORE = /[.\s]/;

/** Whether a word, or a longer one that ends with it, stands somewhere in front of what a sticky pattern matches. */
export function isFollowed(text: string, word: string, pattern: RegExp): boolean {
  if (word === "") return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (matchesAt(pattern, text, at + word.length)) return true;
  }
  return false;
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
