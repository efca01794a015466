import type { Call } from "../../python/model/call.js";
import type { Module } from "../../python/model/module.js";
import { basesIn, classesIn } from "../../python/prefilter/definitions.js";
import type { Occurrence } from "../../python/prefilter/occurrences.js";
import { fits, passingAt, SPACE, type Taking } from "../../python/prefilter/shapes.js";

const CALLED = new RegExp(String.raw`(?<![\w\x80-\uffff])([\w\x80-\uffff]+)(?=${SPACE}\()`, "g");
const RENAMED = new RegExp(String.raw`(?<![\w\x80-\uffff])([\w\x80-\uffff]+)${SPACE}\bas${SPACE}\b([\w\x80-\uffff]+)`, "g");
const OPENS = new RegExp(String.raw`${SPACE}\(`, "y");
/** What a name is taken from, when that is no class by the look of it. */
const OF_OBJECT = new RegExp(String.raw`(?:[)\]}"']|(?<![\w\x80-\uffff])[^\WA-Z\d][\w\x80-\uffff]*)${SPACE}\.${SPACE}$`);
/** What a method is called on that the class at hand has. */
const OF_SELF = /\b(?:self|cls|super[\s\\]*\([^()]*\))[\s\\]*\.[\s\\]*$/;
/** Names of methods that texts, numbers, containers and files have: what has them is mostly one of those. */
const OF_BUILTINS = new Set(
  (
    "add append clear close copy count decode difference discard encode endswith extend find flush format get index insert " +
    "intersection isdigit items join keys lower lstrip open pop popitem read readline remove replace reverse rstrip seek set " +
    "setdefault sort split splitlines startswith strip tell title union update upper values write"
  ).split(" "),
);
/** UTF-16 units in front of a name in which what it is taken from is looked for. */
const BEFORE = 100;

/**
 * The calls of a file that may not fit: those of a name that the project defines, in all parts of the file that have one
 * which some definition of the name cannot take, as far as texts show.
 */
export function* callsThatMayNotFit(module: Module): Generator<Call> {
  const { source } = module;
  const names = new Set(Array.from(source.matchAll(CALLED), ([, name = ""]) => name));
  const originals = new Map<string, string[]>();
  for (const [, name = "", alias = ""] of source.matchAll(RENAMED))
    originals.set(alias, [...(originals.get(alias) ?? []), name]);
  for (const name of names) {
    const takings = takingsOf(module, name, originals.get(name) ?? []);
    if (takings.length > 0) yield* module.callsWhere(misfitting(name, takings));
  }
}

function takingsOf(module: Module, name: string, originals: readonly string[]): readonly Taking[] {
  const names = BY_CLASS[name]?.(module.source) ?? [name, ...originals];
  return Array.from(names).flatMap((one) => module.project.takingsOf(one, module) ?? []);
}

/** `super().__init__(…)`, `cls(…)`: a constructor is asked for by the names of classes. */
const BY_CLASS: Readonly<Record<string, ((text: string) => Iterable<string>) | undefined>> = {
  __init__: basesIn,
  cls: classesIn,
  __class__: classesIn,
};

function misfitting(name: string, takings: readonly Taking[]): Occurrence {
  return {
    name: `a call that what is called '${name}' may not take`,
    word: name,
    mayStandAt: (text, at) => {
      OPENS.lastIndex = at + name.length;
      if (!OPENS.test(text)) return false;
      const passing = passingAt(text, OPENS.lastIndex - 1);
      const before = text.slice(Math.max(0, at - BEFORE), at);
      if (OF_BUILTINS.has(name) && !OF_SELF.test(before)) return false;
      const isOfObject = OF_OBJECT.test(before);
      return !passing || takings.some((taking) => !fits(passing, taking, isOfObject));
    },
  };
}
