import { callsAmong } from "../../../src/python/cfg/mentions.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { matches } from "../../../src/python/tables/api.js";
import { NETWORK_CALLS, NETWORK_NAMES } from "../../../src/python/tables/network-calls.js";
import type { Node } from "../../../src/syntax/node.js";

const ASKS = question(false);

/** The first call in some code that asks a server, itself or through a helper of the project. */
export function requestIn(code: Node): Node | undefined {
  const module = moduleOf(code);
  for (const node of code.descendants("call")) {
    if (isRequest(node) || asksThrough(module.call(node), MOST_HELPERS)) return node;
  }
  return undefined;
}

function isRequest(node: Node): boolean {
  const call = moduleOf(node).call(node);
  if (!NETWORK_NAMES.has(call.lastName)) return false;
  // The session may have been handed to the helper.
  const targets = call.module.project.evaluator.withCallers(call.targets);
  return targets.some((value) => value.kind === "api" && matches(NETWORK_CALLS, value.path));
}

/** A request is looked for in so many helpers, each called by the one before. */
const MOST_HELPERS = 2;

/** Whether a call asks in a helper, or in one that the helper calls. */
function asksThrough({ soleCallee }: Call, helpers: number): boolean {
  return soleCallee !== undefined && asks(soleCallee.definition, helpers);
}

/** Whether all that a helper does about the errors of its request is to let them out. */
function asks(definition: FunctionDefinition, helpers: number): boolean {
  const find = (): boolean => {
    const { body, module } = definition;
    if (!body || [...body.descendants("try_statement")].length > 0 || definition.decorators.length > 0) return false;
    if ([...callsAmong(body, NETWORK_NAMES)].some(isRequest)) return true;
    return helpers > 1 && [...body.descendants("call")].some((node) => asksThrough(module.call(node), helpers - 1));
  };
  return definition.module.project.once(ASKS, definition, find, String(helpers));
}
