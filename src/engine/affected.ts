import { join } from "node:path";
import type { Hunk } from "../files/git-diff.js";
import { searchable } from "../files/read.js";

/** A changed file: its texts, as far as it was there before and is there now, and which of their lines changed. */
export interface ChangedText {
  readonly before?: string;
  readonly after?: string;
  readonly hunks: readonly Hunk[];
}

/** A name used in more files than this is everybody's, and tells nothing about who depends on what. */
const MOST_FILES = 24;

/**
 * The files in which a change elsewhere may cause a finding: those that use the functions, classes and attributes
 * that changed, those that use what uses these, and those that define what the changed lines call.
 *
 * It goes by names alone, without parsing, because a commit waits for it.
 *
 * @param paths the files to look through, relative to `root`
 */
export function affectedBy(changes: readonly ChangedText[], root: string, paths: readonly string[]): string[] {
  const defined = new Set<string>();
  const called = new Set<string>();
  for (const change of changes) collect(change, defined, called);
  const first = search(root, paths, defined, called);
  const further = new Set([...first].flatMap(([, names]) => [...names]).filter((name) => !defined.has(name)));
  const second = search(root, paths, further, new Set());
  return [...new Set([...first.keys(), ...second.keys()])].sort();
}

/** Adds the names of what changed in a file, and of what its changed lines call. */
function collect({ before, after, hunks }: ChangedText, defined: Set<string>, called: Set<string>): void {
  const isWhole = before === undefined || after === undefined;
  const sides = [
    { text: before, ranges: hunks.map((hunk) => hunk.before), callees: undefined },
    { text: after, ranges: hunks.map((hunk) => hunk.after), callees: called },
  ];
  for (const { text, ranges, callees } of sides) {
    if (text === undefined) continue;
    const isChanged = new Set(ranges.flatMap(({ start, count }) => Array.from({ length: count }, (_, i) => start + i)));
    for (const { number, line, around } of linesOf(text)) {
      if (line.trim() === "" || (!isWhole && !isChanged.has(number))) continue;
      for (const name of around) defined.add(name);
      const assigned = ASSIGNMENT.exec(line);
      if (assigned?.[2] !== undefined && (assigned[1] || around.length === 0)) defined.add(assigned[2]);
      for (const [, name = ""] of line.matchAll(CALL)) callees?.add(name);
    }
  }
}

const DEFINITION = /^(\s*)(?:async\s+)?(?:def|class)\s+(\w+)/;
const ASSIGNMENT = /^\s*((?:self|cls)\.)?(\w+)\s*(?::.{0,200}?)?=(?!=)/;
const CALL = /\b([A-Za-z_]\w*)\s*\(/g;

interface Line {
  /** From 1. */
  readonly number: number;
  readonly line: string;
  /** The names of the functions and classes that it is in or begins. */
  readonly around: readonly string[];
}

function* linesOf(text: string): Generator<Line> {
  let around: { readonly indent: number; readonly name: string }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const indent = line.search(/[^\s]/);
    if (indent >= 0 && !/^\s*[#)\]}]/.test(line)) around = around.filter((outer) => outer.indent < indent);
    const name = DEFINITION.exec(line)?.[2];
    if (name !== undefined) around.push({ indent, name });
    const names = around.map((outer) => outer.name).filter((known) => !/^__\w+__$/.test(known));
    yield { number: index + 1, line, around: names };
  }
}

/** The files that hold one of some names, with the names of the functions and classes in which they do. */
function search(
  root: string,
  paths: readonly string[],
  used: ReadonlySet<string>,
  called: ReadonlySet<string>,
): Map<string, ReadonlySet<string>> {
  const alternatives = [
    ...(called.size > 0 ? [`(?:def|class)\\s+(?:${[...called].join("|")})`] : []),
    ...(used.size > 0 ? [[...used].join("|")] : []),
  ];
  if (alternatives.length === 0) return new Map();
  const wanted = new RegExp(`\\b(?:${alternatives.join("|")})\\b`, "g");
  const filesOf = new Map<string, Set<string>>();
  for (const path of paths) {
    for (const [match] of searchable(join(root, path)).matchAll(wanted)) {
      const files = filesOf.get(match);
      if (files) files.add(path);
      else filesOf.set(match, new Set([path]));
    }
  }
  const telling = [...filesOf].filter(([, files]) => files.size <= MOST_FILES);
  const names = new Set(telling.map(([name]) => name));
  const found = new Set(telling.flatMap(([, files]) => [...files]));
  return new Map([...found].map((path) => [path, usersIn(searchable(join(root, path)), wanted, names)]));
}

function usersIn(text: string, wanted: RegExp, names: ReadonlySet<string>): ReadonlySet<string> {
  const users = new Set<string>();
  for (const { line, around } of linesOf(text)) {
    const uses = [...line.matchAll(wanted)].some(([match]) => names.has(match) && !DEFINES.test(match));
    if (uses) for (const name of around) users.add(name);
  }
  return users;
}

const DEFINES = /^(?:def|class)\s/;
