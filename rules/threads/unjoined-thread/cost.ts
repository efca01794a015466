import { isStopName } from "../../../src/concepts/threads/stop-names.js";
import { isDaemon, type ThreadStart } from "../../../src/concepts/threads/thread.js";
import { readTest } from "../../../src/concepts/threads/endless-loop.js";
import { endlessWait } from "../../../src/concepts/threads/blocking.js";
import { callsAny } from "../../../src/python/cfg/mentions.js";
import type { Holder } from "../../../src/python/dataflow/escape.js";
import { assignedValue } from "../../../src/python/model/bindings.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Node } from "../../../src/syntax/node.js";
import { isFinalizer, runsAtExit } from "./at-exit.js";
import { pausesBriefly } from "./polling.js";
import { functionsOf, usedBy, type StopPath } from "./stopping.js";

/**
 * Whether it costs nothing, as far as can be told, that nobody waits for a thread: it looks at its signal every moment,
 * ends by itself, or is a daemon that is ended with the process, and meanwhile neither loses what it works on nor work.
 */
export function costsNothing(start: ThreadStart, holders: readonly Holder[], stop: StopPath): boolean {
  const functions = functionsOf(start);
  if (isFinalizer(stop.by) || functions.some(asksSomebody)) return true;
  if (takesWork(functions)) return false;
  const keepsNothing = isDaemon(start) === false || !functions.some(stores);
  if (keepsNothing && isDaemon(start) === true && runsAtExit(stop.by)) return true;
  const isSoonOver = (stop.isLookedAt && pausesBriefly(functions)) || endsByItself(start, functions);
  return isSoonOver && keepsNothing && !closesWhatIsUsed(start, stop) && !startsAgain(start, holders, stop);
}

/** Whether a function sits in `input()`: nobody can wait for that. */
function asksSomebody({ calls, module }: FunctionDefinition): boolean {
  return calls.some((node) => module.call(node).name === "input");
}

/** Whether some functions take items out of what others fill: those left in it are lost. */
function takesWork(functions: readonly FunctionDefinition[]): boolean {
  return functions.some(({ node, calls, module }) => {
    const takes = calls.some((call) => {
      const { lastName, positional } = module.call(call);
      return TAKERS.test(lastName) || (lastName === "get" && positional.every(({ kind }) => kind === "true"));
    });
    return takes || [...node.descendants("attribute")].some(isGivenToIter);
  });
}

const TAKERS = /^(get_nowait|popleft|pop|task_done)$/;

/** `iter(queue.get, None)` */
function isGivenToIter(attribute: Node): boolean {
  const list = attribute.parent;
  return (
    list?.kind === "argument_list" &&
    attribute.field("attribute")?.text === "get" &&
    list.parent?.field("function")?.text === "iter"
  );
}

/** Whether a function puts something where it is to stay. */
function stores({ node }: FunctionDefinition): boolean {
  return callsAny(node, STORING);
}

const STORING = /^(write|flush|commit|save|dump|put|insert|persist|upload|store)/;

/** Whether a thread is done when its work is: nothing in it goes on until somebody says so. */
function endsByItself({ threads }: ThreadStart, functions: readonly FunctionDefinition[]): boolean {
  if (functions.length === 0 || threads.some(({ isTimer }) => isTimer)) return false;
  return functions.every((definition) => {
    const loops = [...(definition.body?.descendants("while_statement") ?? [])];
    return !endlessWait(definition) && loops.every((loop) => !readTest(loop.field("condition") ?? loop));
  });
}

/** Whether whoever ends a thread, or whoever calls that, closes what the thread works on. */
function closesWhatIsUsed(start: ThreadStart, { by }: StopPath): boolean {
  const used = usedBy(start);
  const callers = by.module.project.callersOf(by).flatMap(({ call }) => call.module.functionAround(call.node) ?? []);
  return [by, ...callers].some(({ calls, module, node }) => {
    const closes = calls.some((call) => {
      const { lastName, receiver } = module.call(call);
      return isStopName(lastName) && receiver !== undefined && used.has(lastNameIn(receiver));
    });
    return closes || [...node.descendants("assignment")].some((assignment) => forgets(assignment, used));
  });
}

/** Whether an assignment takes away something of a name. */
function forgets(assignment: Node, names: ReadonlySet<string>): boolean {
  const left = assignment.field("left");
  return assignedValue(assignment)?.kind === "none" && left?.kind === "attribute" && names.has(lastNameIn(left));
}

const lastNameIn = (expression: Node): string => (expression.field("attribute") ?? expression).text;

/** Whether another thread may be started while the one that was told to stop still runs. */
function startsAgain(start: ThreadStart, holders: readonly Holder[], { by, at }: StopPath): boolean {
  const starting = start.call.module.functionAround(start.call.node);
  if (!starting || starting.name === "__init__" || callsAny(starting.node, ALIVE)) return false;
  const names = new Set(holders.flatMap((holder) => ("name" in holder ? [holder.name] : [])));
  if ([...by.node.descendants("assignment")].some((assignment) => forgets(assignment, names))) return true;
  const signal = signalAt(at);
  return signal !== undefined && isGivenBack(starting, signal);
}

const ALIVE = new Set(["is_alive", "isAlive"]);

/** The name of the event that is set, or of the flag that is assigned, at a place. */
function signalAt(at: Node): string | undefined {
  const object = at.kind === "call" ? at.field("function")?.field("object") : at;
  return object && lastNameIn(object);
}

/** Whether a function makes a signal what it was before: another thread goes on then, and the one before, too. */
function isGivenBack({ calls, module, node }: FunctionDefinition, signal: string): boolean {
  const isCleared = calls.some((call) => {
    const { lastName, receiver } = module.call(call);
    return lastName === "clear" && receiver !== undefined && lastNameIn(receiver) === signal;
  });
  const assigned = [...node.descendants("assignment")].flatMap((assignment) => assignment.field("left") ?? []);
  return isCleared || assigned.some((left) => lastNameIn(left) === signal);
}
