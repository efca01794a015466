import { importersOf } from "./importers.js";
import { nameOf } from "./module-names.js";
import { mayBeLoaded } from "./loaders.js";
import { isBesideProgram, isByHand, isIdle, rootOf } from "./modules.js";
import { isLookedThrough, mayBeCalledByOthers } from "./called-back.js";
import { isModuleNamedOutside, isNamedOutside, programAround } from "./outside.js";
import { isAmongPlugins, isKnownFile, mayStart, serves } from "./starts.js";
import { calledName } from "../../python/cfg/expression.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { knownText } from "../../syntax/known-text.js";
import type { Node } from "../../syntax/node.js";

type Definition = ClassDefinition | FunctionDefinition;

/** Who may use a definition: anybody, or those in which its name stands, for each use all that are around it. */
type Users = "anybody" | readonly (readonly Definition[])[];

const LIVE = question(true);
const SERVING = question(true);
const USERS = question<Users>("anybody");
const SERVED = question<Users>("anybody");

/**
 * Whether nothing of the project that runs can be seen to use a class, function or method: its name stands nowhere but in
 * definitions of that name, in modules that nothing runs, and in classes and functions of which the same is so.
 *
 * Comments and tests run nothing, so what they say does not count. Left alone are what is decorated, what Python or a
 * framework calls by its name, and the methods of a class with bases out of sight.
 */
export const isUnrun = (definition: Definition): boolean => !isLive(definition);

/** The same of what scripts that somebody starts by hand use, and nothing else of the project. */
export const isUsedByHand = (definition: Definition): boolean => !isServing(definition);

function isLive(definition: Definition): boolean {
  const usersOf = (one: Definition): Users =>
    one.module.project.once(USERS, one, () => findUsers(one, (_, module) => isIdle(module)));
  return definition.module.project.once(LIVE, definition, () => leadsToAnybody(definition, usersOf));
}

function isServing(definition: Definition): boolean {
  const isByThem = (use: Node, module: Module): boolean =>
    isIdle(module) || isByHand(module) || isTriedOut(use, module);
  const usersOf = (one: Definition): Users => one.module.project.once(SERVED, one, () => findUsers(one, isByThem));
  return definition.module.project.once(SERVING, definition, () => leadsToAnybody(definition, usersOf));
}

/** What so many definitions lead to is used by somebody. */
const MOST_LEADING = 60;

/** Whether what uses a definition, and what uses that, begins with something that anybody may use: circles begin nowhere. */
function leadsToAnybody(start: Definition, usersOf: (one: Definition) => Users): boolean {
  const met = new Map<Definition, readonly (readonly Definition[])[]>();
  const live = new Set<Definition>();
  const open = [start];
  for (let one = open.pop(); one; one = open.pop()) {
    if (met.has(one) || live.has(one)) continue;
    if (met.size >= MOST_LEADING) return true;
    const users = usersOf(one);
    if (users === "anybody") live.add(one);
    else {
      met.set(one, users);
      open.push(...users.flat().reverse());
    }
    spread(met, live);
    if (live.has(start)) return true;
  }
  return false;
}

/** Takes for live what is used where all that is around the use is. */
function spread(met: ReadonlyMap<Definition, readonly (readonly Definition[])[]>, live: Set<Definition>): void {
  for (let before = -1; before < live.size;) {
    before = live.size;
    for (const [one, users] of met) if (users.some((around) => around.every((each) => live.has(each)))) live.add(one);
  }
}

