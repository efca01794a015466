import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";

// Between the names of a path may stand space, line continuations and comments.
const GAP = String.raw`(?:[\s\\]|#.*$){0,99}`;
const NAME = String.raw`[\w\x80-\uffff]+`;
const BEGINS = String.raw`(?<![\w\x80-\uffff])`;

/** A name, or what ends another expression, and the attribute that is read from it. */
const READ = new RegExp(String.raw`(?:${BEGINS}(${NAME})|[)\]}"'])(?:[)\s\\]|#.*$){0,99}\.(?=${GAP}(${NAME}))`, "gm");
const PAIR = new RegExp(String.raw`\bself${GAP}\.${GAP}(${NAME})(?:[)\s\\]|#.*$){0,99}\.${GAP}(${NAME})`, "gm");

/** The names of the attributes that a file speaks of, by the name in front of them; by none behind other expressions. */
export type Paths = ReadonlyMap<string, ReadonlySet<string>>;

const PATHS = question<Paths>(new Map());

/** The attributes that a file speaks of. */
export function pathsIn(module: Module): Paths {
  return module.project.once(PATHS, module, () => pathsOf(module.source));
}

/** The attributes that a text speaks of. */
export const pathsOf = (text: string): Paths => pairsBy(READ, text);

/** The names of the attributes that a text speaks of behind each attribute of `self`. */
export const pairsIn = (text: string): Paths => pairsBy(PAIR, text);

function pairsBy(pattern: RegExp, text: string): Paths {
  const pairs = new Map<string, Set<string>>();
  for (const [, owner = "", name = ""] of text.matchAll(pattern)) {
    const names = pairs.get(owner);
    if (names) names.add(name);
    else pairs.set(owner, new Set([name]));
  }
  return pairs;
}
