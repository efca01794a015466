import { readTest, type Test } from "../../../src/concepts/threads/endless-loop.js";
import { constantTruth, unwrap } from "../../../src/python/cfg/evaluation.js";
import { isSameExpression } from "../../../src/python/cfg/expression.js";
import type { Node } from "../../../src/syntax/node.js";

/**
 * Whether what a loop goes on by still holds when a request in it has failed: it holds always, until somebody else changes it, or until
 * an answer has come.
 */
export function holdsAfter(condition: Node, attempt: Node, request: Node, body: Node): boolean {
  const test = readTest(condition);
  if (test && test.kind !== "flag") return true;
  const asked = [condition, ...condition.descendants("identifier", "attribute")];
  const changes = [...body.descendants("assignment")].filter((assignment) =>
    targetsOf(assignment).some((target) => asked.some((one) => isSameExpression(unwrap(one), target))),
  );
  const tried = attempt.field("body");
  const isOfAnswer = (change: Node): boolean => tried?.contains(change) === true && change.end > request.start;
  if (!changes.every((change) => isOfAnswer(change) || leaves(change, test))) return false;
  return test !== undefined || (changes.length > 0 && isPlainComparison(condition));
}

/** `token = None` in a loop that goes on while there is none. */
function leaves(change: Node, test: Test | undefined): boolean {
  const value = change.field("right");
  return test?.kind === "flag" && value !== undefined && constantTruth(value) === test.holds;
}

function targetsOf(assignment: Node): readonly Node[] {
  const left = assignment.field("left");
  return left ? [left, ...left.descendants("identifier", "attribute")] : [];
}

/** `answer is None`, `status != 200` */
function isPlainComparison(condition: Node): boolean {
  const node = unwrap(condition);
  return node.kind === "comparison_operator" && node.descendants("call", "named_expression").next().done === true;
}
