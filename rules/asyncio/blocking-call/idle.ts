import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { OUTSIDE_OF_SERVICE } from "../../../src/python/tables/blocking.js";
import { backgroundOf } from "../../../src/concepts/threads/background.js";
import type { Call } from "../../../src/python/model/call.js";
import type { Module } from "../../../src/python/model/module.js";

/** How far up the callers of a coroutine are asked what it runs beside. */
const MOST_CALLERS_UP = 3;

/** Whether a coroutine holds up nobody, as far as can be told: the service does not run yet, its loop is its own, or nothing runs it. */
export function isIdle(definition: FunctionDefinition): boolean {
  if (definition.isDecorated("fixture")) return true;
  return runsOutsideOfService(definition) || runsOnItsOwnLoop(definition) || isDead(definition);
}

/** Whether a coroutine is a part of starting or ending a service: all that calls it is. */
export function runsOutsideOfService(definition: FunctionDefinition, depth = MOST_CALLERS_UP): boolean {
  const callers = callersOf(definition);
  return (
    callers !== undefined &&
    callers.length > 0 &&
    callers.every((caller) => {
      if (!caller || caller === definition) return false;
      return startsOrEnds(caller) || (depth > 0 && runsOutsideOfService(caller, depth - 1));
    })
  );
}

/** Whether a function is there to start or end a service, by its name or its decorator. */
export function startsOrEnds(definition: FunctionDefinition): boolean {
  return OUTSIDE_OF_SERVICE.test(definition.name) || definition.isDecorated("on_event", "on_startup", "on_shutdown");
}
