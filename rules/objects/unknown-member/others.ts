import type { Node } from "../../../src/syntax/node.js";
import { accessPath, factsOf } from "../../../src/python/cfg/guards.js";
import type { Edge } from "../../../src/python/cfg/graph.js";
import { handlesAttributeError, isTarget, isTransparent, isUnfinished } from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { isExact } from "../../../src/python/model/hierarchy.js";
import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Value } from "../../../src/python/model/value.js";
import { isDeclared, isReplaced } from "./declared.js";
import { isDisproved, makesOthers } from "./disproved.js";
import { isMissing, isMissingBelow } from "./missing.js";
import { callsAny, mentionsName, mentionsPath } from "../../../src/python/cfg/mentions.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";

/** A read of an attribute from an object of a class that lacks it. */
export interface StrayRead {
  readonly node: Node;
  readonly name: string;
  readonly of: ClassDefinition;
  /** What says so is an annotation that is wrong, by all that is read from the object, or a class that declares it. */
  readonly likely: boolean;
}

/** The reads, in a file, of attributes that no class has which the object is known to be of; once a class and name. */
export function strayReads(module: Module): readonly StrayRead[] {
  if (module.isTest && replaces(module)) return [];
  const reads = new Map<string, Omit<StrayRead, "likely">>();
  for (const node of module.root.descendants("attribute")) {
    const object = node.field("object");
    const name = node.field("attribute")?.text;
    if (!object || name === undefined || name.startsWith("__") || !MADE.test(object.kind)) continue;
    if (module.receiverClass(object)) continue;
    const of = lackingClass(module, object, name);
    if (!of || isTarget(node) || handlesAttributeError(node) || isAskedFor(module, object, node)) continue;
    const key = `${of.module.path}\0${of.name}\0${name}`;
    if (!reads.has(key)) reads.set(key, { node, name, of });
  }
  const declared = [...reads.values()].flatMap(({ node }) => declaredAs(module, node) ?? []);
  return [...reads.values()].map((read) => {
    const parameter = declaredAs(module, read.node);
    const isDenied = parameter !== undefined && declared.filter((other) => other === parameter).length > 1;
    // Helpers of tests, and what tests put in the place of objects, have attributes that nobody spells out.
    return { ...read, likely: isDenied || module.isTest || isDeclared(module, read.node) };
  });
}

/** The parameter that an attribute is read from, when its class is known by an annotation alone. */
function declaredAs(module: Module, { children: [object] }: Node): Node | undefined {
  if (object?.kind !== "identifier") return undefined;
  const [binding, ...others] = module.bindingsReaching(object.text, object);
  return binding?.kind === "parameter" && others.length === 0 ? binding.node : undefined;
}

/** Whether tests put stand-ins in the place of objects. */
function replaces(module: Module): boolean {
  return module.mayHold(MAY_REPLACE) && mentionsName(module.root, REPLACES);
}

const REPLACES = /mock|monkeypatch|^patch$/i;
const MAY_REPLACE = matchesPattern("what replaces objects", /mock|patch/i);
const MADE = /^(identifier|attribute|call)$/;

/** The class that an object is known to be of when every class it may be of lacks an attribute. */
function lackingClass(module: Module, object: Node, name: string): ClassDefinition | undefined {
  const known = module.valuesOf(object).filter(({ kind }) => kind !== "none");
  const [first] = known.map(classOf);
  if (!first || !known.every((value) => classOf(value))) return undefined;
  if (!known.every((value) => lacks(module, value, name))) return undefined;
  return known.some((value) => isReplaced(value, first) || isDisproved(object, value, first)) ? undefined : first;
}

function classOf(value: Value): ClassDefinition | undefined {
  return value.kind === "instance" ? value.of : value.kind === "class" ? value.definition : undefined;
}

function lacks(module: Module, value: Value, name: string): boolean {
  const of = classOf(value);
  if (!of || !isTransparent(of) || (value.kind === "class" && OF_CLASSES.has(name))) return false;
  // What is declared to be of an unfinished class, or is made by a test, may be a stand-in.
  const isSure = isExact(value);
  if (!isSure && (module.isTest || isUnfinished(of))) return false;
  return isWithout(of, name) && (isSure || isMissingBelow(of, name));
}

/** Whether objects of just a class lack an attribute. */
function isWithout(of: ClassDefinition, name: string): boolean {
  // Whoever reads a descriptor gets what it gives.
  const find = (): boolean => isMissing(of, name) && !of.method("__get__") && !makesOthers(of) && !isBroken(of);
  return of.module.project.once(WITHOUT, of, find, name);
}

const WITHOUT = question(false);

const isBroken = ({ ancestry }: ClassDefinition): boolean => ancestry.classes.some(({ node }) => node.isBrokenInside);

/** What every class has. */
const OF_CLASSES = new Set(["mro"]);

/** Whether a test on the way to a read tells what kind of object it is. */
function isAskedFor(module: Module, object: Node, node: Node): boolean {
  const path = accessPath(object);
  if (path === undefined) return false;
  const graph = module.graphAround(node);
  return !graph.isReachable(node) || graph.everyPathTo(node, { edge: (edge) => tellsKind(edge, path) });
}

function tellsKind(edge: Edge, path: string): boolean {
  if (factsOf(edge).some(({ kind, subject }) => KINDS.test(kind) && accessPath(subject) === path)) return true;
  const { condition } = edge;
  return condition !== undefined && mentionsPath(condition, path) && asksKind(condition);
}

const KINDS = /^(has-attribute|instance|not-instance|equals|in)$/;
const ASKS = new Set(["type", "isinstance", "hasattr", "getattr", "issubclass"]);
const CLASS = new Set(["__class__"]);

const asksKind = (test: Node): boolean => callsAny(test, ASKS) || mentionsName(test, CLASS);
