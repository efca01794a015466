import type { Node } from "../../../syntax/node.js";
import type { Edge } from "../../cfg/graph.js";
import { holds, type CallFrame } from "../frames.js";

/** The innermost call that an expression is part of; itself when there is none. */
export function nearestCall(node: Node): Node {
  for (const around of node.ancestors()) if (around.kind === "call") return around;
  return node;
}

/** Whether a `with connection.begin():` has ended what it began before the use. */
export function isUndoneBefore(begin: Node, use: Node | undefined): boolean {
  for (let at = begin, around = at.parent; around; at = around, around = at.parent) {
    if (around.kind === "with_statement") return at.kind === "with_clause" && !(use && around.contains(use));
    if (!/^(as_pattern|with_item|with_clause)$/.test(around.kind)) return false;
  }
  return false;
}

/** Whether control may take an edge in a frame whose constants are known. */
export function isTaken({ condition, kind }: Edge, frame: CallFrame | undefined): boolean {
  if (!frame || !condition || condition.kind === "case_pattern") return true;
  const value = holds({ node: condition, frame });
  return value === undefined || value === (kind === "true");
}

/** The loop that an edge leaves because its test fails or there is nothing left to go through. */
export function loopLeftBy({ condition, from, kind }: Edge): Node | undefined {
  if (kind !== "false") return undefined;
  if (condition) {
    for (const around of condition.ancestors()) {
      if (around.kind === "while_statement") return around.field("condition")?.contains(condition) ? around : undefined;
    }
    return undefined;
  }
  const target = from.out.find((edge) => edge.kind === "true")?.to.elements[0];
  return target?.parent?.kind === "for_statement" ? target.parent : undefined;
}
