import type { Call } from "../../python/model/call.js";
import type { Module } from "../../python/model/module.js";
import type { HomedTaking } from "../../python/model/project.js";
import { calledIn, originalsIn } from "../../python/prefilter/called.js";
import { basesIn, classesIn } from "../../python/prefilter/definitions.js";
import type { Occurrence } from "../../python/prefilter/occurrences.js";
import { fits, passingAt, SPACE } from "../../python/prefilter/shapes.js";

const OPENS = new RegExp(String.raw`${SPACE}\(`, "y");
/** Names of methods that texts, numbers, containers and files have: what has them is mostly one of those. */
const OF_BUILTINS = new Set(
  (
    "add append clear close copy count decode difference discard encode endswith extend find flush format get index insert " +
    "intersection isdigit items join keys lower lstrip open pop popitem read readline remove replace reverse rstrip seek set " +
    "setdefault sort split splitlines startswith strip tell title union update upper values write"
  ).split(" "),
);
/** Where the project has more methods of such a name than this, a call of it is hardly worth finding out whose it is. */
const MOST_BESIDE_BUILTINS = 4;
/** UTF-16 units in front of a name in which what it is taken from is looked for. */
const BEFORE = 100;

/**
 * The calls of a file that may not fit: those of a name that the project defines, in all parts of the file that have one
 * which some definition of the name cannot take, as far as texts show.
 */
export function* callsThatMayNotFit(module: Module): Generator<Call> {
  const { source } = module;
  const imported = wordsImported(source);
  const homes = new Map<string, Home>();
  const homeOf = (owner: string): Home => {
    const home = homes.get(owner) ?? findHome(module, owner);
    homes.set(owner, home);
    return home;
  };
  /** Of all that bear a name, what is taken from what stands in front of the dot. */
  const taken =
    (all: readonly HomedTaking[]) =>
    (from: string): readonly HomedTaking[] => {
      const owner = ownerIn(from);
      const home = owner === undefined ? "anywhere" : homeOf(owner);
      if (home === "outside") return [];
      const there = home === "anywhere" ? [] : all.filter((one) => one.home === home.path);
      // What is not defined there may be passed on there.
      return there.length > 0 ? there : all;
    };
  const classes = new Set(classesIn(source));
  const isOfClass = (from: string): boolean => OF_CLASS.test(from) || classes.has(LAST_WORD.exec(from)?.[1] ?? "");
  const originals = originalsIn(source);
  for (const name of calledIn(source)) {
    const all = takingsOf(module, name, originals.get(name) ?? []);
    if (all.length === 0) {
      // Where many define one, an import still says which.
      const isImported = imported.has(name) && module.project.takingsOf(name, module) === undefined;
      if (isImported) yield* module.callsWhere(misfitting(name, { ...OF_MANY, isOfClass }));
      continue;
    }
    const own = all.filter(({ home }) => home === module.path);
    const byName = BY_CLASS.has(name) || imported.has(name) || imported.has("*") ? all : [];
    const near = own.length > 0 ? own : undefined;
    yield* module.callsWhere(
      misfitting(name, { bare: near ?? byName, ofSelf: near ?? all, of: taken(all), isOfClass }),
    );
  }
}

/** What a call may be of, by what stands in front of its name. */
interface Takings {
  readonly bare: readonly HomedTaking[];
  readonly ofSelf: readonly HomedTaking[];
  readonly of: (from: string) => readonly HomedTaking[];
  readonly isOfClass: (from: string) => boolean;
}

/** What is called by a name that many define: what each takes is not looked up. */
const OF_MANY: Omit<Takings, "isOfClass"> = { bare: [{ taking: "unclear", home: "" }], ofSelf: [], of: () => [] };

/** Where all is defined that is taken from a name: in a file of the project, or nowhere in it. */
type Home = "outside" | "anywhere" | { readonly path: string };

