import { importersOf, importsOthers, nameOf } from "./importers.js";
import { mayBeLoaded } from "./loaders.js";
import { isBesideProgram, isByHand, isIdle, rootOf } from "./modules.js";
import { isInterface, isModuleNamedOutside, isNamedOutside } from "./outside.js";
import { isAmongPlugins, isLookedFor, mayStart, serves } from "./starts.js";
import { calledName } from "../../python/cfg/expression.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { textOf } from "../../python/model/literal.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { knownText } from "../../syntax/known-text.js";
import type { Node } from "../../syntax/node.js";

type Definition = ClassDefinition | FunctionDefinition;

const UNSPOKEN = question(false);
const UNRUN = question(false);
const USED_BY_HAND = question(false);

/**
 * Whether nothing of the project can be seen to use a class, function or method: its name stands nowhere but in definitions
 * of that name, in what nothing speaks of itself, and in modules that nothing runs.
 *
 * Comments and tests run nothing, so what they say does not count. Left alone are what is decorated, what Python or a
 * framework calls by its name, and the methods of a class with bases out of sight.
 */
export function isUnrun(definition: Definition): boolean {
  return definition.module.project.once(UNRUN, definition, () =>
    isUnused(definition, (use, module) => !isIdle(module) && !isInUnspoken(use, module)),
  );
}

/** The same of what scripts that somebody starts by hand use, and nothing else of the project. */
export function isUsedByHand(definition: Definition): boolean {
  return definition.module.project.once(USED_BY_HAND, definition, () =>
    isUnused(
      definition,
      (use, module) => !isIdle(module) && !isByHand(module) && !isTriedOut(use, module) && !isInUnspoken(use, module),
    ),
  );
}

