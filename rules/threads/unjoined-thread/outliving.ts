import { handlersOf } from "../../../src/concepts/errors/handler.js";
import { neverFails, readTest } from "../../../src/concepts/threads/endless-loop.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import type { Node } from "../../../src/syntax/node.js";

/**
 * Whether a function has a loop that nothing ends: its test always holds, nothing in it leaves, and what fails in it is
 * caught inside. Whoever closes what such a loop works on makes it fail again and again, and ends nothing.
 */
export function outlivesErrors(definition: FunctionDefinition): boolean {
  const { body, module, node } = definition;
  for (const loop of body?.descendants("while_statement") ?? []) {
    if (module.functionAround(loop)?.node === node && isUnending(loop, definition)) return true;
  }
  return false;
}

function isUnending(loop: Node, { graph, module }: FunctionDefinition): boolean {
  const body = loop.field("body");
  const test = readTest(loop.field("condition") ?? loop);
  if (!body || !test || !neverFails(test)) return false;
  const tries = [...handlersOf(module)].filter(({ breadth, node }) => breadth !== "named" && body.contains(node));
  const isCaught = (at: Node): boolean => tries.some(({ protects }) => protects.contains(at));
  // Pauses and logs do not fail because something has been closed.
  const isCalm = (call: Node): boolean => isLogCall(call) || /^(sleep|print\w*)$/.test(module.call(call).lastName);
  return (
    tries.length > 0 &&
    graph.exits(loop).every(({ kind, at }) => kind === "raise" && isCaught(at)) &&
    [...body.descendants("call")].every((call) => isCaught(call) || isCalm(call))
  );
}