function takingsOf(module: Module, name: string, originals: readonly string[]): readonly HomedTaking[] {
  const names = BY_CLASS.get(name)?.(module.source) ?? [name, ...originals];
  return Array.from(names).flatMap((one) => module.project.takingsOf(one, module) ?? []);
}

/** `super().__init__(…)`, `cls(…)`: a constructor is asked for by the names of classes. */
const BY_CLASS = new Map<string, (text: string) => Iterable<string>>([
  ["__init__", basesIn],
  ["cls", classesIn],
  ["__class__", classesIn],
]);

function misfitting(name: string, { bare, ofSelf, of, isOfClass }: Takings): Occurrence {
  return {
    name: `a call that what is called '${name}' may not take`,
    word: name,
    mayStandAt: (text, at) => {
      OPENS.lastIndex = at + name.length;
      if (!OPENS.test(text)) return false;
      if (DEFINES.test(text.slice(Math.max(0, at - BEFORE), at))) return false;
      const from = takenFrom(text, at);
      const isOfSelf = from !== undefined && OF_SELF.test(from);
      const takings = from === undefined ? bare : isOfSelf ? ofSelf : of(from);
      const isOfBuiltin = OF_BUILTINS.has(name) && !isOfSelf;
      if (isOfBuiltin && takings.length > MOST_BESIDE_BUILTINS) return false;
      const passing = takings.length > 0 ? passingAt(text, OPENS.lastIndex - 1) : undefined;
      const isOfObject = from !== undefined && !isOfClass(from);
      if (isOfBuiltin && !takings.every(({ taking }) => passing && !fits(passing, taking, isOfObject))) return false;
      return takings.some(({ taking }) => !passing || !fits(passing, taking, isOfObject));
    },
  };
}

const DEFINES = /\b(?:def|class)[\s\\]+$/;

/** What stands in front of the dot before a name; undefined where it is no attribute. */
function takenFrom(text: string, at: number): string | undefined {
  const before = text.slice(Math.max(0, at - BEFORE), at).trimEnd();
  const isUnclear = /[\\#]/.test(before) && !before.endsWith(".");
  return before.endsWith(".") || isUnclear ? before.replace(/\.$/, "").trimEnd() : undefined;
}

/** The name that something is taken from, when that is no attribute of anything else. */
function ownerIn(from: string): string | undefined {
  const [owner = ""] = /[\w\x80-\uffff]+$/.exec(from) ?? [];
  const before = from.slice(0, from.length - owner.length);
  const line = before.trimEnd();
  // In front of a comment may stand a dot.
  const isFirst =
    line !== "" && !/[.\\]$/.test(line) && !(/[\r\n]/.test(before.slice(line.length)) && line.includes("#"));
  return isFirst && owner !== "" ? owner : undefined;
}

/** Where all is defined that is taken from a name, as far as that is one thing all over a file. */
function findHome(module: Module, owner: string): Home {
  const values = module.valuesThroughout(owner) ?? [];
  const [value] = values;
  if (value && values.every(({ kind }) => kind === "api")) return "outside";
  return values.length === 1 && value?.kind === "module" ? { path: value.module.path } : "anywhere";
}

/** What a method is called on that the class at hand has. */
const OF_SELF = /(?:\b(?:self|cls)|\bsuper\([^()]*\))$/;
/** What is a class, by the look of it. */
const OF_CLASS = /(?:^|[^\w\x80-\uffff])[A-Z][\w\x80-\uffff]*$/;

/** The last word in front of a dot, over the ends of lines. */
const LAST_WORD = /([\w\x80-\uffff]+)[\s\\.]*$/;

const IMPORT = /^[ \t\f]*(?:from\b[^\r\n]*?\bimport|import)\b[\s\\]*(\([^)]*\)|(?:[^\r\n\\]|\\\r?\n?)*)/gm;

/** The names that the imports of a text speak of. */
function wordsImported(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(IMPORT), ([, list = ""]) => list.match(/[\w\x80-\uffff]+|\*/g) ?? []).flat());
}
