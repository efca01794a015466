import { knownText } from "../../syntax/known-text.js";
import { isFollowed } from "./occurrences.js";
import { codeOutside } from "./outside.js";
import type { Prefilter } from "./prefilter.js";

/** What is done to a container that fails when it holds nothing: `jobs.pop()`, `jobs[0]`. */
const TAKES = /\.[\s\\]*(?:pop|popleft|popitem|remove)\b|\[[\s\\(]*(?:-[\s\\]*)?[01][\s\\)]*\]/g;
const NAME_BEFORE = /([\w\x80-\uffff]+)[\s\\)]*$/;
/** A comment between a container and what is done to it hides the one or the other. */
const HIDDEN =
  /[\r\n](?<=#[^\r\n]*[\r\n])[\s\\]*(?:[.[]|(?:pop|popleft|popitem|remove)\b|(?:-[\s\\]*)?[01][\s\\)]*\])|\[[\s\\(]*#|\bin[\s\\(]*#|heappop[\s\\]*(?:\([\s\\(]*)?#/;
/** Where a container is looked into, or something taken from one that is a heap; a path leads to its name. */
const NAMES =
  /(?:\b(in)\b|heappop[\s\\]*\()[ \t\f\r\n\\(]*(?:[\w\x80-\uffff]+[ \t\f\r\n\\]*\.[ \t\f\r\n\\]*)*([\w\x80-\uffff]+)/g;

/** UTF-16 units before an operation in which the name stands that it is done to. */
const BEFORE = 80;
/** A text in which more names than this could be meant is not searched for each of them. */
const MOST_NAMES = 200;

/** A test of a container that others can reach, and an act that relies on the answer, in functions of a file. */
export function relianceIn(source: string): Prefilter {
  const mayHold = (text: string): boolean => {
    if (HIDDEN.test(text)) return true;
    const tried = new Set<string>();
    for (const { name, end, isLooked } of candidates(text)) {
      if (name === "") return true;
      const isAttribute = /\.[\s\\]*$/.test(text.slice(Math.max(0, end - name.length - BEFORE), end - name.length));
      const key = `${isAttribute ? "." : ""}${name}${isLooked ? "[" : ""}`;
      if (tried.has(key)) continue;
      if (tried.add(key).size > MOST_NAMES) return true;
      const isUsed = isLooked ? isSubscripted(text, name) : isTwice(text, name);
      // A name without a dot is a local one unless code outside of functions has it, too.
      if (isUsed && (isAttribute || knownText(source).once(codeOutside).includes(name))) return true;
    }
    return false;
  };
  return { name: "a test of a container that is relied on", mayHold };
}

interface Candidate {
  /** Empty when it is too far away. */
  readonly name: string;
  /** Offset behind the name. */
  readonly end: number;
  readonly isLooked: boolean;
}

function* candidates(text: string): Generator<Candidate> {
  for (const { index } of text.matchAll(TAKES)) {
    const before = text.slice(Math.max(0, index - BEFORE), index);
    const found = NAME_BEFORE.exec(before);
    // What has no name is no container that others can reach.
    if (!found && before.length < BEFORE) continue;
    const isWhole = found && (found.index > 0 || before.length < BEFORE);
    const name = isWhole ? (found[1] ?? "") : "";
    yield { name, end: index - before.length + (found?.index ?? 0) + name.length, isLooked: false };
  }
  for (const { 0: all, 1: looks, 2: name = "", index } of text.matchAll(NAMES)) {
    yield { name, end: index + all.length, isLooked: looks !== undefined };
  }
}

/** Whether a name is there both for the test and for the act. */
function isTwice(text: string, name: string): boolean {
  return text.indexOf(name) !== text.lastIndexOf(name);
}

const OPENS_SUBSCRIPT = /[\s\\)]*[[#]/y;

function isSubscripted(text: string, name: string): boolean {
  return isFollowed(text, name, OPENS_SUBSCRIPT);
}