/** Whether a line runs only where somebody starts a file by hand that others import: below `if __name__ == "__main__":`. */
export function isTriedOut(node: Node, module: Module): boolean {
  if (!module.source.includes("__main__") || serves(module) || isLookedFor(module)) return false;
  if (isModuleNamedOutside(module) || !importersOf(module)?.some(({ isTest }) => !isTest)) return false;
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition" || around.kind === "class_definition") return false;
    const test = around.kind === "if_statement" ? around.field("condition")?.text : undefined;
    if (test !== undefined && /^\(?__name__\s*==\s*["']__main__["']\)?$/.test(test)) return true;
  }
  return false;
}

function isUnspoken(definition: Definition): boolean {
  return definition.module.project.once(UNSPOKEN, definition, () => isUnused(definition, () => true));
}

function isInUnspoken(use: Node, module: Module): boolean {
  return definitionsAround(use, module).some((around) => isUnspoken(around));
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

function isUnused(definition: Definition, counts: (use: Node, module: Module) => boolean): boolean {
  const { name, module } = definition;
  if (mayBeCalledByOthers(definition) || isAmongPlugins(module) || !isPartOfProgram(module)) return false;
  const others = module.project.modulesMatching(name, "any", module);
  if (!others) return false;
  const isUsedIn = (other: Module): boolean => isUsed(definition, other, counts);
  return ![...new Set([module, ...others])].some(isUsedIn) && !isNamedOutside(module, name) && !mayBeLoaded(module);
}

/** A name that a file holds more often is everybody's. */
const MOST_USES = 200;

/** Whether a module speaks of what a name may stand for, outside of the definition itself. */
function isUsed(definition: Definition, module: Module, counts: (use: Node, module: Module) => boolean): boolean {
  const { name, node } = definition;
  const spelled = module.spelled(name);
  if (spelled.length > MOST_USES || isPartOfPath(name, module)) return true;
  return spelled.some(
    (use) => !node.contains(use) && !onlyNames(use, module) && mayMean(use, module, definition) && counts(use, module),
  );
}

/**
 * Whether a name in a module may stand for what a module has at its top: there it is that, elsewhere it was imported, or stands behind
 * the module's name, or behind that of a package that passes it on.
 */
function mayMean({ kind, fieldName, parent }: Node, module: Module, definition: Definition): boolean {
  const owner = "owner" in definition ? definition.owner : undefined;
  const imports = module.usage?.imports;
  if (owner && parent?.kind === "attribute" && isOfAnother(parent, module, owner, definition.name)) return false;
  if (owner || module === definition.module || kind !== "identifier" || !imports) return true;
  const takes = (other: Module): boolean =>
    other.usage?.imports.some(({ members = [] }) => members.includes(definition.name) || members.includes("*")) ?? true;
  if (parent?.kind !== "attribute" || fieldName !== "attribute") return takes(module);
  if (module.spelled(nameOf(definition.module.path)).length > 0) return true;
  return importersOf(definition.module)?.some((other) => other !== module && !other.isTest && takes(other)) ?? true;
}

/** Whether a method of a class's own object is asked for, where another class, of no kin, has one of that name itself. */
function isOfAnother(attribute: Node, module: Module, owner: ClassDefinition, name: string): boolean {
  const object = attribute.field("object");
  const of = object && module.receiverClass(object);
  if (!of?.methods.has(name) || of === owner) return false;
  return !of.ancestry.classes.includes(owner) && !owner.ancestry.classes.includes(of);
}

/** Whether a name ends a path in a string: `"shop.orders:cancel"`. */
function isPartOfPath(name: string, { source }: Module): boolean {
  return knownText(source)
    .offsetsOf(name)
    .some((at) => /["'][\w./\\:{}-]*[./:]$/.test(source.slice(Math.max(0, at - LONGEST_PATH), at)));
}

const LONGEST_PATH = 100;

/** Whether a name only says what something is called: in a definition, an import, a list of exports or a test of a type. */
function onlyNames(use: Node, { path }: Module): boolean {
  const { parent, fieldName } = use;
  if (fieldName === "name" && parent?.kind === "keyword_argument") return true;
  if (fieldName === "name" && (parent?.kind === "function_definition" || parent?.kind === "class_definition"))
    return true;
  for (const around of use.ancestors()) {
    if (around.kind === "aliased_import") return around.field("alias")?.text === use.text;
    // What a package takes from its modules it may tell others of.
    if (around.kind === "import_from_statement") return !path.endsWith("__init__.py");
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
    const isImported = importersOf(module)?.length !== 0;
    const isPart = (isImported || (mayStart(module) && importsOthers(module))) && isBesideProgram(module);
    // Asked last: a file that comes or goes changes the answer.
    return isPart && module.project.holdsBelow(rootOf(module), "import", FEW);
  });
}

const PART = question(false);

/**
 * Whether a file may be started by others than itself, who call what is at its top. What others import does its work for them as they
 * do, and is not started by anybody.
 */
function isStartedByOthers(module: Module): boolean {
  const isImported = importersOf(module)?.some(({ isTest }) => !isTest) ?? false;
  const isStarted = isImported ? isLookedFor(module) || module.source.startsWith("#!") : mayStart(module);
  return (isStarted && !module.source.includes("__main__")) || isModuleNamedOutside(module);
}

/** Names that frameworks put together, and those of interfaces that need no base. */
const CALLED_BACK =
  /^(__\w+__|(on|do|visit|depart|leave|handle|process|test|setup|teardown|pytest|cmd|command|action|before|after|pre|post|open|close|validate|clean|get_queryset|has)(_\w+|[A-Z]\w*)?|main|handler|run|register|save|delete|full_clean|from_db|refresh_from_db|natural_key|get_absolute_url|get_\w+_display|connection_\w+|data_received|datagram_received|error_received|eof_received|\w+_(spider|crawler)|[a-z]+([A-Z][a-z]+)+)$/;
/** The same of functions at the top of a module, which are told of by their name but for these. */
const CALLED_AT_TOP =
  /^(__\w+__|(on|do|handle|process_request|test|setup|teardown|pytest|cmd|command|action)(_\w+)?|main|handler|run|register|\w+_(spider|crawler)|[a-z]+([A-Z][a-z]+)+)$/;
const PLAIN_DECORATORS = new Set(["dataclass", "staticmethod", "classmethod"]);
/** Decorators of methods that tell nobody of them. */
const OWN_DECORATORS = new Set(
  "staticmethod classmethod property setter deleter getter cached_property abstractmethod overload override wraps".split(
    " ",
  ),
);

function mayBeCalledByOthers(definition: Definition): boolean {
  const { name, module, decorators } = definition;
  const owner = "owner" in definition ? definition.owner : undefined;
  const isAtTop = !owner && definition.node.kind === "function_definition";
  if (!/^\w+$/.test(name) || (isAtTop ? CALLED_AT_TOP : CALLED_BACK).test(name) || module.isTest) return true;
  if (isAtTop && decorators.length > 0 && decorators.every((decorator) => isTask(decorator, module)))
    return isInterface(module) || isReadByName(module);
  if (areTold(decorators, PLAIN_DECORATORS)) return true;
  if (!name.startsWith("_") && owner?.name.startsWith("_") !== true && isInterface(module)) return true;
  if (!owner && isStartedByOthers(module)) return true;
  if ("ancestry" in definition) {
    const { methods } = definition;
    return (
      isOpenClass(definition) ||
      isReadByName(module) ||
      [...methods.values()].flat().some((one) => areTold(one.decorators, OWN_DECORATORS))
    );
  }
  if (!owner) return isReadByName(module);
  return isOpenClass(owner) || mayBeReadByName(owner) || mayBeShown(definition);
}

/** What renders templates, which call methods of the objects that they are given. */
const RENDERS = [
  "render_template",
  "TemplateResponse",
  "Jinja2Templates",
  "jinja2",
  "render_to_string",
  "get_template",
];

/** Methods that do something, by their names: a template shows, and calls none of them. */
const DOES =
  /^(add|build|clean|cleanup|clear|close|create|delete|disable|enable|execute|export|fetch|flush|handle|import|initialize|insert|load|log|migrate|mark|notify|perform|persist|process|publish|purge|push|read|recalculate|record|refresh|register|reload|remove|reset|restart|restore|run|save|schedule|send|set|setup|start|stop|store|submit|sync|update|upload|write)(_|$)/;

/** Whether a method may be called by a template: by one that is no Python, and has nothing to pass. */
function mayBeShown({ name, parameters, isAsync, module, owner }: FunctionDefinition): boolean {
  if (name.startsWith("_") || isAsync || parameters.length > 1 || DOES.test(name)) return false;
  // Rows are handed on by many; of anything else, who renders has to speak.
  const isRow = owner?.ancestry.external.some((base) => base !== "object") ?? true;
  const mayHand = (renderer: Module): boolean => isRow || renderer.spelled(owner?.name ?? "").length > 0;
  return RENDERS.some((word) => module.project.modulesMatching(word, "any", module)?.some(mayHand) ?? true);
}

/** Whether a decorator makes a task of Celery that has no other name than its function's: whoever sends it speaks of that. */
function isTask(decorator: Node, { usage }: Module): boolean {
  if (!/^(shared_)?task$/.test(calledName(decorator) ?? "") || /\bname\s*=/.test(decorator.text)) return false;
  return usage?.imports.some(({ module, members = [] }) => /celery/i.test(`${module} ${members.join(" ")}`)) ?? false;
}

function areTold(decorators: readonly Node[], harmless: ReadonlySet<string>): boolean {
  return decorators.some((decorator) => !harmless.has(calledName(decorator) ?? ""));
}

/** Bases that call no methods but those that Python calls, and those whose names say so. */
const CLOSED_BASES = new Set(
  "object abc.ABC django.db.models.Model django.db.models.base.Model pydantic.BaseModel sqlalchemy.orm.DeclarativeBase typing.Generic typing.NamedTuple enum.Enum".split(
    " ",
  ),
);

/** Whether somebody out of sight may know a class by its bases, and call its methods. */
function isOpenClass({ ancestry }: ClassDefinition): boolean {
  if (ancestry.isOpen || ancestry.external.some((base) => !CLOSED_BASES.has(base))) return true;
  return ancestry.classes.some(
    (one) => one.method("__init_subclass__") !== undefined || (ancestry.classes.length > 1 && finds(one)),
  );
}

/** Whether somebody asks a class for those that derive from it. */
function finds({ name, module }: ClassDefinition): boolean {
  return module.project.modulesMentioning(name, module, ["__subclasses__"]).length > 0;
}

/** Whether somebody who speaks of a class, or stands beside it, reads members by names that are put together. */
function mayBeReadByName(of: ClassDefinition): boolean {
  return of.ancestry.classes.some(
    (one) =>
      reads(one.module) ||
      one.module.project.modulesMentioning(one.name, one.module, READERS).some((other) => reads(other)),
  );
}

/** What reads members by names that are put together as the program runs, or hands objects to those who do. */
const READERS = "getattr attrgetter methodcaller getmembers vars dir Fire register_instance register_object".split(" ");

function reads(module: Module): boolean {
  return module.project.once(READS, module, () => {
    const hasOpenName = module
      .callsNamed("getattr")
      .some(({ positional: [, name] }) => name !== undefined && textOf(name) === undefined);
    return hasOpenName || READING.test(module.source);
  });
}

const READS = question(true);
const READING = /\b(?:attrgetter|methodcaller|getmembers|Fire|register_instance|register_object)\b|\b(?:vars|dir)\(/;

/** Whether the functions of a module may be called by names that are put together. */
function isReadByName(module: Module): boolean {
  return module.project.once(OPEN, module, () => OPENED.test(module.source));
}

const OPEN = question(true);
const OPENED = /\b(?:globals|locals|vars|eval|exec)\(|sys\.modules/;
