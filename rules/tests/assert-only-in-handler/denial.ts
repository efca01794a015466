import { callOf, conditionOf } from "../../../src/concepts/tests/assertions.js";
import { constantTruth, unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName, comparisonOf } from "../../../src/python/cfg/expression.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether an assertion in a handler only says that the error must not be: `assert not error`, `self.assertTrue(False)`. */
export function deniesError(assertion: Node): boolean {
  const condition = assertion.kind === "assert_statement" ? conditionOf(assertion) : undefined;
  if (condition) return isDenied(condition);
  const call = callOf(assertion);
  if (!call) return false;
  const { positional } = moduleOf(call).call(call);
  const name = calledName(call) ?? "";
  const [first, second] = positional;
  if (/^assert(Is)?None$|^assertFalse$/.test(name)) return first === undefined || isPlain(first);
  if (/^assertTrue$/.test(name))
    return first === undefined || constantTruth(first) === false || isDenied(unwrap(first));
  return first !== undefined && second !== undefined && [first, second].every((side) => isConstant(side));
}

function isDenied(condition: Node): boolean {
  if (condition.kind === "not_operator") return isPlain(condition.field("argument") ?? condition);
  if (constantTruth(condition) !== undefined) return true;
  const comparison = comparisonOf(condition);
  return comparison?.operator === "is" && comparison.right.kind === "none";
}

const isPlain = (node: Node): boolean => unwrap(node).kind === "identifier" || constantTruth(node) !== undefined;
const isConstant = (node: Node): boolean => constantTruth(node) !== undefined;
