import { groupedBy } from "../../../src/grouped.js";
import type { Module } from "../../../src/python/model/module.js";
import { COMMENT } from "../../../src/python/prefilter/shapes.js";
import { question } from "../../../src/python/model/solver.js";
import { firstWhere, type Node } from "../../../src/syntax/node.js";

// Between the names of a path may stand space, line continuations and comments.
const GAP = String.raw`(?:[\s\\]|${COMMENT}){0,99}`;
const NAME = String.raw`[\w\x80-\uffff]+`;
const BEGINS = String.raw`(?<![\w\x80-\uffff])`;

/** A name, or what ends another expression, and the attribute that is read from it. */
const READ = new RegExp(
  String.raw`(?:${BEGINS}(${NAME})|[)\]}"'])(?:[)\s\\]|${COMMENT}){0,99}\.(?=${GAP}(${NAME}))`,
  "gm",
);
const PAIR = new RegExp(String.raw`\bself${GAP}\.${GAP}(${NAME})(?:[)\s\\]|${COMMENT}){0,99}\.${GAP}(${NAME})`, "gm");

/** An attribute that a text speaks of, behind which name, and where. */
interface Mention {
  readonly owner: string;
  readonly name: string;
  readonly at: number;
}

/** The names of the attributes that a file speaks of, by the name in front of them; by none behind other expressions. */
export type Paths = ReadonlyMap<string, ReadonlySet<string>>;

const READS = question<ReadonlyMap<string, readonly Mention[]>>(new Map());
const PATHS = question<Paths>(new Map());
const PAIRS = question<readonly Mention[]>([]);

/** The attributes that a file speaks of. */
export const pathsIn = (module: Module): Paths =>
  module.project.once(PATHS, module, () => pathsOf([...readsIn(module).values()].flat()));

/** The names of the attributes that a part of a file speaks of behind a name. */
export const namesBehind = (owner: string, module: Module, within: Node): ReadonlySet<string> =>
  new Set(inside(within, readsIn(module).get(owner) ?? []).map(({ name }) => name));

/** The names of the attributes that a part of a file speaks of behind each attribute of `self`. */
export const pairsWithin = (module: Module, within: Node): Paths =>
  pathsOf(
    inside(
      within,
      module.project.once(PAIRS, module, () => mentionsOf(PAIR, module.source)),
    ),
  );

const readsIn = (module: Module): ReadonlyMap<string, readonly Mention[]> =>
  module.project.once(READS, module, () => groupedBy(mentionsOf(READ, module.source), ({ owner }) => owner));

/** Of mentions in order, those in a part of the file. */
function inside({ start, end }: Node, mentions: readonly Mention[]): readonly Mention[] {
  const place = (offset: number): number =>
    firstWhere(mentions.length, (index) => (mentions[index]?.at ?? offset) >= offset);
  return mentions.slice(place(start), place(end));
}

function pathsOf(mentions: readonly Mention[]): Paths {
  const paths = new Map<string, Set<string>>();
  for (const { owner, name } of mentions) {
    const names = paths.get(owner);
    if (names) names.add(name);
    else paths.set(owner, new Set([name]));
  }
  return paths;
}

const mentionsOf = (pattern: RegExp, text: string): readonly Mention[] =>
  Array.from(text.matchAll(pattern), ({ 1: owner = "", 2: name = "", index: at }) => ({ owner, name, at }));
