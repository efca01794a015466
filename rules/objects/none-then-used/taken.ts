import type { Node } from "../../../src/syntax/node.js";
import { backgroundOf, mayStartThreads } from "../../../src/concepts/threads/background.js";
import { handlesAttributeError } from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { accessPath, factsOf } from "../../../src/python/cfg/guards.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Store } from "../../../src/python/model/stores.js";
import { ATTRIBUTE_UNSET } from "../../../src/python/prefilter/none.js";
import { attributesSetToNone, isManaged, usersOf, usesIn } from "./attributes.js";
import { fillersOf, setsNone } from "./fills.js";
import { construction, reachedFrom, writerOf } from "../../../src/concepts/objects/lifecycle.js";
import { isGuarded } from "./noneness.js";
import type { NoneUse } from "./use.js";
import { calledName, isSameExpression, spellingOf } from "../../../src/python/cfg/expression.js";
import { callsAmong, callsAny, mentionsName } from "../../../src/python/cfg/mentions.js";

/**
 * The uses of attributes behind a test of the attribute itself, while what runs beside them sets it to None: a thread at any
 * time, another coroutine when the method waits.
 */
export function* takenAttributes(of: ClassDefinition): Generator<NoneUse> {
  if (of.module.isTest || !of.module.mayHold(ATTRIBUTE_UNSET, of.node)) return;
  for (const name of attributesSetToNone(of)) {
    const takes = of.storesNamed(name).filter((store) => setsNone(store) && isTaker(of, store));
    if (takes.length === 0 || isManaged(of, name)) continue;
    for (const method of usersOf(of, name)) {
      const taken = fillsItself(of, method, name) ? undefined : takenIn(of, method, name, takes);
      if (taken) yield taken;
    }
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
function takenIn(
  of: ClassDefinition,
  method: FunctionDefinition,
  name: string,
  takes: readonly Store[],
): NoneUse | undefined {
  const uses = usesIn(method, name).filter(
    (use) => isTestedBefore(use) && !isLocked(use) && !handlesAttributeError(use),
  );
  if (uses.length === 0) return undefined;
  const { inThreads, calledBack } = of.module.project.once(TAKES, of, () => takesBySide(of, takes), name);
  const isOther = (store: Store): boolean => writerOf(store) !== method;
  const byThread = inThreads.find(isOther);
  // Who calls a method is asked last: it takes a search of the project.
  const used = byThread && runsBesideThreads(of, method) ? uses.find((use) => !isWaitedFor(use, method)) : undefined;
  if (byThread && used) return takenBy(used, byThread);
  const byOther = method.isAsync ? calledBack.find(isOther) : undefined;
  const waiting = byOther && uses.find((use) => waitsBefore(use, method));
  return waiting && { ...takenBy(waiting, byOther), likely: true };
}

/** What takes an attribute away beside others. */
interface Takes {
  readonly inThreads: readonly Store[];
  /** By a coroutine, or by what an event loop calls. */
  readonly calledBack: readonly Store[];
}

const TAKES = question<Takes>({ inThreads: [], calledBack: [] });

function takesBySide(of: ClassDefinition, takes: readonly Store[]): Takes {
  const by = (is: (taker: FunctionDefinition) => boolean): readonly Store[] =>
    takes.filter((store) => {
      const taker = writerOf(store);
      return taker !== undefined && is(taker);
    });
  return {
    inThreads: by((taker) => !taker.isAsync && runsInThread(of, taker)),
    calledBack: by((taker) => taker.isAsync || CALLED_BACK.test(taker.name)),
  };
}

function takenBy(use: Node, store: Store): NoneUse {
  const taker = writerOf(store);
  return { set: store.node, use, ...(taker && { taker }) };
}

/** Whether a method, or what it runs, begins the life of what is in an attribute: nobody ends it yet. */
function fillsItself(of: ClassDefinition, method: FunctionDefinition, name: string): boolean {
  const fillers = fillersOf(of, name);
  const run = reachedFrom(of, method);
  return !run || [...run].some((one) => fillers.has(one));
}

/** What an event loop calls by itself. */
const CALLED_BACK = /^(connection_lost|eof_received|_?on_\w+)$/;

/** Whether every way to a use comes by a test of the attribute itself, not of a copy. */
function isTestedBefore(use: Node): boolean {
  return isGuarded(use, spellingOf(use)) && hasOwnTest(use);
}

function hasOwnTest(use: Node): boolean {
  const graph = moduleOf(use).graphAround(use);
  return graph.isReachable(use) && graph.everyPathTo(use, { edge: (edge) => testsItself(edge, spellingOf(use)) });
}

function testsItself(edge: Parameters<typeof factsOf>[0], path: string): boolean {
  return factsOf(edge).some(
    (fact) => (fact.kind === "truthy" || fact.kind === "not-none") && accessPath(fact.subject) === path,
  );
}

/** Whether others run a method while the threads of its class run. */
function runsBesideThreads(of: ClassDefinition, method: FunctionDefinition): boolean {
  return !method.isAsync && !method.name.startsWith("_") && isCalledBeside(of, method);
}

/** Whether the method has waited for something to end before a use, or found that there is nothing to wait for. */
function isWaitedFor(use: Node, { graph, node }: FunctionDefinition): boolean {
  const element = graph.elementOf(use);
  const awaited = new Set(
    [...callsAmong(node, WAITS)].map((call) => spellingOf(moduleOf(call).call(call).receiver ?? call)),
  );
  return graph.everyPathTo(use, {
    element: (passed) => passed !== element && waitsForEnd(passed),
    edge: (edge) => isOver(edge, awaited),
  });
}

/** Whether an edge is taken when one of some threads is not there, or does not run. */
function isOver(edge: Parameters<typeof factsOf>[0], threads: ReadonlySet<string>): boolean {
  return factsOf(edge).some(({ kind, subject }) => {
    if (kind !== "falsy" && kind !== "none") return false;
    const asked = calledName(subject) === "is_alive" ? subject.field("function")?.field("object") : subject;
    return asked !== undefined && threads.has(spellingOf(asked));
  });
}

/** Whether a thread that the class itself starts, or is, runs a method. */
function runsInThread(of: ClassDefinition, taker: FunctionDefinition): boolean {
  if (!mayStartThreads(of)) return false;
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

const waitsForEnd = (element: Node): boolean => callsAny(element, WAITS);
const WAITS = new Set(["join", "wait", "result"]);

/** Whether the method may wait, and others run, between the last test and a use. */
function waitsBefore(use: Node, method: FunctionDefinition): boolean {
  const { graph } = method;
  const element = graph.elementOf(use);
  const along = (edge: Parameters<typeof factsOf>[0]): boolean => !testsItself(edge, spellingOf(use));
  const isKept = (passed: Node): boolean => assignsTo(passed, use);
  for (const wait of method.node.descendants("await")) {
    if (graph.elementOf(wait) === element || method.module.functionAround(wait) !== method) continue;
    if (graph.reaches(wait, use, { along, through: (passed) => !isKept(passed) })) return true;
  }
  return false;
}

function assignsTo(element: Node, use: Node): boolean {
  const left = element.field("left");
  return element.kind === "assignment" && left !== undefined && isSameExpression(left, use);
}

/** Whether a node stands under a lock. */
function isLocked(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "with_statement") continue;
    const items = around.child("with_clause");
    if (items && mentionsName(items, /lock|mutex|cond|sem|guard/i)) return true;
  }
  return false;
}
