import { calledName } from "../../python/cfg/expression.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { textOf } from "../../python/model/literal.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { matchesPattern } from "../../python/prefilter/prefilter.js";
import {
  CALLED_AT_TOP,
  CALLED_BACK,
  CLOSED_BASES,
  DOES,
  LOADED_FOR,
  LOOKED_INTO,
  READERS,
  RENDERS,
  UNLISTED_BASES,
  WRAPPERS,
} from "../../python/tables/called-back.js";
import type { Node } from "../../syntax/node.js";
import { importersOf } from "./importers.js";
import { nameOf, wordOf } from "./module-names.js";
import { isInterface } from "./outside.js";

/**
 * Whether somebody may use a class, function or method who does not speak of it: Python, a framework or a tool, by what it is
 * called, where it stands, what it derives from or is decorated with, or whoever puts names together.
 */
export function mayBeCalledByOthers(definition: ClassDefinition | FunctionDefinition): boolean {
  const { name, module, decorators, node } = definition;
  const owner = "owner" in definition ? definition.owner : undefined;
  const isAtTop = !owner && node.kind === "function_definition";
  if (!/^\w+$/.test(name) || (isAtTop ? CALLED_AT_TOP : CALLED_BACK).test(name) || module.isTest) return true;
  if (!name.startsWith("_") && owner?.name.startsWith("_") !== true && isInterface(module)) return true;
  if (!owner && (isLookedInto(module) || isReadByName(module))) return true;
  const isSent = isAtTop && decorators.every((decorator) => isTask(decorator, module));
  if (!isSent && decorators.some((decorator) => !isWrapper(decorator, name, module))) return true;
  if ("ancestry" in definition) return isListed(definition);
  return owner !== undefined && (isOpenClass(owner) || mayBeReadByName(owner, name) || mayBeShown(definition));
}

/** Whether a tool or a loader takes from a module whatever functions and classes there are. */
function isLookedInto({ path, usage }: Module): boolean {
  const file = (path.split("/").at(-1) ?? "").replace(/\.pyw?$/, "");
  if (LOOKED_INTO.test(file) || !/\.pyw?$/.test(path)) return true;
  return [...(usage?.top ?? [])].some((name) => LOADED_FOR.has(name) || name.startsWith("pytest_"));
}

/** Whether a decorator makes a task of Celery that has no other name than its function's: whoever sends it speaks of that. */
function isTask(decorator: Node, { usage }: Module): boolean {
  if (!/^(shared_)?task$/.test(calledName(decorator) ?? "") || /\bname\s*=/.test(decorator.text)) return false;
  return usage?.imports.some(({ module, members = [] }) => /celery/i.test(`${module} ${members.join(" ")}`)) ?? false;
}

/** Whether a decorator tells nobody of what it is given; what reads like a field may be asked for by its name in a text. */
function isWrapper(decorator: Node, name: string, { source }: Module): boolean {
  const called = calledName(decorator) ?? "";
  if (!WRAPPERS.has(called)) return false;
  return !called.endsWith("property") || !(source.includes(`"${name}"`) || source.includes(`'${name}'`));
}

/** Whether somebody out of sight may come by a class that nobody speaks of: through its bases, or what its methods tell of it. */
function isListed(of: ClassDefinition): boolean {
  const { ancestry, methods } = of;
  const isKnown = (base: string): boolean =>
    CLOSED_BASES.has(base) || UNLISTED_BASES.some((known) => base.startsWith(known));
  if (ancestry.isOpen || ancestry.external.some((base) => !isKnown(base)) || mayBeFound(of)) return true;
  if (ancestry.external.some((base) => !CLOSED_BASES.has(base))) return false;
  // A bare name marks a method for those who have the class; an object is told of it.
  const isTold = (decorator: Node): boolean =>
    !WRAPPERS.has(calledName(decorator) ?? "") && /^[\w\s]+\./.test(decorator.text);
  return [...methods.values()].flat().some(({ decorators }) => decorators.some(isTold));
}

/** Whether somebody out of sight may know a class by its bases, or by those of what derives from it, and call its methods. */
function isOpenClass(of: ClassDefinition): boolean {
  return of.module.project.once(OPEN_CLASS, of, () => {
    const isOpen = ({ ancestry }: ClassDefinition): boolean =>
      ancestry.isOpen || ancestry.external.some((base) => !CLOSED_BASES.has(base));
    return isOpen(of) || mayBeFound(of) || of.module.project.subclassesOf(of).some(isOpen);
  });
}

const OPEN_CLASS = question(true);

/** Whether a base is told of those who derive from it, or somebody asks it for them. */
function mayBeFound({ ancestry }: ClassDefinition): boolean {
  const isAsked = ({ name, module }: ClassDefinition): boolean =>
    module.project.modulesMentioning(name, module, ["__subclasses__"]).length > 0;
  return ancestry.classes.some(
    (one) => one.method("__init_subclass__") !== undefined || (ancestry.classes.length > 1 && isAsked(one)),
  );
}

