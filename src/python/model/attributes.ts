import type { Node } from "../../syntax/node.js";
import { caughtNames } from "../cfg/exceptions.js";
import type { Call } from "./call.js";
import { handsOnClass } from "./class-decorators.js";
import type { ClassDefinition } from "./class.js";
import type { FunctionDefinition } from "./function.js";
import { moduleOf, type Module } from "./module.js";
import { docstringOf, textOf } from "./literal.js";
import { isAboutNamesake } from "./namesake.js";
import { storeAt, type Store } from "./stores.js";
import { membersOf } from "../tables/members.js";
import { holdsAny, matchesPattern, type PatternPrefilter } from "../prefilter/prefilter.js";
import { attributesRead, attributesSet, READ_HIDDEN, unsetRead } from "../prefilter/own-attributes.js";
import { question } from "./solver.js";
import { calledName, spellingOf } from "../cfg/expression.js";
import { accessPath } from "../cfg/guards.js";
import { mentionsName } from "../cfg/mentions.js";

/** Decorators that add no attribute to a class, other than methods with names in underscores. */
const HARMLESS =
  /^(dataclass|total_ordering|final|runtime_checkable|unique|define|frozen|mutable|attrs|deprecated|skip|skipIf|skipUnless)$/;

/** Words without which a class gives its objects no attribute that is not spelled out. */
const DYNAMIC = holdsAny("attributes that are not spelled out", ["__", "vars", "locals", "setattr", "parse_"]);
/** Methods that decide about attributes, and the metaclass of old. */
const HOOKS = new Set(["__getattr__", "__getattribute__", "__setattr__", "__metaclass__"]);
/** Methods that carry the attributes of one object over to another of its class. */
const CARRIES = new Set(["__getstate__", "__setstate__", "__copy__", "__deepcopy__", "__reduce__", "__reduce_ex__"]);
const CHANGES_DICT = new Set(["update", "setdefault", "pop", "clear"]);
const PARSES = new Set(["parse_args", "parse_known_args", "parse_intermixed_args"]);

const TRANSPARENT = question(false);

/**
 * Whether everything that gives objects of a class their attributes can be read: all bases are found, and neither a
 * metaclass, a decorator nor dynamic code has a hand in it.
 */
export function isTransparent(of: ClassDefinition): boolean {
  return of.module.project.once(TRANSPARENT, of, () => readsAll(of));
}

function readsAll(of: ClassDefinition): boolean {
  const { classes, external, isOpen } = of.ancestry;
  if (isOpen || external.some((path) => !membersOf(path))) return false;
  return classes.every((base) => {
    return base.module.project.once(PLAIN_BODY, base, () => hasPlainBody(base));
  });
}

const PLAIN_BODY = question(false);

/** Whether a class's own statement, and what its file does to it, are plain. */
export function hasPlainBody(of: ClassDefinition): boolean {
  const { module, name, node } = of;
  // A name that is bound again is another class by then: `Setting = Meta("Setting", (Setting,), {})`.
  if ((module.scopes.lookup(name, node)?.bindings.length ?? 0) > 1) return false;
  if (isPatched(module) || module.breaksOff) return false;
  if (node.isBroken || isDynamic(of) || takesFunctions(of)) return false;
  if (node.field("superclasses")?.children.some((argument) => argument.kind === "keyword_argument")) return false;
  return hasHarmlessDecorators(of);
}

/** Whether a class's decorators add nothing to it but methods with names in underscores that objects are made and compared by. */
export function hasHarmlessDecorators({ decorators }: ClassDefinition): boolean {
  return decorators.every((decorator) => {
    if (HARMLESS.test(calledName(decorator) ?? "")) return true;
    return isOlderAttrs(decorator) ? !mentionsName(decorator, /^these$/) : handsOnClass(decorator);
  });
}

/** `@attr.s`, `@attr.s(frozen=True)`, whose fields are what `attr.ib()` is assigned to. */
export function isOlderAttrs(decorator: Node): boolean {
  // What is called `s` elsewhere may be anything.
  const made = decorator.kind === "call" ? decorator.field("function") : decorator;
  return made !== undefined && /^attr\.(s|attrs|attributes)$/.test(accessPath(made) ?? "");
}

