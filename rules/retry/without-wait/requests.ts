import { callsAmong } from "../../../src/python/cfg/mentions.js";
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
    const call = module.call(node);
    if (isRequest(node)) return node;
    const { list, isAll } = call.callees;
    const [first, ...others] = list;
    if (first && isAll && others.length === 0 && asks(first.definition, MOST_HELPERS)) return node;
  }
  return undefined;
}

function isRequest(node: Node): boolean {
  const call = moduleOf(node).call(node);
  return NETWORK_NAMES.has(call.lastName) && call.apis.some((path) => matches(NETWORK_CALLS, path));
}

/** A request is looked for in so many helpers, each called by the one before. */
const MOST_HELPERS = 2;

/** Whether all that a helper does about the errors of its request is to let them out. */
function asks(definition: FunctionDefinition, helpers: number): boolean {
  const find = (): boolean => {
    const { body, module } = definition;
    if (!body || [...body.descendants("try_statement")].length > 0 || definition.decorators.length > 0) return false;
    if ([...callsAmong(body, NETWORK_NAMES)].some(isRequest)) return true;
    if (helpers === 1) return false;
    return [...body.descendants("call")].some((node) => {
      const { list, isAll } = module.call(node).callees;
      const [first, ...others] = list;
      return first !== undefined && isAll && others.length === 0 && asks(first.definition, helpers - 1);
    });
  };
  return definition.module.project.once(ASKS, definition, find, String(helpers));
}
