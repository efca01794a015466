import type { FunctionDefinition } from "../../python/model/function.js";
import type { Call } from "../../python/model/call.js";
import { BOUNDED_WAITS, ENDLESS_WAITS } from "../../python/tables/threads.js";

/** The first call of a function that may wait for ever, by its name and by what it is told; undefined when none does. */
export function endlessWait({ calls, module }: FunctionDefinition): Call | undefined {
  return calls.map((node) => module.call(node)).find(mayWaitForEver);
}

/** Whether a call waits for something from outside, and is not told how long. */
export function mayWaitForEver(call: Call): boolean {
  const { lastName, receiver } = call;
  if (lastName === "input") return receiver === undefined;
  if (!receiver) return false;
  if (ENDLESS_WAITS.has(lastName)) return call.keyword("timeout") === undefined;
  const before = BOUNDED_WAITS.get(lastName);
  if (before === undefined || receiver.kind === "string") return false;
  return call.arguments.every(({ node }) => /^(true|none)$/.test(node.kind)) && call.positional.length <= before;
}