/** Whether a method may be called by a template: by one that is no Python, and has nothing to pass. */
function mayBeShown({ name, parameters, isAsync, module, owner }: FunctionDefinition): boolean {
  if (name.startsWith("_") || isAsync || parameters.length > 1 || DOES.test(name)) return false;
  // Rows are handed on by many; of anything else, who renders has to speak.
  const isRow = owner?.ancestry.external.some((base) => base !== "object") ?? true;
  const mayHand = (renderer: Module): boolean => isRow || renderer.spelled(owner?.name ?? "").length > 0;
  return RENDERS.some((word) => module.project.modulesMatching(word, "any", module)?.some(mayHand) ?? true);
}

/** Whether somebody who speaks of a class, or stands beside it, reads a member of its objects by a name that is put together. */
function mayBeReadByName(of: ClassDefinition, name: string): boolean {
  return of.ancestry.classes.some((one) =>
    [one.module, ...one.module.project.modulesMentioning(one.name, one.module, READERS)].some((other) =>
      reads(other, of, name),
    ),
  );
}

/** Whether a module reads members by names that are put together, of what may be an object of a class. */
function reads(module: Module, of: ClassDefinition, name: string): boolean {
  return readingsIn(module).some(({ object, prefix }) => {
    // What is the class's own business is read by names that say so: `getattr(self, f"_on_{event}")`.
    if (prefix === "" ? name.startsWith("_") : !name.startsWith(prefix)) return false;
    const own = object && module.receiverClass(object);
    return !own || own.ancestry.classes.includes(of) || of.ancestry.classes.includes(own);
  });
}

/** A place where a member is read by a name that is put together. */
interface Reading {
  /** Of what; undefined where that cannot be told. */
  readonly object: Node | undefined;
  /** What the name begins with. */
  readonly prefix: string;
}

function readingsIn(module: Module): readonly Reading[] {
  return module.project.once(READINGS, module, () => {
    const readings = ["getattr", "dir", "getmembers"].flatMap((word) =>
      module.callsNamed(word).flatMap(({ positional: [object, name] }): Reading[] => {
        const isOpen = word !== "getattr" || (name !== undefined && textOf(name) === undefined);
        const prefix = word === "getattr" ? /^[fF]?["'](\w*)/.exec(name?.text ?? "")?.[1] : undefined;
        return isOpen ? [{ object, prefix: prefix ?? "" }] : [];
      }),
    );
    return HANDS_ON.test(module.source) ? [...readings, { object: undefined, prefix: "" }] : readings;
  });
}

const READINGS = question<readonly Reading[]>([{ object: undefined, prefix: "" }]);
const HANDS_ON = /\b(?:attrgetter|methodcaller|Fire|register_instance|register_object)\b/;

/** Whether the functions and classes of a module may be taken by names that are put together, in there or where it is imported. */
function isReadByName(module: Module): boolean {
  return module.project.once(OPEN, module, () => OPENED.test(module.source) || isLookedThrough(module));
}

/** Whether somebody who imports a module, or the package that it is the file of, looks through what it holds. */
export function isLookedThrough(module: Module): boolean {
  return module.project.once(LOOKED_THROUGH, module, () => {
    const { path, project, source } = module;
    const name = nameOf(path);
    if (path.endsWith("__init__.py") && OPENED.test(source)) return true;
    const importers = importersOf(module);
    if (importers) return importers.some((other) => !other.isTest && mayLookThrough(other, name));
    const looking = new RegExp(String.raw`\b(?:getattr|dir|vars|getmembers)\(\s*(?:\w+\.){0,9}${wordOf(name)}\s*[,)]`);
    return project.isMatched(name, matchesPattern(`a look through '${name}'`, looking), module);
  });
}

/** Whether a file reads by names that are put together what is imported as a module, by its own name or another one. */
function mayLookThrough(module: Module, name: string): boolean {
  const isModule = (object: Node): boolean => {
    const last = object.text.split(".").at(-1) ?? "";
    if (last !== name && !module.aliasesOf(name).includes(last)) return false;
    const bindings = module.scopes.lookup(object.text, object)?.bindings;
    return bindings?.some(({ kind }) => kind === "import") ?? true;
  };
  const shown = module.callsNamed("vars").map(({ positional: [object] }) => object);
  const read = readingsIn(module).map(({ object }) => object);
  return [...read, ...shown].some((object) => object !== undefined && isModule(object));
}

const OPEN = question(true);
const LOOKED_THROUGH = question(true);
/** `globals()`, the module itself by its name, and text that is run; `model.eval()` and `session.exec(…)` run none. */
const OPENED = /\bglobals\(|\b(?:locals|vars)\(\)\s*(?:\[|\.)|(?<![.\w])(?:eval|exec)\(|sys\.modules\[\s*__name__/;