/** Whether a function from elsewhere is a method of a class: `store = store_settings` may give its object anything. */
function takesFunctions({ scope, module }: ClassDefinition): boolean {
  return [...scope].some(([, bindings]) =>
    bindings.some(
      ({ kind, from }) =>
        kind === "assign" &&
        from?.kind === "identifier" &&
        module.valuesOf(from).some((value) => value.kind === "function" && !value.definition.owner),
    ),
  );
}

/** Whether the code of a class gives an object attributes that are not spelled out. */
function isDynamic({ module, node }: ClassDefinition): boolean {
  if (!module.mayHold(DYNAMIC, node)) return false;
  for (const found of module.inside(node, DYNAMIC, "identifier", "call")) {
    if (found.kind === "call" ? givesAttributes(module.call(found)) : isHook(found)) return true;
  }
  return false;
}

function isHook(name: Node): boolean {
  const attribute = name.fieldName === "attribute" ? name.parent : undefined;
  if (name.text === "__dict__")
    return attribute !== undefined && (isChanged(attribute) || isKept(attribute)) && !isCarriedOver(attribute);
  return HOOKS.has(name.text) || (name.text === "__class__" && attribute !== undefined && isAssigned(attribute));
}

/** Whether an object's dictionary is copied or restored, with what an object of the class has had before. */
function isCarriedOver(dictionary: Node): boolean {
  return CARRIES.has(moduleOf(dictionary).functionAround(dictionary)?.name ?? "");
}

function givesAttributes(call: Call): boolean {
  const [first, second] = call.positional;
  const isOwn = (given: Node | undefined): boolean => given?.text === "self" || given?.text === "cls";
  switch (call.name) {
    case "vars":
      return (isOwn(first) && isLookedInto(call.node)) || isKept(call.node);
    case "locals":
      return isLookedInto(call.node);
    case "setattr":
      return isOwn(first) && second !== undefined && textOf(second) === undefined;
    default:
      return PARSES.has(call.lastName) && call.arguments.some(({ value }) => value.text === "self");
  }
}

/** Whether an object's dictionary is changed: by a method, an item, or as a whole. */
function isChanged(dictionary: Node): boolean {
  const { parent } = dictionary;
  if (parent?.kind === "attribute") return CHANGES_DICT.has(parent.field("attribute")?.text ?? "");
  return isAssigned(parent?.kind === "subscript" ? parent : dictionary);
}

const isAssigned = ({ parent, fieldName }: Node): boolean =>
  fieldName === "left" && (parent?.kind === "assignment" || parent?.kind === "augmented_assignment");
const isKept = ({ parent, fieldName }: Node): boolean => fieldName === "right" && parent?.kind === "assignment";
const isLookedInto = ({ parent }: Node): boolean => parent?.kind === "attribute" || parent?.kind === "subscript";

const UNFINISHED_NAMES = new Set(["abstractmethod", "NotImplementedError", "ABC", "ABCMeta"]);
const UNFINISHED = holdsAny("methods that subclasses fill in", UNFINISHED_NAMES);

/** Whether the class exists to be derived from: it says so, or has methods that only subclasses can fill in. */
export function isUnfinished(of: ClassDefinition): boolean {
  return of.module.project.once(IS_UNFINISHED, of, () => looksUnfinished(of));
}

const IS_UNFINISHED = question(false);

/** How classes are called that are there to be derived from. */
const BASE_NAME = /(^_?(Base|Abstract|Generic)|Base|Mixin|Interface|Protocol|Abstract)$|^_?(Base|Abstract)[A-Z]/;

function looksUnfinished(of: ClassDefinition): boolean {
  if (BASE_NAME.test(of.name) && !isMadeByName(of)) return true;
  if (isTestGroup(of) || isProtocol(of) || /mix-?in/i.test(docstringOf(of))) return true;
  return [...of.module.inside(of.node, UNFINISHED, "identifier")].some(({ text }) => UNFINISHED_NAMES.has(text));
}

