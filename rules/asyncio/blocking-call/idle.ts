import { backgroundOf } from "../../../src/concepts/threads/background.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { question } from "../../../src/python/model/solver.js";
import { OUTSIDE_OF_SERVICE, STARTS_OTHERS } from "../../../src/python/tables/blocking.js";
import { isDead, usesOf } from "./uses.js";

/** How far up the callers of a coroutine are asked what it runs beside. */
const MOST_CALLERS_UP = 3;

const IDLE = question(false);

/**
 * Whether a coroutine holds up nobody, as far as can be told: it prepares a test, the service does not run yet or no
 * more, its loop is that of a thread of its own, or nothing runs it.
 */
export function isIdle(definition: FunctionDefinition): boolean {
  return definition.module.project.once(IDLE, definition, () => {
    if (definition.isDecorated("fixture") || isDead(definition)) return true;
    return allCalls(definition, isInPreparation) || allCalls(definition, runsPrivateLoop);
  });
}

/** Whether a function is there to start or end a service, by its name or its decorator. */
export function startsOrEnds(definition: FunctionDefinition): boolean {
  return OUTSIDE_OF_SERVICE.test(definition.name) || definition.isDecorated("on_event", "on_startup", "on_shutdown");
}

/** Whether all that calls a coroutine, or calls its callers, is of a kind; there is nothing else that can run it. */
function allCalls(
  definition: FunctionDefinition,
  isKind: (caller: FunctionDefinition, call: Call) => boolean,
  depth = MOST_CALLERS_UP,
): boolean {
  const calls = definition.decorators.length > 0 ? undefined : usesOf(definition);
  if (!calls || calls.length === 0 || depth === 0) return false;
  return calls.every((call) => {
    const caller = call.module.functionAround(call.node);
    if (!caller || caller === definition) return false;
    return isKind(caller, call) || (isWaitedFor(call) && allCalls(caller, isKind, depth - 1));
  });
}

/** Whether a caller starts or ends a service, and waits for what it calls; a `main` runs as long as the service does. */
function isInPreparation(caller: FunctionDefinition, call: Call): boolean {
  return startsOrEnds(caller) && !/main|cli/i.test(caller.name) && isWaitedFor(call);
}

/** Whether a coroutine is awaited where it is made, by itself or with others. */
function isWaitedFor({ node }: Call): boolean {
  for (const outer of node.ancestors()) {
    if (outer.kind === "await") return true;
    const isList = outer.kind === "argument_list";
    if (!isList && !/^(gather|wait_for)$/.test(lastNameOf(outer.field("function")) ?? "")) return false;
  }
  return false;
}

/** Whether a thread runs a coroutine, and nothing else, in a loop that it makes for that: `asyncio.run(work())`. */
function runsPrivateLoop(caller: FunctionDefinition, { node, functions }: Call): boolean {
  const runner = node.parent?.kind === "argument_list" ? lastNameOf(node.parent.parent?.field("function")) : undefined;
  if (runner !== "run" && runner !== "run_until_complete") return false;
  const isShared = functions.some((coroutine) => mentionsName(coroutine.node, STARTS_OTHERS));
  return !isShared && !mentionsName(caller.node, STARTS_OTHERS) && backgroundOf(caller) !== undefined;
}
