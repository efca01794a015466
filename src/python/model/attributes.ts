import type { Node } from "../../syntax/node.js";
import type { ClassDefinition } from "./class.js";
import type { FunctionDefinition } from "./function.js";
import { moduleOf, type Module } from "./module.js";
import { knownText, type Match } from "../../syntax/known-text.js";
import { isAboutNamesake } from "./namesake.js";
import type { Store } from "./stores.js";
import { membersOf } from "../tables/members.js";
import { question } from "./solver.js";

/** Decorators that add no attribute to a class, other than methods with names in underscores. */
const HARMLESS =
  /^(dataclass|total_ordering|final|runtime_checkable|unique|define|frozen|attrs|deprecated|skip|skipIf|skipUnless)$/;

/** Ways to give an object attributes that are not spelled out. */
const DYNAMIC = new RegExp(
  [
    /__(getattr|getattribute|setattr|setstate|metaclass)__/,
    /__dict__\s*(\.\s*(update|setdefault|pop|clear)|\[[^\]\n]*\]\s*=|\|?=)|=\s*\w+\.__dict__/,
    /\bvars\s*\(\s*(self|cls)\s*\)\s*[.[]|=\s*vars\s*\(/,
    /\blocals\s*\(\s*\)\s*[.[]/,
    /\bsetattr\s*\(\s*(self|cls)\s*,\s*(?!["'])/,
    /__class__\s*=/,
    /\bparse_(known_|intermixed_)?args\s*\([^()]{0,200}\bself\s*\)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);

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
    return base.module.project.once(PLAIN_BODY, base, () => isPlainByItself(base));
  });
}

const PLAIN_BODY = question(false);

/** Whether a class's own statement, and what its file does to it, are plain. */
function isPlainByItself({ module, name, node, decorators }: ClassDefinition): boolean {
  // A name that is bound again is another class by then: `Setting = Meta("Setting", (Setting,), {})`.
  if ((module.scopes.lookup(name, node)?.bindings.length ?? 0) > 1) return false;
  if (isPatched(module) || module.breaksOff) return false;
  if (node.isBroken || holds(node, DYNAMIC)) return false;
  if (node.field("superclasses")?.children.some((argument) => argument.kind === "keyword_argument")) return false;
  return decorators.every((decorator) => HARMLESS.test(calleeName(decorator)));
}

function calleeName(decorator: Node): string {
  const callee = decorator.kind === "call" ? decorator.field("function") : decorator;
  return callee?.text.split(".").at(-1) ?? "";
}

/** Whether the class exists to be derived from: it says so, or has methods that only subclasses can fill in. */
export function isUnfinished(of: ClassDefinition): boolean {
  return of.module.project.once(UNFINISHED, of, () => looksUnfinished(of));
}

const UNFINISHED = question(false);

function looksUnfinished(of: ClassDefinition): boolean {
  if (/(^_?(Base|Abstract|Generic)|Base|Mixin|Interface|Protocol|Abstract)$|^_?(Base|Abstract)[A-Z]/.test(of.name))
    return true;
  if (isTestGroup(of) || isProtocol(of) || /mix-?in/i.test(docstringOf(of))) return true;
  return holds(of.node, ABSTRACT);
}

const ABSTRACT = /\babstractmethod\b|\bNotImplementedError\b|\bABC\b|\bABCMeta\b/g;

/** Whether a pattern is found in what a node spans. */
function holds(node: Node, pattern: RegExp): boolean {
  return matchesIn(node, pattern).length > 0;
}

function matchesIn({ tree, start, end }: Node, pattern: RegExp): readonly Match[] {
  return knownText(tree.source).matchesWithin(pattern, start, end);
}

/** Whether nothing tells that objects of just this class are made: it has no constructor, and nobody calls it. */
export function isOnlyPart(of: ClassDefinition): boolean {
  const hasConstructor = of.ancestry.classes.some(({ methods }) => methods.has("__init__") || methods.has("__new__"));
  if (hasConstructor || of.hasGeneratedInit || of.ancestry.external.length > 0) return false;
  const modules = new Set([of.module, ...of.module.project.modulesMentioning(of.name)]);
  return ![...modules].some((module) => module.callsOf(of.name).length > 0);
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

function docstringOf({ body }: ClassDefinition): string {
  const first = body?.children[0];
  return first?.kind === "expression_statement" && first.children[0]?.kind === "string" ? first.text : "";
}

/** Whether a file gives classes attributes whose names it computes: `setattr(cls, name, value)`. */
function isPatched({ source }: Module): boolean {
  return knownText(source).matches(PATCHES);
}

const PATCHES = /\bsetattr\s*\(\s*\w*(cls|klass|class|type|test|mod)\w*\s*,\s*(?!["'])/i;

/** Whether a class's own body or methods define a name. */
function isDefinedBy(of: ClassDefinition, name: string): boolean {
  return of.scope.has(name) || of.storesNamed(name).length > 0 || namesPromisedBy(of).has(name);
}

/** The names that the statements of a class's body speak of without binding them. */
function namesPromisedBy(of: ClassDefinition): ReadonlySet<string> {
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
  const modules = of.module.project.modulesAssigning(name);
  if (isSeenInPart(of)) return undefined;
  return modules?.flatMap((module) => module.storesNamed(name).filter((store) => mayConcern(store, of, module)));
}

/** Whether a file that defines or mentions a class breaks off, so that nobody knows what else is done with the class. */
export function isSeenInPart({ name, module, ancestry }: ClassDefinition): boolean {
  if (ancestry.classes.some((base) => base.module.breaksOff)) return true;
  return module.project.modulesMentioning(name).some((other) => other.breaksOff);
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
 */
export function isSpelled(of: ClassDefinition, name: string): boolean {
  return of.ancestry.classes.some((base) =>
    argumentsSpelled(base.module, name).some((list) => {
      if (list.children.some(({ text }) => text === base.name || text === of.name)) return true;
      if (!base.node.contains(list)) return false;
      const asks = /attr/i.test(list.parent?.field("function")?.text ?? "");
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

/** A call that gives any object an attribute whose name it puts together behind a fixed beginning. */
const COMPOSES = /\bsetattr\s*\(\s*[\w.]+\s*,\s*(?:f["'](\w+)\{|["'](\w+)(?:%s)?["']\s*[+%])/;

/** Whether the project puts a name like this one together, as those do that hand a plugin what it asks for. */
export function isComposed({ module: { project } }: ClassDefinition, name: string): boolean {
  const modules = project.modulesMatching("setattr", COMPOSES) ?? [];
  const beginnings = modules.flatMap(({ source }) =>
    Array.from(source.matchAll(new RegExp(COMPOSES, "g")), ([, formatted, added]) => formatted ?? added ?? ""),
  );
  return beginnings.some((beginning) => {
    const rest = name.slice(beginning.length);
    // Slots are named in strings, which may hold anything.
    const quoted = new RegExp(`(["'])${rest.replace(/\W/g, "\\$&")}\\1`);
    return name.startsWith(beginning) && rest !== "" && project.modulesMatching(rest, quoted)?.length !== 0;
  });
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
      if (around.kind === "with_statement" && /\b(suppress|raises|assertRaises)\b/.test(headOf(around))) return true;
    }
    inner = around;
  }
  return false;
}

function expectsIt(clause: Node): boolean {
  const head = headOf(clause);
  return /\bAttributeError\b|^except\s*:/.test(head);
}

function headOf(statement: Node): string {
  const block = statement.field("body") ?? statement.child("block");
  return statement.text.slice(0, block ? block.start - statement.start : undefined);
}

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
  const mayRead = (text: string): boolean => (names ? [...names].some((name) => text.includes(name)) : true);
  for (const node of of.node.within(mayRead, "attribute")) {
    const object = node.field("object");
    const name = node.field("attribute")?.text;
    if (object?.kind !== "identifier" || name === undefined || names?.has(name) === false) continue;
    if (module.receiverClass(object) !== of) continue;
    if (!isTarget(node) && !isFreed(module.functionAround(node))) yield { node, name };
  }
}

/** The attributes that a text reads or sets of what methods call their object or class. */
const OWN = /\b(?:self|cls)\s*\.\s*([^\W\d]\w*)/g;
/** Assignments of an attribute, each on a line of its own. */
const SETS = /^[ \t]*self[ \t]*\.[ \t]*([^\W\d]\w*)[ \t]*(?::[^=\n]*)?=(?!=)/gm;

/** The first parameters of the functions in a text, as far as they are names. */
const FIRST_PARAMETERS = /\bdef[\s\\]+[^\s(]+[\s\\]*\(\s*([^\s,):=]*)/g;

/** The lines that may define something, and its name. */
const DEFINES = /^[ \t]*(?:(?:async[ \t]+)?def[ \t]+(?=\w)|(?=\w+[ \t]*(?:=(?!=)|:)))(\w+)/gm;

/** Whether the text of a class shows that its methods read no attribute which its own statements and methods do not set. */
export function readsOnlyItsOwn({ node, body }: ClassDefinition): boolean {
  const firsts = matchesIn(node, FIRST_PARAMETERS);
  if (firsts.some(({ word }) => !/^(?:self|cls)?$/.test(word))) return false;
  const read = namesMatching(node, OWN);
  for (const name of namesMatching(node, SETS)) read.delete(name);
  const { source } = node.tree;
  const indent = body ? /[ \t]*$/.exec(source.slice(Math.max(0, body.start - DEEPEST), body.start))?.[0] : undefined;
  if (!indent) return false;
  if (read.size === 0) return true;
  const isOwn = (at: number): boolean =>
    source.startsWith(indent, at) && !/[ \t]/.test(source.charAt(at + indent.length));
  for (const { at, word } of matchesIn(node, DEFINES)) if (isOwn(at)) read.delete(word);
  return read.size === 0;
}

/** Columns beyond which a class's body is not looked for. */
const DEEPEST = 100;

function namesMatching(node: Node, pattern: RegExp): Set<string> {
  return new Set(matchesIn(node, pattern).map(({ word }) => word));
}

/** The attributes that a class's methods read and whose definition its text does not show; undefined when any may be. */
export function namesReadUnseen(of: ClassDefinition): ReadonlySet<string> | undefined {
  for (const method of [...of.methods.values()].flat()) {
    if (!/^(self|cls)$/.test(method.receiver?.name ?? "self")) return undefined;
  }
  const read = namesMatching(of.node, OWN);
  for (const base of of.ancestry.classes) {
    for (const name of base.scope.keys()) read.delete(name);
    for (const name of namesMatching(base.node, SETS)) read.delete(name);
  }
  return read;
}

/** Whether a function's first parameter is not named as an object's or a class's is: it may be called as it stands. */
function isFreed(method: FunctionDefinition | undefined): boolean {
  return !/^_*(self|cls|klass|this|mcs)$/.test(method?.receiver?.name ?? "self");
}

/** Whether an attribute is assigned or deleted where it stands. */
export function isTarget(node: Node): boolean {
  return moduleOf(node)
    .storesNamed(node.field("attribute")?.text ?? "")
    .some((store) => store.node === node);
}