/** Whether a line runs only where somebody starts a file by hand that others import: below `if __name__ == "__main__":`. */
export function isTriedOut(node: Node, module: Module): boolean {
  if (!module.source.includes("__main__") || serves(module) || isKnownFile(module)) return false;
  if (isModuleNamedOutside(module) || !importersOf(module)?.some(({ isTest }) => !isTest)) return false;
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition" || around.kind === "class_definition") return false;
    const test = around.kind === "if_statement" ? around.field("condition")?.text : undefined;
    if (test !== undefined && /^\(?__name__\s*==\s*["']__main__["']\)?$/.test(test)) return true;
  }
  return false;
}

/** The functions in whose bodies a node stands and the classes around those, the innermost first: nothing else of them waits to be called. */
export function definitionsAround(node: Node, module: Module): readonly Definition[] {
  const found: Definition[] = [];
  for (const around of node.ancestors()) {
    const { kind } = around;
    if (kind === "function_definition" && around.field("body")?.contains(node)) found.push(module.function(around));
    if (kind === "class_definition" && found.length > 0) found.push(module.class(around));
  }
  return found;
}

/** @param isIgnored whether a use is nobody's */
function findUsers(definition: Definition, isIgnored: (use: Node, module: Module) => boolean): Users {
  const { name, module } = definition;
  // What a function defines for itself, nobody else can name.
  if (isInner(definition)) return usersIn([module], definition, isIgnored);
  if (mayBeCalledByOthers(definition) || isAmongPlugins(module) || !isPartOfProgram(module)) return "anybody";
  const others = module.project.modulesMatching(name, "any", module);
  const users = others ? usersIn([...new Set([module, ...others])], definition, isIgnored) : "anybody";
  if (users === "anybody" || isNamedOutside(module, name)) return "anybody";
  // A loader of the project calls the methods of what it loads by their names.
  return !("owner" in definition && definition.owner) && mayBeLoaded(module) ? "anybody" : users;
}

/** Whether a function stands in another one, which tells nobody of it but by its name. */
function isInner(definition: Definition): boolean {
  const { node, decorators, module } = definition;
  const isPlain = "owner" in definition && !definition.owner && decorators.length === 0;
  const around = isPlain
    ? [...node.ancestors()].find(({ kind }) => /^(function|class)_definition$/.test(kind))
    : undefined;
  return around?.kind === "function_definition" && !/\blocals\(/.test(module.source);
}

/** A name that a file holds more often is everybody's. */
const MOST_USES = 200;

/** Where modules speak of what a name may stand for, outside of the definition itself. */
function usersIn(
  modules: readonly Module[],
  definition: Definition,
  isIgnored: (use: Node, module: Module) => boolean,
): Users {
  const { name, node } = definition;
  const users: (readonly Definition[])[] = [];
  for (const module of modules) {
    const spelled = module.spelled(name);
    if (spelled.length > MOST_USES || isPartOfPath(name, module)) return "anybody";
    for (const use of spelled) {
      if (node.contains(use) || onlyNames(use, module) || !mayMean(use, module, definition) || isIgnored(use, module))
        continue;
      const around = definitionsAround(use, module);
      if (around.length === 0 || users.length > MOST_USES) return "anybody";
      users.push(around);
    }
  }
  return users;
}

/**
 * Whether a name in a module may stand for what a module has at its top: there it is that, elsewhere it was imported, or stands behind
 * the module's name, or behind that of a package that passes it on.
 */
function mayMean({ kind, fieldName, parent }: Node, module: Module, definition: Definition): boolean {
  const owner = "owner" in definition ? definition.owner : undefined;
  const { project } = module;
  const imports = module.usage?.imports;
  if (owner && parent?.kind === "attribute" && isOfAnother(parent, module, owner, definition.name)) return false;
  if (owner || module === definition.module || kind !== "identifier" || !imports) return true;
  const takes = (other: Module): boolean =>
    other.usage?.imports.some(
      (written) =>
        written.members?.includes(definition.name) === true ||
        (written.members?.includes("*") === true && project.resolveImport(other, written) !== undefined),
    ) ?? true;
  if (parent?.kind !== "attribute" || fieldName !== "attribute") return takes(module);
  if (module.spelled(nameOf(definition.module.path)).length > 0) return true;
  return importersOf(definition.module)?.some((other) => other !== module && !other.isTest && takes(other)) ?? true;
}

/** Whether a method of a class's own object is asked for, where another class, of no kin, has one of that name itself. */
function isOfAnother(attribute: Node, module: Module, owner: ClassDefinition, name: string): boolean {
  const object = attribute.field("object");
  const of = object && module.receiverClass(object);
  if (!of?.methods.has(name) || of === owner) return false;
  if (of.ancestry.classes.includes(owner) || owner.ancestry.classes.includes(of)) return false;
  // What derives from both, as from a mix-in and its base, takes the method of the first.
  return !owner.module.project.subclassesOf(owner).some(({ ancestry }) => ancestry.classes.includes(of));
}

/** Whether a name ends a path in a string: `"shop.orders:cancel"`. */
function isPartOfPath(name: string, { source }: Module): boolean {
  return knownText(source)
    .offsetsOf(name)
    .some((at) => /["'][\w./\\:{}-]*[.:]$/.test(source.slice(Math.max(0, at - LONGEST_PATH), at)));
}

const LONGEST_PATH = 100;

/** Whether a name only says what something is called: in a definition, an import, a list of exports or a test of a type. */
function onlyNames(use: Node, module: Module): boolean {
  const { path } = module;
  const { parent, fieldName } = use;
  if (fieldName === "name" && parent?.kind === "keyword_argument") return true;
  if (fieldName === "name" && (parent?.kind === "function_definition" || parent?.kind === "class_definition"))
    return true;
  for (const around of use.ancestors()) {
    if (around.kind === "aliased_import") return around.field("alias")?.text === use.text;
    // What a package takes from its modules it may tell others of, who look through it.
    if (around.kind === "import_from_statement") return !path.endsWith("__init__.py") || !isLookedThrough(module);
    if (around.kind === "call" && calledName(around) === "isinstance")
      return around.field("function")?.contains(use) !== true;
    if (around.kind === "assignment") return around.field("left")?.text === "__all__";
    if (around.kind === "block") return false;
  }
  return false;
}

/** Files of a program that are so few may be there for somebody else, who calls what they do not call themselves. */
const FEW = 10;

/** Whether a file is one of many that make a program. */
function isPartOfProgram(module: Module): boolean {
  return module.project.once(PART, module, () => {
    const { path, project } = module;
    if ((importersOf(module)?.length === 0 && !mayStart(module)) || !isBesideProgram(module)) return false;
    // Asked last: a file that comes or goes changes the answer.
    const folders = new Set([rootOf(module), programAround(path, project) ?? rootOf(module)]);
    return [...folders].some((folder) => project.holdsBelow(folder, "import", FEW));
  });
}

const PART = question(false);
