import type { Node } from "../../../src/syntax/node.js";
import { matches } from "../../../src/python/tables/api.js";
import { handlesAttributeError, isUnfinished } from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { SYNCHRONOUS } from "../../../src/python/tables/synchronous.js";
import { ATTRIBUTE_UNSET } from "../../../src/python/prefilter/none.js";
import { attributesSetToNone, isHandedOut, isKnownTo, isManaged, usersOf, usesIn } from "./attributes.js";
import { fillsOf, isFilledInside, setsNone } from "./fills.js";
import { ownAttributes, reachedFrom, writerOf } from "../../../src/concepts/objects/lifecycle.js";
import {
  CLEANS_UP,
  fillingOf,
  isCalledFreely,
  mayBeReady,
  type Filling,
} from "../../../src/concepts/objects/readiness.js";
import { isGuarded, isSwallowed, isTested } from "./noneness.js";
import type { NoneUse } from "./use.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";
import { groupedBy } from "../../../src/grouped.js";

/**
 * The uses of attributes that an object is made without, in methods that may be called before the one that fills them.
 *
 * Proved where the class itself does so: its clean-up runs when filling has failed. Likely where another method
 * asks whether the attribute is None, and where a clean-up uses it that anybody may call.
 */
export function* unreadyAttributes(of: ClassDefinition): Generator<NoneUse> {
  if (of.module.isTest || !of.module.mayHold(ATTRIBUTE_UNSET, of.node) || isUnfinished(of)) return;
  for (const name of attributesSetToNone(of)) {
    const set = of.storesNamed(name).find((store) => setsNone(store) && writerOf(store)?.name === "__init__");
    if (set && !isManaged(of, name)) yield* unreadyUses(of, name, set.node);
  }
}

function* unreadyUses(of: ClassDefinition, name: string, set: Node): Generator<NoneUse> {
  const users = usersOf(of, name);
  const filling = users.length > 0 ? fillingOf(of, name, fillsOf(of, name)) : undefined;
  if (!filling || isHandedOut(of) || !isFilledInside(of, name)) return;
  const [filler] = filling.fillers;
  for (const method of users) {
    if (filling.fillers.has(method) || method.isClassMethod) continue;
    const use = usesIn(method, name).find((one) => isOpen(filling, one, method));
    if (!use || !filler) continue;
    const failing = runsAfterFailure(filling, method, use);
    const tested = failing ?? (isCalledFreely(filling, method) ? siblingTest(filling, method) : undefined);
    if (tested) yield { set, use, filler, shown: tested, likely: !failing };
    else if (endsUnbegun(filling, method) && isUnconditional(use)) yield { set, use, filler, likely: true };
  }
}

/** Whether a method ends, for whoever asks it to, what only other public methods begin. */
function endsUnbegun(filling: Filling, method: FunctionDefinition): boolean {
  if (!CLEANS_UP.test(method.name) || !isCalledFreely(filling, method)) return false;
  if (/^_[^_]/.test(method.name) || [...filling.fillers].some(({ name }) => name.startsWith("_"))) return false;
  return !(method.name.startsWith("__") && isBegunOnEntry(filling));
}

/** Whether `with` fills the attribute before the block begins. */
function isBegunOnEntry({ of, fillers }: Filling): boolean {
  const entries = ["__enter__", "__aenter__"].flatMap((name) => of.method(name) ?? []);
  const run = reachedFrom(of, ...entries);
  return !run || [...fillers].some((filler) => run.has(filler));
}

/** Whether the attribute may be None at a use, as far as the method tells. */
function isOpen(filling: Filling, use: Node, method: FunctionDefinition): boolean {
  if (isGuarded(use, spellingOf(use)) || isKnownTo(filling.of, use, filling.name)) return false;
  return !handlesAttributeError(use) && !isSwallowed(use) && !mayBeReady(filling, use, method);
}

/** Where another method asks whether the attribute is None. */
function siblingTest({ of, fillers, name }: Filling, method: FunctionDefinition): Node | undefined {
  for (const base of of.ancestry.classes) {
    const found = testsIn(base)
      .get(name)
      ?.find(({ by }) => by !== method && !fillers.has(by));
    if (found) return found.test;
  }
  return undefined;
}

