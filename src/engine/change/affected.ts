import { join } from "node:path";
import type { Hunk } from "../../files/git-diff.js";
import { Haystack } from "../../files/haystack.js";
import { holdsWord } from "../../files/word-index.js";

/** A changed file: its texts, as far as it was there before and is there now, and which of their lines changed. */
export interface ChangedText {
  /** Where it is now, or was. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  readonly hunks: readonly Hunk[];
}

/** A name used in more files than this is everybody's, and tells nothing about who depends on what. */
const MOST_FILES = 24;

/** Bytes of unchanged files that are looked at, and at the most so many of them: a commit waits. */
const MOST_BYTES = 200_000;

/**
 * The files in which a change elsewhere may cause a finding: those that use the functions, classes and attributes
 * that changed, those that define what the changed lines call, and those that use what uses the former. Of many, those
 * whose way from the change is shortest, by these steps and then by folders.
 *
 * It goes by names alone, without parsing, because a commit waits for it.
 *
 * @param paths the files to look through, relative to `root`
 */
export function affectedBy(
  changes: readonly ChangedText[],
  root: string,
  paths: readonly string[],
  bytes = new Haystack(),
): string[] {
  const defined = new Set<string>();
  const called = new Set<string>();
  for (const change of changes) collect(change, defined, called);
  if (defined.size + called.size === 0) return [];
  const changed = new Set(changes.map(({ path }) => path));
  const unchanged = new Map(paths.filter((path) => !changed.has(path)).map((path) => [join(root, path), path]));
  bytes.add(unchanged.keys());
  const files = { bytes, unchanged };
  const sizeOf = (path: string): number => bytes.sizeOf(join(root, path));
  const near = (found: ReadonlyMap<string, unknown>): readonly string[] =>
    nearestFirst([...found.keys()], [...changed]);
  const direct = search(files, defined, called);
  const first = withinBounds(near(direct), sizeOf);
  const users = new Set(first.flatMap((path) => [...(direct.get(path) ?? [])]).filter((name) => !defined.has(name)));
  const indirect = search(files, users, new Set());
  return withinBounds([...new Set([...first, ...near(indirect)])], sizeOf).sort();
}

/** The files that are looked through. */
interface Searched {
  readonly bytes: Haystack;
  /** Their paths, by where they lie. */
  readonly unchanged: ReadonlyMap<string, string>;
}

/** Sorts paths by how many folders they share with one of some others. */
function nearestFirst(paths: readonly string[], from: readonly string[]): readonly string[] {
  const folders = from.map((path) => path.split("/").slice(0, -1));
  const nearness = new Map(
    paths.map((path) => {
      const parts = path.split("/");
      const shared = folders.map((folder) => {
        const parting = folder.findIndex((name, index) => name !== parts[index]);
        return parting < 0 ? folder.length : parting;
      });
      return [path, Math.max(...shared)];
    }),
  );
  return [...paths].sort((a, b) => (nearness.get(b) ?? 0) - (nearness.get(a) ?? 0) || (a < b ? -1 : 1));
}

/** The first of some paths, and later ones that are small enough to fit as well. */
function withinBounds(paths: readonly string[], sizeOf: (path: string) => number): string[] {
  let left = MOST_BYTES;
  const fitting = paths.filter((path) => {
    const size = sizeOf(path);
    if (size > left) return false;
    left -= size;
    return true;
  });
  return fitting.slice(0, MOST_FILES);
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

const DEFINITION = /^(\s*)(?:async\s+)?(def|class)\s+(\w+)/;
const ASSIGNMENT = /^\s*((?:self|cls)\.)?(\w+)\s*(?::.{0,200}?)?=(?!=)/;
const CALL = /\b([A-Za-z_]\w*)\s*\(/g;

interface Line {
  /** From 1. */
  readonly number: number;
  readonly line: string;
  /** The names of what changes when it does: the functions that it is in or begins, else the class. */
  readonly around: readonly string[];
}

interface Definition {
  readonly indent: number;
  readonly name: string;
  readonly isClass: boolean;
}

function* linesOf(text: string): Generator<Line> {
  let around: Definition[] = [];
  let names: readonly string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const indent = line.search(/[^\s]/);
    const outer = indent < 0 || /[#)\]}]/.test(line.charAt(indent)) ? around : leaving(around, indent);
    const [, , kind, name] = DEFINITION.exec(line) ?? [];
    const inner = name === undefined ? outer : [...outer, { indent, name, isClass: kind === "class" }];
    if (inner !== around) names = namesOf((around = inner));
    yield { number: index + 1, line, around: names };
  }
}

/** What a line with an indentation is in, of what the one before was in. */
function leaving(around: Definition[], indent: number): Definition[] {
  return around.every((outer) => outer.indent < indent) ? around : around.filter((outer) => outer.indent < indent);
}

/** A function inside another is a part of it; a method of a class is not, except those that Python itself calls. */
function namesOf(around: readonly Definition[]): readonly string[] {
  const names: string[] = [];
  for (let at = around.length - 1; at >= 0; at--) {
    const { name, isClass } = around[at] ?? { name: "", isClass: false };
    const isSpecial = /^__\w+__$/.test(name);
    if (!isSpecial) names.push(name);
    if (isClass || (around[at - 1]?.isClass && !isSpecial)) break;
  }
  return names;
}

/** The files that hold one of some names, with the names of the functions and classes in which they do. */
function search(
  { bytes, unchanged }: Searched,
  used: ReadonlySet<string>,
  called: ReadonlySet<string>,
): Map<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const take = (name: string, holds: (text: string) => boolean, isUse: boolean): void => {
    const files: { readonly path: string; readonly text: string }[] = [];
    for (const absolute of bytes.pathsOf(name)) {
      const path = unchanged.get(absolute);
      if (path === undefined) continue;
      const text = bytes.textOf(absolute);
      if (holds(text) && files.push({ path, text }) > MOST_FILES) return;
    }
    for (const { path, text } of files) {
      const users = found.get(path) ?? new Set();
      if (isUse) for (const user of usersIn(text, name)) users.add(user);
      found.set(path, users);
    }
  };
  for (const name of used) take(name, () => true, true);
  for (const name of called) {
    const definition = new RegExp(`\\b(?:def|class)\\s+${name}\\b`);
    take(name, (text) => definition.test(text), false);
  }
  return found;
}

/** The functions and classes of a text whose lines hold a name. */
function usersIn(text: string, name: string): ReadonlySet<string> {
  const users = new Set<string>();
  for (const { line, around } of linesOf(text)) {
    if (line.includes(name) && holdsWord(line, name)) for (const user of around) if (user !== name) users.add(user);
  }
  return users;
}
