import type { Node } from "../../../src/syntax/node.js";
import { matches } from "../../../src/python/tables/api.js";
import { handlesAttributeError, isUnfinished } from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { caughtNames, catches } from "../../../src/python/cfg/exceptions.js";
import { factsOf } from "../../../src/python/cfg/guards.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Store } from "../../../src/python/model/stores.js";
import { SYNCHRONOUS } from "../../../src/python/tables/synchronous.js";
import { mayUnsetAttribute } from "../../../src/python/prefilter/none.js";
import { isHandedOut, isKnownTo, isManaged, usesIn } from "./attributes.js";
import { fillsOf, isFilledInside, setsNone, writerOf } from "./fills.js";
import { construction, ownAttributes, reachedFrom, speaksOf } from "./lifecycle.js";
import { isGuarded, mentions } from "./noneness.js";
import type { NoneUse } from "./use.js";

/** What a method is called that is run to end things, whether or not they were begun. */
const CLEANS_UP = /^_*(close|stop|shutdown|shut_down|terminate|cleanup|clean_up|disconnect|teardown|tear_down|release|dispose|finish|quit|exit|aexit|del|end|cancel|kill)(_\w+)?_*$/i;
/** Methods that frameworks and `with` run before anything else of the object. */
const RUNS_FIRST = /^(__a?enter__|setup\w*|set_?up\w*|start_?up|on_start\w*|prepare|initiali[sz]e|run|main|build)$/i;

/**
 * The uses of attributes that an object is made without, in methods that may be called before the one that fills them.
 *
 * Proved where the class itself does so: its clean-up runs when filling has failed. Likely where another method
 * asks whether the attribute is None.
 */
export function* unreadyAttributes(of: ClassDefinition): Generator<NoneUse> {
  if (of.module.isTest || !mayUnsetAttribute(of.node.text) || isUnfinished(of)) return;
  for (const name of of.attributesSetNear(mayUnsetAttribute)) {
    const set = of.storesNamed(name).find((store) => setsNone(store) && writerOf(store)?.name === "__init__");
    if (set && !isManaged(of, name)) yield* unreadyUses(of, name, set.node);
  }
}

/** An attribute that only some methods fill, and no constructor. */
interface Filling {
  readonly of: ClassDefinition;
  readonly name: string;
  readonly stores: readonly Store[];
  readonly fillers: ReadonlySet<FunctionDefinition>;
  /** The attribute, and those that are set together with it: they may tell of it. */
  readonly flags: ReadonlySet<string>;
}

function* unreadyUses(of: ClassDefinition, name: string, set: Node): Generator<NoneUse> {
  const users = [...of.methods.values()].flat().filter((method) => usesIn(method, name).length > 0);
  const filling = users.length > 0 ? fillingOf(of, name) : undefined;
  if (!filling || isHandedOut(of) || !isFilledInside(of, name)) return;
  const [filler] = filling.fillers;
  for (const method of users) {
    if (filling.fillers.has(method) || method.isClassMethod) continue;
    const use = usesIn(method, name).find((one) => isOpen(filling, one, method));
    if (!use || !filler) continue;
    const failing = runsAfterFailure(filling, method, use);
    const tested = failing ?? (isCalledFreely(filling, method) ? siblingTest(filling, method) : undefined);
    if (tested) yield { set, use, filler, shown: tested, likely: !failing };
  }
}

/** How an attribute is filled, when making the object fills it in no way; undefined when it does, or nobody knows. */
function fillingOf(of: ClassDefinition, name: string): Filling | undefined {
  const relatives = [of, ...of.module.project.subclassesOf(of)];
  const made = new Set(relatives.flatMap((one) => [...construction(one)]));
  const stores = fillsOf(of, name);
  const fillers = new Set<FunctionDefinition>();
  for (const store of stores) {
    const writer = writerOf(store);
    if (!writer?.owner || made.has(writer)) return undefined;
    fillers.add(writer);
  }
  if (fillers.size === 0 || [...fillers].some((filler) => isFactoryOf(of, filler.name))) return undefined;
  return { of, name, stores, fillers, flags: new Set([name, ...setBeside(of, fillers)]) };
}

/** Whether a class method or a function of the file calls a method on objects that it has just made, to give them out. */
function isFactoryOf(of: ClassDefinition, filler: string): boolean {
  return of.ancestry.classes.some((base) =>
    [...base.methods.values()].flat().some((method) => {
      if (!method.isClassMethod && !method.isStatic) return false;
      return [...method.node.descendants("attribute")].some((part) => part.field("attribute")?.text === filler);
    }),
  );
}

