import type { Handler } from "../../../src/concepts/errors/handler.js";
import { JUDGES, mayJudge } from "../../../src/concepts/tests/assertions.js";
import { statementsAfter } from "../../../src/python/cfg/terminal.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether a failure that a handler has taken can still be noticed: the assertion is tried again, or what came of it is looked at. */
export function isJudgedLater(handler: Handler, assertion: Node): boolean {
  return isRetried(handler, assertion) || failsAfterSuccess(handler) || leavesTrace(handler, assertion);
}

/** Whether the `try` stands in a loop that ends once the assertion holds. */
function isRetried({ statement }: Handler, assertion: Node): boolean {
  for (const around of statement.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind === "while_statement" || around.kind === "for_statement") {
      for (const leave of statement.descendants("break_statement", "return_statement"))
        if (leave.start > assertion.end) return true;
    }
  }
  return false;
}

/** Whether what runs only when the assertion holds says that this is wrong: the failure is what is asked for. */
function failsAfterSuccess({ statement, body }: Handler): boolean {
  const otherwise = statement.child("else_clause");
  if (otherwise) return holdsJudge(otherwise);
  const [next] = statementsAfter(statement);
  const isLeft = body?.children.at(-1)?.kind === "return_statement";
  return isLeft && next?.kind === "raise_statement";
}

/** Whether a name that is given something behind the assertion is looked at after the `try`. */
function leavesTrace({ statement, protects }: Handler, assertion: Node): boolean {
  const given = new Set<string>();
  for (const node of protects.descendants("assignment", "augmented_assignment", "call")) {
    if (node.start < assertion.end) continue;
    for (const name of (node.field("left") ?? node.field("function") ?? node).descendants("identifier"))
      given.add(name.text);
  }
  if (given.size === 0) return false;
  const finallyClause = statement.child("finally_clause");
  const after = [...statementsAfter(statement), ...(finallyClause ? [finallyClause] : [])];
  return after.some(
    (later) => holdsJudge(later) && [...later.descendants("identifier")].some(({ text }) => given.has(text)),
  );
}

function holdsJudge(code: Node): boolean {
  for (const node of code.descendants(...JUDGES)) if (mayJudge(node)) return true;
  return false;
}