/** Whether nothing tells that objects of just this class are made: it has no constructor, and nobody calls it. */
export function isOnlyPart(of: ClassDefinition): boolean {
  const hasConstructor = of.ancestry.classes.some(({ methods }) => methods.has("__init__") || methods.has("__new__"));
  if (hasConstructor || of.hasGeneratedInit || of.ancestry.external.length > 0) return false;
  return !isMadeByName(of);
}

/** Whether the program calls something by the name of a class. */
function isMadeByName({ module, name }: ClassDefinition): boolean {
  const modules = new Set([module, ...module.project.modulesMentioning(name, module)]);
  return [...modules].some((other) => other.callsOf(name).length > 0);
}

/** Whether a class only says what others have to have: it derives from `typing.Protocol` itself. */
function isProtocol({ baseNodes, module }: ClassDefinition): boolean {
  const named = baseNodes.map((base) => (base.kind === "subscript" ? (base.field("value") ?? base) : base));
  return named.some((base) => module.apiPathsOf(base).some((path) => /^typing(_extensions)?\.Protocol$/.test(path)));
}

/** Whether a test runner gives a class inside of another one the attributes of that one. */
function isTestGroup({ node, module }: ClassDefinition): boolean {
  return module.scopes.around(node).isClass && module.isTest;
}

/** Whether a file gives classes attributes whose names it computes: `setattr(cls, name, value)`. */
function isPatched(module: Module): boolean {
  return module.project.once(PATCHED, module, () =>
    module.callsNamed("setattr").some(({ positional: [object, name] }) => {
      return object?.kind === "identifier" && CLASS_NAME.test(object.text) && name && textOf(name) === undefined;
    }),
  );
}

const PATCHED = question(false);

/** What a class is called that code holds in a variable. */
const CLASS_NAME = /cls|klass|class|type|test|mod/i;

/** Whether a class's own body or methods define a name. */
function isDefinedBy(of: ClassDefinition, name: string): boolean {
  return of.scope.has(name) || of.storesNamed(name).length > 0 || namesPromisedBy(of).has(name);
}

/** The names that the statements of a class's body speak of without binding them. */
export function namesPromisedBy(of: ClassDefinition): ReadonlySet<string> {
  return of.module.project.once(PROMISES, of, () => readPromises(of));
}

const PROMISES = question<ReadonlySet<string>>(new Set());

function readPromises(of: ClassDefinition): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of of.body?.children ?? []) {
    // A bare annotation is a promise that somebody keeps.
    const assignment = statement.kind === "expression_statement" ? statement.children[0] : undefined;
    const name = assignment?.kind === "assignment" ? assignment.field("left") : undefined;
    if (name?.kind === "identifier") names.add(name.text);
    if (name?.text === "__slots__")
      for (const slot of assignment?.descendants("string_content") ?? []) names.add(slot.text);
  }
  // `state["lock"] = Lock()` before the state becomes an object's.
  for (const method of [...CARRIES].flatMap((name) => of.methods.get(name) ?? []))
    for (const key of method.node.descendants("string_content")) names.add(key.text);
  return names;
}

/** Whether objects of a transparent class have an attribute of a name, whatever their class is exactly. */
export function hasAttribute(of: ClassDefinition, name: string): boolean {
  const { classes, external } = of.ancestry;
  return classes.some((base) => isDefinedBy(base, name)) || external.some((path) => membersOf(path)?.has(name));
}

/** Every name that objects of a transparent class have, whatever their class is exactly. */
export function namesOf(of: ClassDefinition): ReadonlySet<string> {
  return of.module.project.once(NAMES, of, () => readNames(of));
}

const NAMES = question<ReadonlySet<string>>(new Set());

function readNames(of: ClassDefinition): ReadonlySet<string> {
  const names = new Set<string>();
  for (const base of of.ancestry.classes) {
    for (const name of [...base.scope.keys(), ...base.assignedAttributes, ...namesPromisedBy(base)]) names.add(name);
  }
  for (const path of of.ancestry.external) for (const name of membersOf(path) ?? []) names.add(name);
  return names;
}

