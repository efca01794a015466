import { isUncalled, isUnused } from "../../../src/concepts/objects/unused.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether something stands in a function or class that nothing else of the project speaks of: nobody runs it yet. */
export function isDead(node: Node): boolean {
  const module = moduleOf(node);
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition" && isUncalled(module.function(around))) return true;
    if (around.kind === "class_definition" && isUnused(module.class(around))) return true;
  }
  return false;
}
