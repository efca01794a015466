import type { Node } from "../../../src/syntax/node.js";
import { calledName } from "../../../src/python/cfg/expression.js";
import { numberOf } from "../../../src/python/cfg/evaluation.js";
import { CHECK_NAME, DENIAL_CLASS, DENIAL_STATUSES, NO_CHECK_NAME } from "../../../src/python/tables/access.js";

/** Whether a test that always comes out true lets everybody in: it asks for access by its name, or what it denies is denied to nobody. */
export function decidesAccess(test: Node, callee: string): boolean {
  if (CHECK_NAME.test(callee) && !NO_CHECK_NAME.test(callee)) return true;
  const statement = test.kind === "not_operator" ? test.parent : undefined;
  const denied = /^(if_statement|elif_clause)$/.test(statement?.kind ?? "")
    ? statement?.field("consequence")
    : undefined;
  return denied !== undefined && denies(denied);
}

function denies(block: Node): boolean {
  for (const { children } of block.descendants("raise_statement")) {
    const [error] = children;
    if (DENIAL_CLASS.test(calledName(error) ?? "")) return true;
    const given = error?.kind === "call" ? (error.field("arguments")?.children ?? []) : [];
    if (given.some((argument) => DENIAL_STATUSES.has(numberOf(argument.field("value") ?? argument) ?? 0))) return true;
  }
  return false;
}