/** The first place in a method that asks whether an attribute is None. */
interface Test {
  readonly by: FunctionDefinition;
  readonly test: Node;
}

/** The first such place in each method of a class, by attribute. */
function testsIn(of: ClassDefinition): ReadonlyMap<string, readonly Test[]> {
  const find = (): ReadonlyMap<string, readonly Test[]> => {
    const tests = [...of.methods.values()].flat().flatMap((by) => {
      const tested = groupedBy(ownAttributes(by).filter(isTested), attributeOf);
      return [...tested.values()].flatMap(([test]) => (test ? [{ by, test }] : []));
    });
    return groupedBy(tests, ({ test }) => attributeOf(test));
  };
  return of.module.project.once(TESTS, of, find);
}

const TESTS = question<ReadonlyMap<string, readonly Test[]>>(new Map());

const attributeOf = (node: Node): string => node.field("attribute")?.text ?? "";

/** Where a handler of the class runs a method because filling has failed, when that is sure to come to the use. */
function runsAfterFailure(filling: Filling, method: FunctionDefinition, use: Node): Node | undefined {
  if (!isUnconditional(use)) return undefined;
  const handled = handledCalls(filling.of).get(method.name);
  return handled?.find(({ by, statement }) => failsUnfilled(filling, statement, by))?.node;
}

/** A call of a method of the object that surely runs when a `try` fails. */
interface HandledCall {
  readonly by: FunctionDefinition;
  readonly node: Node;
  readonly name: string;
  readonly statement: Node;
}

/** The calls that the methods of a class make of others when something has failed, by name. */
function handledCalls(of: ClassDefinition): ReadonlyMap<string, readonly HandledCall[]> {
  const find = (): ReadonlyMap<string, readonly HandledCall[]> => {
    const methods = [...of.methods.values()].flat();
    return groupedBy(
      methods.flatMap((by) => by.calls.flatMap((node) => handledCall(by, node) ?? [])),
      ({ name }) => name,
    );
  };
  return of.module.project.once(HANDLED, of, find);
}

const HANDLED = question<ReadonlyMap<string, readonly HandledCall[]>>(new Map());

function handledCall(by: FunctionDefinition, node: Node): HandledCall | undefined {
  const callee = node.field("function");
  const name = callee?.kind === "attribute" ? attributeOf(callee) : "";
  if (by.module.call(node).name !== `${by.receiver?.name ?? "self"}.${name}`) return undefined;
  const statement = failureAround(node);
  return statement && isUnconditional(node, statement) ? { by, node, name, statement } : undefined;
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

const DECIDES =
  /^(if_statement|while_statement|for_statement|conditional_expression|boolean_operator|match_statement|list_comprehension|lambda)$/;

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
  const called = method.calls.filter((call) => body.contains(call)).map((call) => method.module.call(call).name);
  return [...filling.fillers].some((filler) => {
    const stores = filling.stores.filter((store) => writerOf(store) === filler);
    if (filler === method) return stores.every(({ node }) => body.contains(node) && mayFailBefore(node, body, method));
    return (
      called.includes(`${receiver}.${filler.name}`) &&
      stores.every(({ node }) => mayFailBefore(node, filler.node, filler))
    );
  });
}

/** Whether what a method does before a statement may have filled the attribute. */
function isBegunBefore({ of, fillers, stores }: Filling, statement: Node, method: FunctionDefinition): boolean {
  if (
    stores.some(
      (store) => writerOf(store) === method && !statement.contains(store.node) && store.node.precedes(statement),
    )
  )
    return true;
  const receiver = method.receiver?.name;
  return method.calls.some((node) => {
    const { receiver: object, lastName } = method.module.call(node);
    if (!node.precedes(statement) || statement.contains(node) || object?.text !== receiver) return false;
    const own = of.method(lastName);
    const run = own && reachedFrom(of, own);
    return !run || [...run].some((one) => fillers.has(one));
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
