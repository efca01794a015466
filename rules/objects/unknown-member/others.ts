import type { Node } from "../../../src/syntax/node.js";
import {
  handlesAttributeError,
  hasAttribute,
  isTarget,
  isTransparent,
  isUnfinished,
} from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { isExact } from "../../../src/python/model/hierarchy.js";
import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { CLASS_MEMBERS } from "../../../src/python/tables/members.js";
import { isAskedFor, isConditional } from "./asked.js";
import { candidatesIn } from "./candidates.js";
import { isDead } from "./dead.js";
import { isDeclared, isReplaced } from "./declared.js";
import { isDisproved, makesOthers } from "./disproved.js";
import { givenInPlaceOf, holdingOf, type Held } from "./holders.js";
import { isBroken, isMissing, isMissingBelow } from "./missing.js";
import { hasSecondWay } from "./second-way.js";

/** A read of an attribute from an object of a class that lacks it. */
export interface StrayRead {
  readonly node: Node;
  readonly name: string;
  /** What it is known to be and lacks the attribute. */
  readonly lacking: readonly [Held, ...Held[]];
  /** An annotation says so that is wrong, by all that is read from the object, other objects have it, or nobody runs it. */
  readonly likely: boolean;
  /** Whether the object is an exception that is handled here. */
  readonly isCaught: boolean;
  /** The same of other objects of the class in the file. */
  readonly others: Node[];
}

/** The reads, in a file of the program, of attributes that the object is known to lack; once a class and name. */
export function strayReads(module: Module): readonly StrayRead[] {
  if (module.isTest) return [];
  const reads = new Map<string, StrayRead>();
  for (const node of candidatesIn(module)) {
    const read = strayRead(module, node);
    const [first] = read?.lacking ?? [];
    if (!read || !first) continue;
    const key = `${first.of.module.path}\0${first.of.name}\0${read.name}`;
    const known = reads.get(key);
    if (!known || (known.likely && !read.likely))
      reads.set(key, { ...read, others: known ? [known.node, ...known.others] : [] });
    else known.others.push(node);
  }
  const declared = [...reads.values()].flatMap(({ node }) => declaredAs(module, node) ?? []);
  return [...reads.values()].map((read) => {
    const parameter = declaredAs(module, read.node);
    const isDenied = parameter !== undefined && declared.filter((other) => other === parameter).length > 1;
    return { ...read, likely: read.likely || isDenied || isDeclared(module, read.node) };
  });
}

const READ_FROM = /^(identifier|attribute|call|subscript|parenthesized_expression)$/;

function strayRead(module: Module, node: Node): StrayRead | undefined {
  const object = node.field("object");
  const name = node.field("attribute")?.text;
  if (!object || name === undefined || name.startsWith("__") || !READ_FROM.test(object.kind)) return undefined;
  if (isTarget(node) || module.receiverClass(object)) return undefined;
  const { held: all, hasOthers, isOpen } = holdingOf(module, object);
  const held = all.filter((each) => isSomething(each.of) && !isOverridden(module, node, each));
  const lacking = held.filter((each) => lacks(object, each, name));
  const [first, ...others] = lacking;
  if (!first || handlesAttributeError(node) || hasSecondWay(node) || isAskedFor(module, object, node)) return undefined;
  const isGiven = held.every(({ at }) => at !== undefined);
  if ((hasOthers || isOpen || lacking.length < held.length) && !isGiven) return undefined;
  const isPartial = hasOthers || lacking.length < held.length || (isOpen && isConditional(module, object, node));
  const likely = isPartial || isDead(node);
  return { node, name, lacking: [first, ...others], likely, isCaught: isCaught(module, object), others: [] };
}

/** Whether objects of a class are there to be used: what has no public member only says that there is nothing. */
function isSomething(of: ClassDefinition): boolean {
  return of.ancestry.classes.some((base) => {
    const hasPublic = (names: Iterable<string>): boolean => [...names].some((name) => !name.startsWith("_"));
    // Its methods are only looked into when its statements do not tell.
    return hasPublic(base.scope.keys()) || hasPublic(base.assignedAttributes);
  });
}

/** Whether a read stands in a method that the objects which are given this have another one in place of. */
function isOverridden(module: Module, node: Node, { to }: Held): boolean {
  const method = module.functionAround(node);
  return to !== undefined && method?.owner !== undefined && to !== method.owner && to.method(method.name) !== method;
}

function isCaught(module: Module, object: Node): boolean {
  if (object.kind !== "identifier") return false;
  const bindings = module.bindingsReaching(object.text, object);
  return bindings.length > 0 && bindings.every(({ kind }) => kind === "catch");
}

/** The parameter that an attribute is read from, when its class is known by an annotation alone. */
function declaredAs(module: Module, { children: [object] }: Node): Node | undefined {
  if (object?.kind !== "identifier") return undefined;
  const [binding, ...others] = module.bindingsReaching(object.text, object);
  return binding?.kind === "parameter" && others.length === 0 ? binding.node : undefined;
}

function lacks(object: Node, { of, value }: Held, name: string): boolean {
  if (hasAttribute(of, name) || !isTransparent(of) || (value.kind === "class" && CLASS_MEMBERS.has(name))) return false;
  const isSure = isExact(value);
  // What is declared to be of an unfinished class may be a stand-in.
  if (!isSure && isUnfinished(of)) return false;
  if (!isWithout(of, name) || !(isSure || isMissingBelow(of, name))) return false;
  if (isReplaced(value, of) || isDisproved(object, value, of)) return false;
  return !givenInPlaceOf(value).some((other) => hasAttribute(other.of, name) || !isTransparent(other.of));
}

/** Whether objects of just a class lack an attribute. */
function isWithout(of: ClassDefinition, name: string): boolean {
  // Whoever reads a descriptor gets what it gives.
  const find = (): boolean => isMissing(of, name) && !of.method("__get__") && !makesOthers(of) && !isBroken(of);
  return of.module.project.once(WITHOUT, of, find, name);
}

const WITHOUT = question(false);
