import type { Node } from "../../syntax/node.js";

/** The `try` statements of a function whose bodies hold a node, the innermost first. */
export function* triesAround(node: Node): Generator<Node> {
  let inner = node;
  for (const around of node.ancestors()) {
    if (isFunction(around)) return;
    if (around.kind === "try_statement" && inner.fieldName === "body") yield around;
    inner = around;
  }
}

/** Whether a place of a function runs only as something is being cleaned up, or has failed. */
export function isOnWayOut(place: Node): boolean {
  for (const around of place.ancestors()) {
    if (isFunction(around)) return false;
    if (/^(finally|except|except_group)_clause$/.test(around.kind)) return true;
  }
  return false;
}

const isFunction = ({ kind }: Node): boolean => kind === "function_definition" || kind === "lambda";
