import { numberOf, unwrap } from "../../../src/python/cfg/evaluation.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether an expression gives the same each time that it is evaluated: names, attributes and what is written out. */
export function isPure(expression: Node): boolean {
  const node = unwrap(expression);
  if (numberOf(node) !== undefined || /^(identifier|none|true|false)$/.test(node.kind)) return true;
  if (node.kind === "string") return node.child("interpolation") === undefined;
  if (/^(tuple|list|set)$/.test(node.kind)) return node.children.every(isPure);
  const object = node.kind === "attribute" ? node.field("object") : undefined;
  return object !== undefined && isPure(object);
}
