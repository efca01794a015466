import { isCleanupName } from "../../../src/concepts/errors/cleanup.js";
import { clausesOf } from "../../../src/concepts/errors/handler.js";
import { isSameExpression } from "../../../src/python/cfg/expression.js";
import type { Node } from "../../../src/syntax/node.js";

/**
 * Whether a read is all that a `try` does, and a handler for any error gets something else of the same object: what it is given
 * need not have the first, as a cursor without `fetchmany` has `fetchall`.
 */
export function hasSecondWay(read: Node): boolean {
  for (const around of read.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "try_statement" || around.field("body")?.contains(read) !== true) continue;
    const isAll = around.field("body")?.children.length === 1;
    return isAll && [...clausesOf(around)].some(({ breadth, body }) => breadth !== "named" && gets(body, read));
  }
  return false;
}

/** Whether a block keeps or returns what another method of an object gives. */
function gets(block: Node | undefined, read: Node): boolean {
  const object = read.field("object");
  const name = read.field("attribute")?.text;
  for (const other of block?.descendants("attribute") ?? []) {
    const from = other.field("object");
    const member = other.field("attribute")?.text ?? "";
    if (!object || !from || member === name || isCleanupName(member) || !isSameExpression(object, from)) continue;
    if ([...other.ancestors()].some(({ kind }) => kind === "assignment" || kind === "return_statement")) return true;
  }
  return false;
}
