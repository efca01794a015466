import type { Node } from "../../../src/syntax/node.js";
import { backgroundOf } from "../../../src/concepts/threads/background.js";
import { handlesAttributeError } from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { accessPath, factsOf } from "../../../src/python/cfg/guards.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Store } from "../../../src/python/model/stores.js";
import { ATTRIBUTE_UNSET } from "../../../src/python/prefilter/none.js";
import { isManaged, usesIn } from "./attributes.js";
import { fillsOf, setsNone } from "./fills.js";
import { construction, reachedFrom, writerOf } from "../../../src/concepts/objects/lifecycle.js";
import { isGuarded } from "./noneness.js";
import type { NoneUse } from "./use.js";

/**
 * The uses of attributes behind a test of the attribute itself, while what runs beside them sets it to None: a thread at any
 * time, another coroutine when the method waits.
 */
export function* takenAttributes(of: ClassDefinition): Generator<NoneUse> {
  if (of.module.isTest || !of.module.mayHold(ATTRIBUTE_UNSET, of.node)) return;
  for (const name of of.attributesSetNear(ATTRIBUTE_UNSET)) {
    const takes = of.storesNamed(name).filter((store) => setsNone(store) && isTaker(of, store));
    if (takes.length === 0 || isManaged(of, name)) continue;
    for (const method of [...of.methods.values()].flat()) yield* takenIn(of, method, name, takes);
  }
}

function isTaker(of: ClassDefinition, store: Store): boolean {
  const writer = writerOf(store);
  return writer !== undefined && writer.name !== "__init__" && !isLocked(store.node) && !isBefore(of, writer);
}

/** Whether a method only runs while the object is made. */
function isBefore(of: ClassDefinition, writer: FunctionDefinition): boolean {
  return writer.name.startsWith("_") && construction(of).has(writer) && backgroundOf(writer) === undefined;
}

/** The first such use in a method: the others share its cause. */
function* takenIn(
  of: ClassDefinition,
  method: FunctionDefinition,
  name: string,
  takes: readonly Store[],
): Generator<NoneUse> {
  if (fillsItself(of, method, name)) return;
  const uses = usesIn(method, name).filter(
    (use) => isTestedBefore(use) && !isLocked(use) && !handlesAttributeError(use),
  );
  const pairs = uses.flatMap((use) => takes.flatMap((store) => takenBy(of, method, use, store) ?? []));
  const first = pairs.find(({ likely }) => !likely) ?? pairs[0];
  if (first) yield first;
}

/** Whether a method, or what it runs, begins the life of what is in an attribute: nobody ends it yet. */
function fillsItself(of: ClassDefinition, method: FunctionDefinition, name: string): boolean {
  const run = reachedFrom(of, method);
  return fillsOf(of, name).some((store) => run.has(writerOf(store) ?? method) && writerOf(store) !== undefined);
}

function takenBy(of: ClassDefinition, method: FunctionDefinition, use: Node, store: Store): NoneUse | undefined {
  const taker = writerOf(store);
  if (!taker || taker === method) return undefined;
  const found = { set: store.node, use, taker };
  if (runsBeside(of, taker, method, use)) return found;
  const runs = taker.isAsync || CALLED_BACK.test(taker.name);
  return method.isAsync && runs && waitsBefore(use, method) ? { ...found, likely: true } : undefined;
}

/** What an event loop calls by itself. */
const CALLED_BACK = /^(connection_lost|eof_received|_?on_\w+)$/;

/** Whether every way to a use comes by a test of the attribute itself, not of a copy. */
function isTestedBefore(use: Node): boolean {
  return isGuarded(use, use.text) && hasOwnTest(use);
}

function hasOwnTest(use: Node): boolean {
  const graph = moduleOf(use).graphAround(use);
  return graph.isReachable(use) && graph.everyPathTo(use, { edge: (edge) => testsItself(edge, use.text) });
}

function testsItself(edge: Parameters<typeof factsOf>[0], path: string): boolean {
  return factsOf(edge).some(
    (fact) => (fact.kind === "truthy" || fact.kind === "not-none") && accessPath(fact.subject) === path,
  );
}

/** Whether a thread runs the one method while others run the other, which has not waited for the thread to end. */
function runsBeside(of: ClassDefinition, taker: FunctionDefinition, method: FunctionDefinition, use: Node): boolean {
  if (method.isAsync || taker.isAsync || method.name.startsWith("_")) return false;
  if (!runsInThread(of, taker) || !isCalledBeside(of, method)) return false;
  const { graph } = method;
  const element = graph.elementOf(use);
  return !graph.everyPathTo(use, { element: (passed) => passed !== element && waitsForEnd(passed) });
}

/** Whether a thread that the class itself starts, or is, runs a method. */
function runsInThread(of: ClassDefinition, taker: FunctionDefinition): boolean {
  const background = backgroundOf(taker);
  return background?.by === "thread" && of.ancestry.classes.some(({ node }) => node.contains(background.at));
}

/** Whether a method is called by others than the thread: it does not run there, or others of the project call it, too. */
function isCalledBeside(of: ClassDefinition, method: FunctionDefinition): boolean {
  if (backgroundOf(method) === undefined) return true;
  return method.module.project.callersOf(method).some(({ call }) => {
    const caller = call.module.functionAround(call.node);
    return !call.module.isTest && caller?.owner !== of && (!caller || backgroundOf(caller) === undefined);
  });
}

const waitsForEnd = (element: Node): boolean => /\.\s*(join|wait|result)\s*\(/.test(element.text);

/** Whether the method may wait, and others run, between the last test and a use. */
function waitsBefore(use: Node, method: FunctionDefinition): boolean {
  const { graph } = method;
  const element = graph.elementOf(use);
  const along = (edge: Parameters<typeof factsOf>[0]): boolean => !testsItself(edge, use.text);
  const isKept = (passed: Node): boolean => passed.kind === "assignment" && passed.field("left")?.text === use.text;
  for (const wait of method.node.descendants("await")) {
    if (graph.elementOf(wait) === element || method.module.functionAround(wait) !== method) continue;
    if (graph.reaches(wait, use, { along, through: (passed) => !isKept(passed) })) return true;
  }
  return false;
}

/** Whether a node stands under a lock. */
function isLocked(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "with_statement") continue;
    if (/lock|mutex|cond|sem|guard/i.test(around.child("with_clause")?.text ?? "")) return true;
  }
  return false;
}