/** The attributes that methods set together with another one: they may tell of it. */
function setBeside(of: ClassDefinition, fillers: ReadonlySet<FunctionDefinition>): readonly string[] {
  return [...fillers].flatMap((filler) =>
    [...reachedFrom(of, filler)].flatMap((reached) =>
      ownAttributes(reached).flatMap((attribute) => {
        const { parent } = attribute;
        const isSet = parent?.kind === "assignment" && attribute.fieldName === "left";
        const isNoted = parent?.kind === "attribute" && /^(set|append|add)$/.test(parent.field("attribute")?.text ?? "");
        return isSet || isNoted ? [attribute.field("attribute")?.text ?? ""] : [];
      }),
    ),
  );
}

/** Whether nothing on the way to a use tells that the attribute is filled, or may fill it. */
function isOpen(filling: Filling, use: Node, method: FunctionDefinition): boolean {
  const { of, name, flags } = filling;
  if (isGuarded(use, use.text) || isKnownTo(of, use, name) || handlesAttributeError(use) || isSwallowed(use)) return false;
  const { graph } = method;
  const element = graph.elementOf(use);
  return !graph.everyPathTo(use, {
    element: (passed) => passed !== element && mayMakeReady(filling, passed, method),
    edge: (edge) => edge.condition !== undefined && asksOf(of, edge.condition, flags) && factsOf(edge).length > 0,
  });
}

/** Whether what a use raises ends in a handler around it. */
function isSwallowed(use: Node): boolean {
  let inner = use;
  for (const around of use.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind === "try_statement" && inner.fieldName === "body") {
      if (around.children.some((child) => child.kind === "except_clause" && catches(caughtNames(child), "AttributeError")))
        return true;
    }
    inner = around;
  }
  return false;
}

/** Whether an element may fill the attribute, find out about it, or wait for whoever fills it. */
function mayMakeReady({ of, flags }: Filling, element: Node, method: FunctionDefinition): boolean {
  const receiver = method.receiver?.name ?? "self";
  for (const part of method.graph.partsOf(element)) {
    if (part.kind === "call") {
      const call = method.module.call(part);
      if (/^(wait\w*|join|result|get|is_alive|ensure\w*)$/.test(call.lastName)) return true;
      if (call.receiver?.kind === "call" && call.receiver.text.startsWith("super(")) return true;
      if (call.arguments.some(({ value }) => value.text === receiver || [...flags].some((flag) => mentions(value, `${receiver}.${flag}`))))
        return true;
      const own = call.receiver?.text === receiver ? of.method(call.lastName) : undefined;
      if (call.receiver?.text === receiver && (!own || speaksOf(of, own, flags))) return true;
    }
    if (part.kind === "assignment" || part.kind === "assert_statement") {
      const left = part.field("left") ?? part;
      if ([...flags].some((flag) => mentions(left, `${receiver}.${flag}`))) return true;
    }
  }
  return false;
}

function asksOf(of: ClassDefinition, condition: Node, flags: ReadonlySet<string>): boolean {
  for (const part of condition.descendants("attribute", "identifier")) {
    const name = part.kind === "identifier" ? part.text : (part.field("attribute")?.text ?? "");
    if (part.kind === "attribute" && flags.has(name)) return true;
    const object = part.field("object");
    const method = object && moduleOf(part).receiverClass(object) ? of.method(name) : undefined;
    if (method && speaksOf(of, method, flags)) return true;
  }
  return false;
}

/** Whether a method may be called by others at any time: it is no part of what only runs once the attribute is filled. */
function isCalledFreely({ of, fillers }: Filling, method: FunctionDefinition): boolean {
  if ([...fillers].some((filler) => RUNS_FIRST.test(filler.name))) return false;
  if (reachedFrom(of, ...fillers).has(method)) return false;
  return CLEANS_UP.test(method.name) || !method.name.startsWith("_");
}

/** Where another method asks whether the attribute is None. */
function siblingTest({ of, fillers, name }: Filling, method: FunctionDefinition): Node | undefined {
  for (const base of of.ancestry.classes) {
    for (const other of [...base.methods.values()].flat()) {
      if (other === method || fillers.has(other)) continue;
      const test = ownAttributes(other).find((attribute) => attribute.field("attribute")?.text === name && isTested(attribute));
      if (test) return test;
    }
  }
  return undefined;
}

