import type { ClassDefinition } from "../../python/model/class.js";
import type { Call } from "../../python/model/call.js";
import { hasPlainBody, namesOf } from "../../python/model/attributes.js";
import { textOf } from "../../python/model/literal.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { matchesPattern } from "../../python/prefilter/prefilter.js";
import { matches } from "../../python/tables/api.js";
import { BASE_CHANGES, COLUMNS, MAPPED_BASES } from "../../python/tables/orm.js";
import type { Node } from "../../syntax/node.js";

/** A class whose objects are rows of a table. */
export interface Mapping {
  readonly of: ClassDefinition;
  /** Every name that the class or its rows have. */
  readonly names: ReadonlySet<string>;
  /** Whether its constructor takes just these names. */
  readonly takesNames: boolean;
}

/** Whether the objects of a class are rows of a table. */
export function isMapped(of: ClassDefinition): boolean {
  return mappedBases(of).length > 0;
}

const mappedBases = ({ ancestry }: ClassDefinition) =>
  ancestry.external.map((path) => MAPPED_BASES[path]).filter((base) => base !== undefined);

/** Whether a class has a member of a name from the base that maps it. */
export function hasFromItsBase(of: ClassDefinition, name: string): boolean {
  return mappedBases(of).some(({ members }) => members?.split(" ").includes(name) === true);
}

const MAPPING = question<Mapping | undefined>(undefined);

/** What a class maps; undefined when it is not mapped, or when not all that it maps can be read. */
export function mappingOf(of: ClassDefinition): Mapping | undefined {
  return of.module.project.once(MAPPING, of, () => readMapping(of));
}

function readMapping(of: ClassDefinition): Mapping | undefined {
  const { classes, external, isOpen } = of.ancestry;
  const bases = mappedBases(of);
  if (bases.length === 0 || isOpen || external.length > bases.length) return undefined;
  if (!classes.every((base) => hasPlainBody(base) && !isReflected(base))) return undefined;
  // Without a column that is seen, others say what it maps.
  if (!classes.some(hasColumns)) return undefined;
  const given = namesGivenByOthers(of.module);
  if (!given || hasOwnBase(of.module)) return undefined;
  const names = new Set([...given, ...namesOf(of)]);
  for (const { members } of bases) {
    if (members === undefined) return undefined;
    for (const name of members.split(" ")) names.add(name);
  }
  const hasConstructor = classes.some(({ methods }) => methods.has("__init__") || methods.has("__new__"));
  const takesNames = bases.every((base) => base.takesMapped) && !hasConstructor && of.decorators.length === 0;
  return { of, names, takesNames };
}

/** Whether the body of a class makes columns, or says what they hold. */
function hasColumns({ module, scope, fields }: ClassDefinition): boolean {
  const bindings = [...scope.values()].flat();
  return fields.length > 0 || bindings.some(({ from }) => from !== undefined && columnIn(module, from) !== undefined);
}

/** Whether the columns of a class are those of a table that is described elsewhere, or in the database. */
function isReflected({ scope, module, node }: ClassDefinition): boolean {
  if (scope.has("__table__")) return true;
  return [...module.mentioning("autoload", "identifier", "string_content")].some(
    (word) => /^autoload(_with)?$/.test(word.text) && node.contains(word),
  );
}

const OWN_BASE = question(false);

/** Whether the program changes what the bases of mapped classes are, or maps further columns from outside. */
function hasOwnBase(asker: Module): boolean {
  return asker.project.once(OWN_BASE, asker.project, () => {
    const making = ["declarative_base", "SQLAlchemy"].map((name) => callsOf(name, asker));
    const isOwn = (call: Call): boolean =>
      call.hasSplat || call.arguments.some(({ keyword }) => BASE_CHANGES.has(keyword ?? ""));
    return making.some((calls) => calls?.some(isOwn) ?? true) || callsOf("add_property", asker)?.length !== 0;
  });
}

/** The program's calls by a name; undefined when too many files hold some. */
function callsOf(name: string, asker: Module): readonly Call[] | undefined {
  return asker.project.modulesMatching(name, "call", asker)?.flatMap((module) => module.callsOf(name));
}

const GIVEN = question<ReadonlySet<string> | undefined>(undefined);
const BACKREF = matchesPattern("a relationship's other side", /\bbackref\b/);

/**
 * The names that relationships of other classes give to those that they lead to: `backref="loans"`; undefined when nobody
 * knows.
 */
function namesGivenByOthers(asker: Module): ReadonlySet<string> | undefined {
  return asker.project.once(GIVEN, asker.project, () => {
    const names = new Set<string>();
    for (const module of asker.project.modulesMatching("backref", BACKREF, asker) ?? [undefined]) {
      if (!module) return undefined;
      for (const keyword of module.mentioning("backref", "keyword_argument")) {
        const given = keyword.field("name")?.text === "backref" ? keyword.field("value") : undefined;
        const name = given?.kind === "call" ? module.call(given).argument(0, "name") : given;
        if (!name) continue;
        const text = textOf(name);
        if (text === undefined) return undefined;
        names.add(text);
      }
    }
    return names;
  });
}

/** The calls that make a class's column of a name; none when it is no column, or not only one. */
export function columnOf(of: ClassDefinition, name: string): Call | undefined {
  for (const base of of.ancestry.classes) {
    const bindings = base.scope.get(name);
    if (!bindings) continue;
    const [binding, ...others] = bindings;
    return binding?.from && others.length === 0 ? columnIn(base.module, binding.from) : undefined;
  }
  return undefined;
}

function columnIn(module: Module, made: Node): Call | undefined {
  const call = made.kind === "call" ? module.call(made) : undefined;
  if (call?.apis.some((path) => matches(COLUMNS, path))) return call;
  const inner = call?.keyword("sa_column");
  return inner && columnIn(module, inner);
}
