import { groupedBy } from "../../../src/grouped.js";
import { isStopName } from "../../../src/concepts/threads/stop-names.js";
import { threadStarts } from "../../../src/concepts/threads/thread.js";
import { numberOf } from "../../../src/python/cfg/evaluation.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Node } from "../../../src/syntax/node.js";

/** How far up the callers of a function are asked when it runs. */
const MOST_CALLERS_UP = 3;

/** A place in a function. */
interface Place {
  readonly at: Node;
  readonly by: FunctionDefinition;
}

/** Whether a place is passed only before threads are started: in a function that starts them further down, or on the way there. */
export function isBeforeStart({ at, by }: Place, depth = MOST_CALLERS_UP): boolean {
  const starts = startsIn(by);
  if (starts.length > 0) return starts.every((start) => at.precedes(start));
  return allCallers(by, depth, isBeforeStart);
}

/** Whether a place is passed only after a thread has been waited for: what that did is over by then. */
export function isAfterJoin({ at, by }: Place, depth = MOST_CALLERS_UP): boolean {
  return passesBefore(at, by, isJoin) || allCallers(by, depth, isAfterJoin);
}

/** Whether a place is passed only after something has been told to end: the threads may be over by then. */
export function isAfterStop({ at, by }: Place, depth = MOST_CALLERS_UP): boolean {
  return passesBefore(at, by, ends) || allCallers(by, depth, isAfterStop);
}

/** Whether a function is there to end an object, and nothing in the project calls it. */
export function isUncalled(definition: FunctionDefinition): boolean {
  const { module, name } = definition;
  return isStopName(name) && !name.startsWith("__") && module.project.callersOf(definition).length === 0;
}

function allCallers(
  definition: FunctionDefinition,
  depth: number,
  holds: (place: Place, depth: number) => boolean,
): boolean {
  const callers = depth > 0 ? definition.module.project.callersOf(definition) : [];
  return (
    callers.length > 0 &&
    callers.every(({ call }) => {
      const by = call.module.functionAround(call.node);
      return by !== undefined && by !== definition && holds({ at: call.node, by }, depth - 1);
    })
  );
}

const STARTS = question<readonly Node[]>([]);

/** The starts of threads in a function, and the calls of those that start some. */
function startsIn(definition: FunctionDefinition): readonly Node[] {
  const { calls, module } = definition;
  return module.project.once(STARTS, definition, () => [
    ...ownStarts(definition),
    ...calls.filter((node) => module.call(node).functions.some((called) => ownStarts(called).length > 0)),
  ]);
}

function ownStarts({ module, node }: FunctionDefinition): readonly Node[] {
  return module.project.once(IN_FILE, module, () => startsByFunction(module)).get(node) ?? [];
}

const IN_FILE = question<ReadonlyMap<Node, readonly Node[]>>(new Map());

/** The starts of threads in a file, by each of the functions around them. */
function startsByFunction(module: Module): ReadonlyMap<Node, readonly Node[]> {
  const pairs = [...threadStarts(module)].flatMap(({ call: { node } }) =>
    [...node.ancestors()].filter(({ kind }) => kind === "function_definition").map((around) => ({ around, node })),
  );
  const grouped = groupedBy(pairs, ({ around }) => around);
  return new Map([...grouped].map(([around, found]) => [around, found.map(({ node }) => node)]));
}

function passesBefore(at: Node, { calls, module }: FunctionDefinition, is: (call: Call) => boolean): boolean {
  return calls.some((node) => node.precedes(at) && node !== at && !node.contains(at) && is(module.call(node)));
}

/** `thread.join()`; `", ".join(names)` is given what is no time. */
function isJoin({ lastName, receiver, positional }: Call): boolean {
  if (lastName !== "join" || receiver === undefined || receiver.kind === "string") return false;
  return positional.every((argument) => numberOf(argument) !== undefined);
}

/** Whether a call sets an event, or ends something, as far as its name tells. */
function ends({ lastName, receiver, positional }: Call): boolean {
  return receiver !== undefined && ((lastName === "set" && positional.length === 0) || isStopName(lastName));
}
