import type { Node } from "../../syntax/node.js";
import type { ClassDefinition } from "../../python/model/class.js";
import { isSeenInPart } from "../../python/model/attributes.js";
import { unwrap, constantTruth } from "../../python/cfg/evaluation.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import { isAboutNamesake } from "../../python/model/namesake.js";
import type { Store } from "../../python/model/stores.js";
import { isSameExpression } from "../../python/cfg/expression.js";

/** A loop's test, as far as it may hold for ever. */
export type Test =
  /** It is true by itself: `True`, `1`, `not False`. */
  | { readonly kind: "constant" }
  /** It holds while a flag has the value that it was given. */
  | { readonly kind: "flag"; readonly flag: Node; readonly holds: boolean }
  /** It holds until a `threading.Event` is set. */
  | { readonly kind: "event"; readonly event: Node };

/** What the test of a `while` is, when nothing in it can change by itself. */
export function readTest(test: Node): Test | undefined {
  const truth = constantTruth(test);
  if (truth !== undefined) return truth ? { kind: "constant" } : undefined;
  const inner = unwrap(test);
  const isNegated = inner.kind === "not_operator";
  const subject = isNegated ? unwrap(inner.field("argument") ?? inner) : inner;
  if (subject.kind === "identifier" || subject.kind === "attribute") {
    return { kind: "flag", flag: subject, holds: !isNegated };
  }
  const callee = subject.kind === "call" ? subject.field("function") : undefined;
  const event = callee?.field("object");
  const asks = /^(is_set|isSet|wait)$/.test(callee?.field("attribute")?.text ?? "");
  return isNegated && event && asks ? { kind: "event", event } : undefined;
}

/** Whether it is certain that nothing in the project makes the test fail. */
export function neverFails(test: Test): boolean {
  // What the project calls a stop flag is changed by what is not seen.
  const signal = test.kind === "flag" ? test.flag : test.kind === "event" ? test.event : undefined;
  if (signal && moduleOf(signal).project.knowledge.stopFlags.has(lastName(signal))) return false;
  switch (test.kind) {
    case "constant":
      return true;
    case "flag":
      return keepsItsValue(test.flag, test.holds);
    case "event":
      return isNeverSet(test.event);
  }
}

function keepsItsValue(flag: Node, value: boolean): boolean {
  // Most flags are changed in their own file: other files need not be read then.
  const object = flag.field("object");
  const here = moduleOf(flag).storesNamed(lastName(flag));
  const isSame = (store: Store): boolean => object !== undefined && isSameExpression(store.object, object);
  if (here.some((store) => isSame(store) && store.from && constantTruth(store.from) !== value)) return false;
  const given = flag.kind === "identifier" ? valuesOfName(flag) : valuesOfAttribute(flag);
  return given !== undefined && given.length > 0 && given.every((node) => node && constantTruth(node) === value);
}

/** Everything that a name of the module is given; undefined when that cannot be known. */
function valuesOfName(name: Node): readonly (Node | undefined)[] | undefined {
  const module = moduleOf(name);
  const found = module.scopes.lookup(name.text, name);
  if (!found || found.bindings.some((binding) => binding.kind !== "assign" || binding.unpack?.length)) return undefined;
  const outside = found.scope === module.scopes.module ? storesAnywhere(module, name.text, undefined) : [];
  return outside && [...found.bindings, ...outside].map((assigned) => assigned.from);
}

/** Everything that an attribute of `self` is given anywhere; undefined when that cannot be known. */
function valuesOfAttribute(attribute: Node): readonly (Node | undefined)[] | undefined {
  const module = moduleOf(attribute);
  const name = attribute.field("attribute")?.text ?? "";
  const object = attribute.field("object");
  const owner = object && module.receiverClass(object);
  if (
    !owner ||
    !isWhollyKnown(owner) ||
    isSeenInPart(owner) ||
    !module.project.knowsSubclassesOf(owner) ||
    owner.method(name)
  )
    return undefined;
  const stores = storesAnywhere(module, name, owner)?.filter((store) => mayBelongTo(store, owner));
  if (!stores || stores.some((store) => store.kind !== "assign" || store.unpack?.length)) return undefined;
  const inBodies = familyOf(owner).flatMap((member) => member.scope.get(name) ?? []);
  if (inBodies.some((binding) => binding.kind !== "assign")) return undefined;
  return [...stores, ...inBodies.filter((binding) => binding.from)].map((assigned) => assigned.from);
}

function storesAnywhere(
  module: Module,
  name: string,
  owner: ClassDefinition | undefined,
): readonly Store[] | undefined {
  const modules = modulesAbout(module, name, owner);
  return modules.length > 0 ? modules.flatMap((other) => other.storesNamed(name)) : undefined;
}

/** The modules that mention what an attribute of a class, or a name of a module, is called. */
function modulesAbout(module: Module, name: string, owner: ClassDefinition | undefined): readonly Module[] {
  return module.project.modulesMentioning(name, module).filter((other) => !owner || !isAboutNamesake(other, owner));
}

/** Whether the object that is assigned to can be of the class. */
function mayBelongTo(store: Store, owner: ClassDefinition): boolean {
  const of = moduleOf(store.node).receiverClass(store.object);
  return !of || familyOf(owner).includes(of);
}

/** A class, its bases and what derives from it. */
export function familyOf(definition: ClassDefinition): readonly ClassDefinition[] {
  return [...definition.ancestry.classes, ...definition.module.project.subclassesOf(definition)];
}

function isWhollyKnown(definition: ClassDefinition): boolean {
  const { external, isOpen } = definition.ancestry;
  return !isOpen && external.every((path) => /^(object|abc\.ABC|threading\.Thread)$/.test(path));
}

const lastName = (node: Node): string => (node.field("attribute") ?? node).text;

const ASKING = new Set(["is_set", "isSet", "wait", "clear"]);

/** Whether an event of the project's own is only ever asked: nothing sets it, or hands it to somebody who could. */
function isNeverSet(event: Node): boolean {
  const module = moduleOf(event);
  const isEvent = module.valuesOf(event).some((value) => value.kind === "api" && value.path === "threading.Event()");
  const name = lastName(event);
  if (!isEvent || !usesOf(module, name).every(isOnlyAsked)) return false;
  const object = event.field("object");
  const owner = object && module.receiverClass(object);
  if (owner && isSeenInPart(owner)) return false;
  const modules = modulesAbout(module, name, owner);
  return modules.length > 0 && modules.every((other) => usesOf(other, name).every(isOnlyAsked));
}

function usesOf(module: Module, name: string): readonly Node[] {
  return module.identifiers(name).map((node) => (node.fieldName === "attribute" && node.parent ? node.parent : node));
}

function isOnlyAsked(use: Node): boolean {
  const { parent } = use;
  if (parent?.kind === "attribute" && use.fieldName === "object") {
    return ASKING.has(parent.field("attribute")?.text ?? "");
  }
  return parent?.kind === "assignment" && use.fieldName === "left";
}
