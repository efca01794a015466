import { ANY_RUN, matches, type Name, type Place } from "./glob.js";

/** What a rule says of a path that it describes. */
export type Verdict = "ignored" | "kept";

type Test = (names: readonly string[], isDirectory: boolean) => boolean;

interface Rule {
  readonly verdict: Verdict;
  readonly describes: Test;
}

/**
 * The rules of one `.gitignore`, as git reads them. They are matched without backtracking into more than one star, so no
 * rule and no path take long together. Text and paths are bytes as Latin-1, because git compares bytes.
 */
export class GitIgnore {
  readonly #rules: readonly Rule[];

  constructor(text: string) {
    const lines = text.replace(/^\xef\xbb\xbf/, "").split("\n");
    this.#rules = lines.flatMap((line) => ruleOf(line.replace(/\r$/, "")) ?? []).reverse();
  }

  /** What the last rule says that describes a path, given by its names from the file's directory on; nothing if none does. */
  verdictOn(names: readonly string[], isDirectory: boolean): Verdict | undefined {
    return this.#rules.find(({ describes }) => describes(names, isDirectory))?.verdict;
  }
}

function ruleOf(line: string): Rule | undefined {
  if (line.startsWith("#")) return undefined;
  const trimmed = withoutTrailingSpace(line);
  const isKept = trimmed.startsWith("!");
  const pattern = isKept ? trimmed.slice(1) : trimmed;
  const isForDirectories = pattern.endsWith("/");
  const test = testOf(isForDirectories ? pattern.slice(0, -1) : pattern);
  if (!test) return undefined;
  const describes: Test = isForDirectories ? (names, isDirectory) => isDirectory && test(names, isDirectory) : test;
  return { verdict: isKept ? "kept" : "ignored", describes };
}

/** A space counts that a backslash stands before. */
function withoutTrailingSpace(line: string): string {
  let end = line.length;
  while (line[end - 1] === " ") end--;
  let escapes = 0;
  while (line[end - 1 - escapes] === "\\") escapes++;
  return line.slice(0, escapes % 2 === 1 && end < line.length ? end + 1 : end);
}

/** A test of names; none for a pattern that describes nothing. */
function testOf(pattern: string): Test | undefined {
  if (!pattern.includes("/")) {
    const test = nameTest(pattern);
    return test && ((names) => test(names.at(-1) ?? ""));
  }
  const parts = partsOf(pattern.replace(/^\//, ""))?.map(nameOf);
  if (!parts) return undefined;
  // At the end it stands for what is in a directory, not for the directory.
  if (parts.at(-1) === ANY_RUN) parts.splice(-1, 0, [ANY_RUN]);
  return (names) => matches(parts, names);
}

/** Most rules are a name, or an ending. */
function nameTest(pattern: string): ((name: string) => boolean) | undefined {
  const plain = pattern.replace(/^\*/, "");
  if (!/[*?[\\]/.test(plain)) return plain === pattern ? (name) => name === plain : (name) => name.endsWith(plain);
  const parts = partsOf(pattern);
  return parts && ((name) => matches(parts, [name]));
}

/** Nothing but stars, of which there are several, stands for directories. */
function nameOf(places: readonly Place[]): Name {
  return places.length > 1 && places.every((place) => place === ANY_RUN) ? ANY_RUN : places;
}

/** What the characters of each name have to be; undefined when the pattern is none that git can follow. */
function partsOf(pattern: string): Place[][] | undefined {
  let places: Place[] = [];
  const parts = [places];
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === "[") {
      const choice = choiceAt(pattern, at + 1);
      if (!choice) return undefined;
      places.push(choice.holds);
      at = choice.end;
      continue;
    }
    const isEscaped = pattern[at] === "\\";
    if (isEscaped && ++at === pattern.length) return undefined;
    const character = pattern.charAt(at);
    if (character === "/") parts.push((places = []));
    else if (character === "*" && !isEscaped) places.push(ANY_RUN);
    else if (character === "?" && !isEscaped) places.push(() => true);
    else places.push(character);
  }
  return parts;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[^ -~\x80-\xff]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t-\r ]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

interface Choice {
  readonly holds: (character: string) => boolean;
  /** Where the closing bracket is. */
  readonly end: number;
}

/** What stands between brackets; undefined when they are not closed or name a class that there is not. */
function choiceAt(pattern: string, start: number): Choice | undefined {
  const isNegated = /[!^]/.test(pattern.charAt(start));
  const members: ((character: string) => boolean)[] = [];
  const first = isNegated ? start + 1 : start;
  for (let at = first; at < pattern.length; at++) {
    if (pattern[at] === "]" && at > first) {
      return { holds: (character) => members.some((member) => member(character)) !== isNegated, end: at };
    }
    const named = /^\[:([^\]]*):\]/.exec(pattern.slice(at, at + 20));
    if (named) {
      const known = Object.hasOwn(CLASSES, named[1] ?? "") ? CLASSES[named[1] ?? ""] : undefined;
      if (!known) return undefined;
      members.push((character) => known.test(character));
      at += named[0].length - 1;
      continue;
    }
    if (pattern[at] === "\\") at++;
    const low = pattern.charAt(at);
    const isRange = pattern[at + 1] === "-" && at + 2 < pattern.length && pattern[at + 2] !== "]";
    if (isRange) at += pattern[at + 2] === "\\" ? 3 : 2;
    const high = pattern.charAt(at);
    // Of a range that is upside down, its beginning is left.
    members.push((character) => character === low || (low <= character && character <= high));
  }
  return undefined;
}
