import type { Node } from "../../../src/syntax/node.js";
import {
  handlesAttributeError,
  isComposed,
  isSpelled,
  isTarget,
  isTransparent,
  isUnfinished,
  namesPromisedBy,
  outsideStores,
} from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { writerOf } from "../../../src/concepts/objects/lifecycle.js";
import { isBroken } from "./missing.js";

/** A read of an attribute that the constructor has not assigned yet. */
export interface UnsetRead {
  /** The place in the constructor: the read, or the call that leads to it. */
  readonly at: Node;
  readonly read: Node;
  readonly name: string;
  /** The assignment that comes too late. */
  readonly store: Node;
}

/**
 * The reads, in a constructor and in the methods that it calls, of attributes that it alone assigns, and only further down;
 * one for each attribute.
 */
export function* unsetReads(of: ClassDefinition): Generator<UnsetRead> {
  if (of.module.isTest || !mayReadUnset(of.node.text)) return;
  const [constructor, ...others] = of.methods.get("__init__") ?? [];
  if (!constructor?.body || others.length > 0 || constructor.decorators.length > 0) return;
  if (!isTransparent(of) || isUnfinished(of) || isBroken(of) || of.method("__new__")) return;
  const late = lateStores(of, constructor);
  const found = new Set<string>();
  for (const { at, read, name } of late.size > 0 ? readsIn(of, constructor, new Set(late.keys()), new Set()) : []) {
    const store = late.get(name);
    if (!store || found.has(name) || !comesBefore(at, store, constructor.body)) continue;
    found.add(name);
    yield { at, read, name, store };
  }
}

/** The first assignment of each attribute that nothing but the constructor of a class assigns. */
function lateStores(of: ClassDefinition, constructor: FunctionDefinition): ReadonlyMap<string, Node> {
  const { project } = of.module;
  const family = [...of.ancestry.classes, ...project.subclassesOf(of)];
  const stores = new Map<string, Node>();
  for (const name of of.assignedAttributes) {
    const own = family.flatMap((one) => one.storesNamed(name));
    const [first] = own.map(({ node }) => node).sort((a, b) => a.start - b.start);
    if (!first || own.some((store) => writerOf(store) !== constructor || store.kind === "setattr")) continue;
    if (family.some((one) => one.scope.has(name) || namesPromisedBy(one).has(name))) continue;
    if (family.some((one) => isSpelled(one, name) || isComposed(one, name))) continue;
    if (outsideStores(of, name)?.length !== 0) continue;
    stores.set(name, first);
  }
  return stores;
}

interface Read {
  readonly at: Node;
  readonly read: Node;
  readonly name: string;
}

/** What a method surely reads as it runs, by itself and by methods that it calls; all that a constructor may read. */
function* readsIn(
  of: ClassDefinition,
  method: FunctionDefinition,
  names: ReadonlySet<string>,
  seen: Set<FunctionDefinition>,
): Generator<Read> {
  const { module, body, receiver } = method;
  if (!body || !receiver || seen.has(method)) return;
  const isCalled = seen.add(method).size > 1;
  for (const node of body.descendants("attribute")) {
    const name = node.field("attribute")?.text ?? "";
    const object = node.field("object");
    if (object?.text !== receiver.name || isLater(node, body) || (isCalled && !isSure(node, body))) continue;
    if (isTarget(node) || handlesAttributeError(node) || isAsked(node, body)) continue;
    if (names.has(name)) yield { at: node, read: node, name };
    const call = node.fieldName === "function" ? node.parent : undefined;
    const called = call && of.method(name);
    if (!call || called?.module !== module || !isPlain(of, called)) continue;
    for (const { read, name: met } of readsIn(of, called, names, seen)) yield { at: call, read, name: met };
  }
}

/** Whether a call of a method runs just that, and at once. */
function isPlain(of: ClassDefinition, method: FunctionDefinition): boolean {
  if (method.isAsync || method.isGenerator || method.decorators.length > 0 || !method.owner) return false;
  const isOne = (method.owner.methods.get(method.name) ?? []).length === 1;
  return isOne && !of.module.project.subclassesOf(of).some(({ methods }) => methods.has(method.name));
}

/** Whether something stands in a function within, or in what is made without being run. */
function isLater(node: Node, body: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === body) return false;
    if (/^(function_definition|lambda|generator_expression|class_definition|decorator)$/.test(around.kind)) return true;
  }
  return true;
}