function isTested(attribute: Node): boolean {
  const { parent } = attribute;
  switch (parent?.kind) {
    case "if_statement":
    case "while_statement":
    case "elif_clause":
      return attribute.fieldName === "condition";
    case "not_operator":
    case "boolean_operator":
      return true;
    case "comparison_operator":
      return parent.children.some(({ kind }) => kind === "none");
    case "conditional_expression":
      return parent.children[1] === attribute;
    default:
      return false;
  }
}

/** Where a handler of the class runs a method because filling has failed, when that is sure to come to the use. */
function runsAfterFailure(filling: Filling, method: FunctionDefinition, use: Node): Node | undefined {
  if (!isUnconditional(use)) return undefined;
  for (const other of [...filling.of.methods.values()].flat()) {
    const receiver = other.receiver?.name ?? "self";
    for (const node of other.calls) {
      if (node.field("function")?.text !== `${receiver}.${method.name}`) continue;
      const statement = failureAround(node);
      if (statement && isUnconditional(node, statement) && failsUnfilled(filling, statement, other)) return node;
    }
  }
  return undefined;
}

/** The `try` in whose handler or `finally` a node stands. */
function failureAround(node: Node): Node | undefined {
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return undefined;
    const { parent } = around;
    if (parent?.kind === "try_statement" && /^(except_clause|finally_clause)$/.test(around.kind)) return parent;
  }
  return undefined;
}

const DECIDES = /^(if_statement|while_statement|for_statement|conditional_expression|boolean_operator|match_statement|list_comprehension|lambda)$/;

/** Whether nothing decides, within a function or a statement, whether control comes to a node. */
function isUnconditional(node: Node, within?: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === within || around.kind === "function_definition") break;
    if (DECIDES.test(around.kind)) return false;
    if (!within && around.kind === "except_clause") return false;
  }
  if (within) return true;
  const graph = moduleOf(node).graphAround(node);
  const element = graph.elementOf(node);
  return graph.everyPathOut({ element: (passed) => passed === element });
}

/** Whether a `try` is the first to fill the attribute, and may fail before it does. */
function failsUnfilled(filling: Filling, statement: Node, method: FunctionDefinition): boolean {
  const body = statement.field("body");
  const receiver = method.receiver?.name ?? "self";
  if (!body || isBegunBefore(filling, statement, method)) return false;
  const called = method.calls.filter((call) => body.contains(call)).map((call) => call.field("function")?.text);
  return [...filling.fillers].some((filler) => {
    const stores = filling.stores.filter((store) => writerOf(store) === filler);
    if (filler === method)
      return stores.every(({ node }) => body.contains(node) && mayFailBefore(node, body, method));
    return called.includes(`${receiver}.${filler.name}`) && stores.every(({ node }) => mayFailBefore(node, filler.node, filler));
  });
}

/** Whether what a method does before a statement may have filled the attribute. */
function isBegunBefore({ of, fillers, stores }: Filling, statement: Node, method: FunctionDefinition): boolean {
  if (stores.some((store) => writerOf(store) === method && !statement.contains(store.node) && store.node.precedes(statement))) return true;
  const receiver = method.receiver?.name;
  return method.calls.some((node) => {
    const { receiver: object, lastName } = method.module.call(node);
    if (!node.precedes(statement) || statement.contains(node) || object?.text !== receiver) return false;
    const own = of.method(lastName);
    return !own || [...reachedFrom(of, own)].some((one) => fillers.has(one));
  });
}

/** Whether something in a stretch of code may well fail before a store is done. */
function mayFailBefore(store: Node, within: Node, method: FunctionDefinition): boolean {
  const value = store.parent?.field("right");
  return method.calls.some((call) => {
    if (!within.contains(call)) return false;
    if (value?.contains(call)) return FALLIBLE.test(method.module.call(call).lastName) || call.parent?.kind === "await";
    return call.precedes(store) && !isPlain(call);
  });
}

const FALLIBLE = /connect|open|accept|dial|login|load|request|acquire|bind|listen/i;

function isPlain(call: Node): boolean {
  const { apis } = moduleOf(call).call(call);
  return isLogCall(call) || (apis.length > 0 && apis.every((api) => matches(SYNCHRONOUS, `${api}()`)));
}
