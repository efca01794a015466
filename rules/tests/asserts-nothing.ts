import { rule } from "../../src/engine/rule.js";
import { callOf, conditionOf } from "../../src/concepts/tests/assertions.js";
import { testsIn } from "../../src/concepts/tests/collection.js";
import { constantTruth } from "../../src/python/cfg/evaluation.js";
import { calledName, comparisonOf, isSameExpression } from "../../src/python/cfg/expression.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * Tests assert what is written down in them, and call nothing that is tested.
 *
 * They count as tests, pass, and raise the numbers in reports, and no change of the program can make them fail.
 *
 * @bad
 * ```python
 * # test_export.py
 * def test_formats():
 *     assert "csv" == "csv"
 * ```
 * @good
 * ```python
 * # test_export.py
 * FORMATS = ("csv", "json")
 *
 * def test_formats():
 *     assert "csv" in FORMATS
 * ```
 * @limits Tells of a file once, and how many of its tests are such. A test that calls anything of the program, takes a fixture,
 * or imports something may fail by that, and is left alone.
 * @off Where such tests keep a place for what is to be written; they can be skipped instead, and say why.
 */
export default rule({
  severity: "low",
  about: "tests",
  mentions: ["assert"],
  *check(module) {
    const hollow = testsIn(module).filter(isHollow);
    const [first, ...others] = hollow;
    if (!first) return;
    const more =
      others.length === 0
        ? ""
        : `, and so ${others.length === 1 ? "does one other" : `do ${String(others.length)} others`} in this file`;
    yield {
      at: first.node.field("name") ?? first.node,
      message: `'${first.name}' asserts only what is written in it, and calls nothing that could be wrong${more}.`,
      related: others.map(({ node }) => ({ at: node.field("name") ?? node, message: `${whereIs(node)} does, too` })),
    };
  },
});

/** Whether a test has assertions, and no way to fail. */
function isHollow(test: FunctionDefinition): boolean {
  const { node, parameters, receiver, decorators, body, name, isAsync } = test;
  if (parameters.some((parameter) => parameter !== receiver) || decorators.length > 0 || isPrepared(test)) return false;
  // What is imported above may be what is tested, or that coroutines are run at all; a branch is a stand-in for another one.
  if (/import/i.test(name) || isAsync || isInBranch(node)) return false;
  const statements = body?.children ?? [];
  return statements.some(isEmptyAssertion) && statements.every((one) => isEmptyAssertion(one) || doesNothing(one));
}

function isInBranch(definition: Node): boolean {
  const block = definition.parent;
  return block?.kind === "block" && block.parent?.kind !== "class_definition";
}

/** Whether something runs before a test, or a subclass puts another one in its place. */
function isPrepared({ owner, name }: FunctionDefinition): boolean {
  if (!owner) return false;
  const { classes } = owner.ancestry;
  if (owner.decorators.length > 0 || classes.length > 1) return true;
  const isReplaced = owner.module.project.subclassesOf(owner).some((sub) => sub.methods.has(name));
  return isReplaced || [...owner.methods.keys()].some((method) => /^(async)?set_?up/i.test(method));
}

/** Whether a statement asserts what is true as it is written. */
function isEmptyAssertion(statement: Node): boolean {
  const condition = statement.kind === "assert_statement" ? conditionOf(statement) : undefined;
  if (!statement.children.slice(1).every(isLiteral)) return false;
  if (condition) return constantTruth(condition) === true || isSelfComparison(condition);
  const call = callOf(statement);
  const { positional, receiver, lastName } = call ? moduleOf(call).call(call) : {};
  if (receiver?.kind !== "identifier" || receiver.text !== "self" || !positional) return false;
  const [first, second] = positional;
  if (!first || !isLiteral(first)) return false;
  if (lastName === "assertTrue") return constantTruth(first) === true;
  return lastName === "assertEqual" && second !== undefined && isLiteral(second) && isSameExpression(first, second);
}

function isSelfComparison(condition: Node): boolean {
  const comparison = comparisonOf(condition);
  if (!comparison) return false;
  const { left, right, operator } = comparison;
  return /^(==|is|<=|>=)$/.test(operator) && isLiteral(left) && isLiteral(right) && isSameExpression(left, right);
}

/** Whether an expression is written out, without a name in it. */
function isLiteral(expression: Node): boolean {
  for (const _ of expression.descendants("identifier", "call", "await", "lambda")) return false;
  return true;
}

/** Whether a statement neither uses the program nor can fail: it prints, waits, or names something that is written out. */
function doesNothing(statement: Node): boolean {
  if (statement.kind === "pass_statement") return true;
  const [expression] = statement.kind === "expression_statement" ? statement.children : [];
  if (!expression) return false;
  if (expression.kind === "assignment") {
    const [left, right] = [expression.field("left"), expression.field("right")];
    return left?.kind === "identifier" && right !== undefined && isLiteral(right);
  }
  const call = callOf(statement);
  if (!call) return isLiteral(expression);
  const given = call.field("arguments")?.children ?? [];
  return /^(print|sleep)$/.test(calledName(call) ?? "") && given.every(looksAtNothing);
}

/** Whether evaluating an expression reads at most a local name. */
function looksAtNothing(expression: Node): boolean {
  for (const _ of expression.descendants("call", "attribute", "subscript", "await")) return false;
  return true;
}
