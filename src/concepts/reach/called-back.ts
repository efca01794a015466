import { calledName } from "../../python/cfg/expression.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { textOf } from "../../python/model/literal.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
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
import { importersOf, nameOf } from "./importers.js";
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
  return owner !== undefined && (isOpenClass(owner) || mayBeReadByName(owner) || mayBeShown(definition));
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
  return [...methods.values()]
    .flat()
    .some(({ decorators }) => decorators.some((decorator) => !WRAPPERS.has(calledName(decorator) ?? "")));
}

/** Whether somebody out of sight may know a class by its bases, and call its methods. */
function isOpenClass(of: ClassDefinition): boolean {
  const { ancestry } = of;
  return ancestry.isOpen || ancestry.external.some((base) => !CLOSED_BASES.has(base)) || mayBeFound(of);
}

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

/** Whether somebody who speaks of a class, or stands beside it, reads members of its objects by names that are put together. */
function mayBeReadByName(of: ClassDefinition): boolean {
  return of.ancestry.classes.some(({ name, module }) =>
    [module, ...module.project.modulesMentioning(name, module, READERS)].some((other) => reads(other, of)),
  );
}

/** Whether a module reads members by names that are put together, of what may be an object of a class. */
function reads(module: Module, of: ClassDefinition): boolean {
  return readingIn(module).some((object) => {
    const own = object && module.receiverClass(object);
    return !own || own.ancestry.classes.includes(of) || of.ancestry.classes.includes(own);
  });
}

/** Of what a module reads members by names that are put together; undefined where that cannot be told. */
function readingIn(module: Module): readonly (Node | undefined)[] {
  return module.project.once(READING, module, () => {
    const objects = ["getattr", "dir", "getmembers"].flatMap((word) =>
      module.callsNamed(word).flatMap(({ positional: [object, name] }) => {
        const isOpen = word !== "getattr" || (name !== undefined && textOf(name) === undefined);
        return isOpen ? [object] : [];
      }),
    );
    return /\b(?:attrgetter|methodcaller|Fire|register_instance|register_object)\b/.test(module.source)
      ? [...objects, undefined]
      : objects;
  });
}

const READING = question<readonly (Node | undefined)[]>([undefined]);

/** Whether the functions and classes of a module may be taken by names that are put together, in there or where it is imported. */
function isReadByName(module: Module): boolean {
  return module.project.once(OPEN, module, () => OPENED.test(module.source) || isLookedThrough(module));
}

/** Whether somebody who imports a module, or the package that it is the file of, looks through what it holds. */
export function isLookedThrough(module: Module): boolean {
  return module.project.once(LOOKED_THROUGH, module, () => {
    const name = nameOf(module.path);
    if (module.path.endsWith("__init__.py") && OPENED.test(module.source)) return true;
    return importersOf(module)?.some((other) => !other.isTest && mayLookThrough(other, name)) ?? true;
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
  return [...readingIn(module), ...shown].some((object) => object !== undefined && isModule(object));
}

const OPEN = question(true);
const LOOKED_THROUGH = question(true);
const OPENED = /\b(?:globals|locals|vars|eval|exec)\(|sys\.modules/;
