import type { Node } from "../../../src/syntax/node.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { knowsOverridesOf, overridesOf } from "../../../src/python/model/hierarchy.js";
import { question } from "../../../src/python/model/solver.js";
import type { Value } from "../../../src/python/model/value.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";

/** What the loop, or a thread that works for it, leads to until it is done. */
const KEPT = new Set(["asyncio.sleep()", "asyncio.to_thread()"]);

const WRAPS = new Set(["asyncio.wait_for()", "asyncio.shield()"]);

const IS_HELD = question<boolean>(true);

/**
 * Whether the loop itself holds on to a task of these coroutines until it is done: they never wait, or only for the
 * clock, whose timers the loop keeps, or for a thread, which knows what to wake, or they say themselves where they are kept.
 */
export function holdsItself(values: readonly Value[]): boolean {
  return values.length > 0 && values.every(isKept);
}

function isKept(value: Value): boolean {
  if (value.kind !== "api") return value.kind === "coroutine" && isHeldByAll(value.of);
  if (!WRAPS.has(value.path)) return KEPT.has(value.path);
  // With a timeout it waits for the clock and for what it is given.
  const [inner] = moduleOf(value.at).call(value.at).positional;
  if (!inner) return false;
  const { project } = moduleOf(inner);
  return project.once(IS_HELD, inner, () => holdsItself(moduleOf(inner).valuesOf(inner)));
}

/** Whether the loop holds it whichever method of a subclass runs: that of a base often does nothing. */
function isHeldByAll(definition: FunctionDefinition): boolean {
  if (!knowsOverridesOf(definition, undefined)) return false;
  return [definition, ...overridesOf(definition, undefined)].every(isHeld);
}

function isHeld(definition: FunctionDefinition): boolean {
  return definition.module.project.once(IS_HELD, definition, () => {
    const { body } = definition;
    if (!body || mentionsName(body, OWN_TASK)) return true;
    for (const node of body.descendants("await", "with_statement", "for_statement", "for_in_clause")) {
      if (!node.isNamed) continue;
      if (node.kind === "await" ? !isShort(node, definition) : node.child("async")) return false;
    }
    return true;
  });
}

const OWN_TASK = new Set(["current_task"]);

function isShort(wait: Node, { module }: FunctionDefinition): boolean {
  const [operand] = wait.children;
  return operand !== undefined && holdsItself(module.valuesOf(operand));
}