/** The assignments, outside of its own hierarchy's methods, that may give objects of a class an attribute; undefined when nobody knows. */
export function outsideStores(of: ClassDefinition, name: string): readonly Store[] | undefined {
  const { project } = of.module;
  if (isSeenInPart(of)) return undefined;
  // Everybody has a `context` of their own: what matters of a common name is who gives it to somebody else.
  const modules =
    project.modulesAssigning(name, of.module) ?? project.modulesMatching(name, givenToOthers(name), of.module);
  return modules?.flatMap((module) => module.storesNamed(name).filter((store) => mayConcern(store, of, module)));
}

/** Whether a file that defines or mentions a class breaks off, so that nobody knows what else is done with the class. */
export function isSeenInPart({ name, module, ancestry }: ClassDefinition): boolean {
  if (ancestry.classes.some((base) => base.module.breaksOff)) return true;
  return module.project.modulesMentioning(name, module).some((other) => other.breaksOff);
}

/** Where an attribute is assigned to anything but `self`, or stands in a tuple of targets. */
function givenToOthers(name: string): PatternPrefilter {
  const pattern = new RegExp(
    String.raw`(?<!\bself)\.\s{0,9}${name}\b[\s\\)\]]{0,9}(?:=(?!=)|[:,]|in\b)|\bsetattr\b[^\n]{0,200}${name}|\bas\s{1,9}[\w.]{1,200}\.${name}\b`,
  );
  return matchesPattern(`'${name}' given to another object`, pattern);
}

function mayConcern({ object }: Store, of: ClassDefinition, module: Module): boolean {
  // Methods of the hierarchy are read with their classes; those of other classes assign to their own objects.
  if (module.receiverClass(object) || isAboutNamesake(module, of)) return false;
  return module.valuesOf(object).every((value) => {
    const other = value.kind === "instance" ? value.of : value.kind === "class" ? value.definition : undefined;
    return !other || other === of || of.isBaseOf(other) || other.isBaseOf(of);
  });
}

/**
 * Whether an attribute's name is spelled as a string where code looks for attributes or makes them: as `hasattr` and its
 * kin are given it in the class, or next to the object or the class in a call.
 *
 * @param by only in calls of what is written so; in any call unless given
 */
export function isSpelled(of: ClassDefinition, name: string, by?: (callee: string) => boolean): boolean {
  return of.ancestry.classes.some((base) =>
    argumentsSpelled(base.module, name).some((list) => {
      const callee = list.parent?.field("function");
      if (by && !by(callee ? spellingOf(callee) : "")) return false;
      if (list.children.some(({ text }) => text === base.name || text === of.name)) return true;
      if (!base.node.contains(list)) return false;
      const asks = callee !== undefined && mentionsName(callee, /attr/i);
      return asks || list.children.some(({ text }) => text === "self" || text === "cls");
    }),
  );
}

/** The argument lists of a file that a string stands in. */
function argumentsSpelled(module: Module, name: string): readonly Node[] {
  return module.spelled(name).flatMap((string) => {
    const list = string.kind === "string_content" ? string.parent?.parent : undefined;
    return list?.kind === "argument_list" ? [list] : [];
  });
}

/** Whether the project puts a name like this one together, as those do that hand a plugin what it asks for. */
export function isComposed({ module }: ClassDefinition, name: string): boolean {
  const modules = module.project.modulesMatching("setattr", "call", module) ?? [];
  const names = modules.flatMap((other) => other.callsNamed("setattr").flatMap((call) => call.positional[1] ?? []));
  return names.some((composed) => {
    const beginning = beginningOf(composed);
    const rest = name.slice(beginning.length);
    return beginning !== "" && rest !== "" && name.startsWith(beginning) && isQuoted(module, rest);
  });
}

/** What a name begins with that is put together: `"on_" + event`, `"on_%s" % event`, `f"on_{event}"`. */
function beginningOf(name: Node): string {
  const first = name.kind === "binary_operator" ? name.field("left") : name;
  if (first?.kind !== "string" || (first === name && !first.child("interpolation"))) return "";
  const [, start] = first.children;
  return start?.kind === "string_content" ? start.text.replace(/%s$/, "") : "";
}