/** Whether something is run whenever the body is: no branch, loop or way out comes before it. */
function isSure(node: Node, body: Node): boolean {
  let statement = node;
  for (const around of node.ancestors()) {
    if (around === body) break;
    if (!PASSED_THROUGH.test(around.kind) && !around.kind.endsWith("_statement")) return false;
    if (BRANCHES.test(around.kind)) return false;
    statement = around;
  }
  const before = body.children.filter(({ start }) => start < statement.start);
  return before.every((one) => !leaves(one));
}

const PASSED_THROUGH =
  /^(call|argument_list|attribute|keyword_argument|assignment|augmented_assignment|await|subscript|binary_operator|string|interpolation|f_string|not_operator|unary_operator|parenthesized_expression|comparison_operator|list|tuple|dictionary|pair|set|with_clause|with_item|block)$/;
const BRANCHES = /^(if|for|while|try|match)_statement$/;

function leaves(statement: Node): boolean {
  if (/^(return|raise)_statement$/.test(statement.kind)) return true;
  for (const _ of statement.descendants("return_statement", "raise_statement")) return true;
  return false;
}

/** Whether a condition around, or before it in the same expression, may ask whether the attribute is there. */
function isAsked(node: Node, body: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === body) return false;
    const asks =
      /^(if_statement|elif_clause|while_statement|conditional_expression|boolean_operator|comparison_operator|call)$/;
    if (asks.test(around.kind) && /\b(?:hasattr|getattr|__dict__|vars|dir)\b/.test(around.text)) return true;
  }
  return false;
}

/** Whether a place in a constructor is passed before an assignment, and no loop leads back to it. */
function comesBefore(at: Node, store: Node, body: Node): boolean {
  const statement = statementAround(store);
  if (at.start >= statement.end) return false;
  const isIn = statement.start <= at.start;
  // In the assignment itself what is on its right comes first.
  if (isIn && /^(for|with|while|try|if)_/.test(statement.kind)) return false;
  for (const around of at.ancestors()) {
    if (around === body) return true;
    if (/^(for|while)_statement$/.test(around.kind) && around.contains(store)) return false;
  }
  return true;
}

function statementAround(node: Node): Node {
  for (const around of node.ancestors()) if (around.kind.endsWith("_statement")) return around;
  return node;
}

const READS = /\bself[\s\\]{0,9}\.[\s\\]{0,9}(\w+)/g;
const IS_SET = /^[\s\\]{0,9}(?::[^=\n]{0,200})?=(?!=)/;
/** A line, and those that go on with it. */
const WHOLE_LINE = /^(?:[^\n]*[\\([{,][ \t\r]*\n)*[^\n]*/;

/** Whether the text of a class shows a constructor that assigns something behind a place that reads it, or calls what does. */
function mayReadUnset(text: string): boolean {
  const methods = methodsIn(text);
  const constructor = methods.get("__init__");
  if (constructor === undefined) return false;
  const set = new Map<string, number>();
  const met: { readonly name: string; readonly at: number }[] = [];
  for (const { 0: whole, 1: name = "", index } of constructor.matchAll(READS)) {
    const behind = constructor.slice(index + whole.length, index + whole.length + LONGEST_ANNOTATION);
    if (!IS_SET.test(behind)) met.push({ name, at: index });
    else if (!set.has(name)) set.set(name, endOfLine(constructor, index));
  }
  if (met.some(({ name, at }) => at < (set.get(name) ?? -1))) return true;
  const called = met.filter(({ name }) => methods.has(name));
  const late = new Set([...set].flatMap(([name, end]) => (called.some(({ at }) => at < end) ? [name] : [])));
  const reached = new Set(called.map(({ name }) => name));
  // A set can be added to while it is iterated.
  for (const name of late.size > 0 ? reached : [])
    for (const [, own = ""] of methods.get(name)?.matchAll(READS) ?? [])
      if (late.has(own)) return true;
      else if (methods.has(own)) reached.add(own);
  return false;
}

const LONGEST_ANNOTATION = 210;

/** Offset behind the line at a place, and those that go on with it. */
function endOfLine(text: string, at: number): number {
  return at + (WHOLE_LINE.exec(text.slice(at, at + LONGEST_LINE))?.[0].length ?? 0);
}

const LONGEST_LINE = 2_000;

/** The texts of the methods in that of a class, each from its `def` to the next one. */
function methodsIn(text: string): ReadonlyMap<string, string> {
  const starts = [...text.matchAll(/\bdef[\s\\]+(\w+)/g)];
  return new Map(starts.map(({ 1: name = "", index }, at) => [name, text.slice(index, starts[at + 1]?.index)]));
}
