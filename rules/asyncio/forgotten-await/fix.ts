import type { Node } from "../../../src/syntax/node.js";
import type { Call } from "../../../src/python/model/call.js";
import type { Fix } from "../../../src/python/editing/edit.js";

/** Awaits what a call gives, where Python lets it; a call that nobody asked for a result may be meant for a task. */
export function awaited({ node, module, lastName }: Call, isSafe: boolean): Fix | undefined {
  if (!module.functionAround(node)?.isAsync || isDeferred(node)) return undefined;
  const { parent, fieldName } = node;
  // What follows the call would be awaited with it.
  const isTrailed = (parent?.kind === "attribute" && fieldName === "object") || parent?.kind === "subscript";
  const before = { module, start: node.start, end: node.start, text: isTrailed ? "(await " : "await " };
  const behind = { module, start: node.end, end: node.end, text: ")" };
  return { description: `Await '${lastName}'`, isSafe, edits: isTrailed ? [before, behind] : [before] };
}

/** Whether a call stands in a lambda, or in a part of a generator expression that runs later. */
function isDeferred(node: Node): boolean {
  let inner = node;
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind === "lambda") return true;
    if (around.kind === "generator_expression" && inner !== around.child("for_in_clause")) return true;
    inner = around;
  }
  return false;
}