/** Whether a string of the project is just this; as good as, when too many files could hold it. */
function isQuoted(asker: Module, text: string): boolean {
  // Slots are named in strings, which may hold anything.
  const quoted = new RegExp(`["']${text.replace(/\W/g, "\\$&")}["']`);
  const modules = asker.project.modulesMatching(text, matchesPattern(`the string '${text}'`, quoted), asker);
  const holds = (module: Module): boolean =>
    [...module.mentioning(text, "string_content")].some((string) => string.text === text);
  return modules?.some(holds) ?? true;
}

/** Whether the code around expects that an attribute may be missing or None. */
export function handlesAttributeError(node: Node): boolean {
  let inner = node;
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (inner.fieldName === "body") {
      const types =
        around.kind === "try_statement" ? around.children.filter((child) => child.kind === "except_clause") : [];
      if (types.some((clause) => expectsIt(clause))) return true;
      if (around.kind === "with_statement" && isExpectedBy(around.child("with_clause"))) return true;
    }
    inner = around;
  }
  return false;
}

function expectsIt(clause: Node): boolean {
  return caughtNames(clause)?.includes("AttributeError") ?? true;
}

/** Whether a `with` names a context in which errors are expected. */
function isExpectedBy(items: Node | undefined): boolean {
  return [...(items?.descendants("identifier") ?? [])].some(({ text }) => EXPECTING.has(text));
}

const EXPECTING = new Set(["suppress", "raises", "assertRaises"]);

/**
 * The reads of attributes of the object itself in a class's own methods, in source order.
 *
 * @param names of the attributes; all of them unless given
 */
export function* ownReads(
  of: ClassDefinition,
  names?: ReadonlySet<string>,
): Generator<{ readonly node: Node; readonly name: string }> {
  const module = moduleOf(of.node);
  for (const node of module.inside(of.node, holdsAny("an attribute", names ?? [""]), "attribute")) {
    const object = node.field("object");
    const name = node.field("attribute")?.text;
    if (object?.kind !== "identifier" || name === undefined || names?.has(name) === false) continue;
    if (module.receiverClass(object) !== of) continue;
    const around = module.functionAround(node);
    if (!isTarget(node) && !isFreed(around) && !(around && isInAnnotation(node))) yield { node, name };
  }
}

/** Whether something stands in the annotation of a name or an item, which no function evaluates. */
function isInAnnotation(node: Node): boolean {
  for (const { kind, parent } of node.ancestors()) {
    if (kind === "type") return parent?.kind === "assignment";
    if (kind.endsWith("_statement") || kind === "block") return false;
  }
  return false;
}

/** Whether the text of a class shows that its methods read no attribute which its own statements and methods do not set. */
export function readsOnlyItsOwn({ node, body, module }: ClassDefinition): boolean {
  const { source } = module;
  const indent = body ? /[ \t]*$/.exec(source.slice(Math.max(0, body.start - DEEPEST), body.start))?.[0] : undefined;
  return indent !== undefined && indent !== "" && !module.mayHold(unsetRead(indent), node);
}

/** Columns beyond which a class's body is not looked for. */
const DEEPEST = 100;

/** The attributes that a class's methods read and whose definition its text does not show; undefined when any may be. */
export function namesReadUnseen(of: ClassDefinition): ReadonlySet<string> | undefined {
  for (const method of [...of.methods.values()].flat()) {
    if (!/^(self|cls)$/.test(method.receiver?.name ?? "self")) return undefined;
  }
  if (of.ancestry.classes.some((base) => base.module.mayHold(READ_HIDDEN, base.node))) return undefined;
  const read = new Set(attributesRead(of.node.text));
  for (const base of of.ancestry.classes) {
    for (const name of base.scope.keys()) read.delete(name);
    for (const name of attributesSet(base.node.text)) read.delete(name);
  }
  return read;
}

/** Whether a function's first parameter is not named as an object's or a class's is: it may be called as it stands. */
function isFreed(method: FunctionDefinition | undefined): boolean {
  return !/^_*(self|cls|klass|this|mcs)$/.test(method?.receiver?.name ?? "self");
}

/** Whether an attribute is assigned or deleted where it stands. */
export function isTarget(node: Node): boolean {
  return storeAt(node) !== undefined;
}
