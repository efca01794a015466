import { rule } from "../../src/engine/rule.js";
import { handlersOf, type Handler } from "../../src/concepts/errors/handler.js";
import { isAssertion } from "../../src/concepts/tests/assertions.js";
import { isTestFunction } from "../../src/concepts/tests/collection.js";
import { caughtNames } from "../../src/python/cfg/exceptions.js";
import { calledName } from "../../src/python/cfg/expression.js";
import { tells } from "../../src/python/model/logging.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";
import { isJudgedLater } from "./swallowed-assert/later.js";

/**
 * A handler swallows the failure of an assertion.
 *
 * An assertion fails by raising an `AssertionError`, which is an `Exception` like any other. The handler was written for
 * something else, takes it, and goes on: the test is green, whether what it asserts is so or not.
 *
 * @bad
 * ```python
 * # test_probe.py
 * def test_probe(probe):
 *     try:
 *         assert probe()["ok"]
 *     except Exception:
 *         print("no probe here")
 * ```
 * @good
 * ```python
 * # test_probe.py
 * import pytest
 *
 * def test_probe(probe):
 *     try:
 *         answer = probe()
 *     except ConnectionError:
 *         pytest.skip("no probe here")
 *     assert answer["ok"]
 * ```
 * @limits A handler that does more than to log, print and go on is taken to handle the failure; so is one in a loop
 * that tries again. Looks at test functions, and at the assertions that stand in them.
 * @off Never: what may fail can be moved out of the `try`, or the handler be made narrower.
 */
export default rule({
  severity: "low",
  about: "tests",
  mentions: ["except", "suppress"],
  *check(module) {
    for (const handler of handlersOf(module)) {
      if (!isOfTest(handler, module) || !takesFailures(handler) || !doesNothing(handler.body)) continue;
      const assertion = swallowedIn(handler.protects);
      if (!assertion || isJudgedLater(handler, assertion)) continue;
      yield {
        at: handler.node,
        message: `'${written(handler)}' takes the failure of the assertion in [${whereIs(assertion)}](1) as well, and the test goes on as if it held.`,
        related: [{ at: assertion, message: "may fail in vain" }],
      };
    }
  },
});

function isOfTest({ node }: Handler, module: Module): boolean {
  const around = module.functionAround(node);
  return around !== undefined && (isTestFunction(around) || isHelper(around));
}

/** Whether a function is there for tests to assert by: `check_levels(shelf, expected)`. */
function isHelper({ module, node, owner, name }: FunctionDefinition): boolean {
  const isApart = owner === undefined && !module.scopes.around(node).isModule;
  return module.isTest && !isApart && ASSERTS.test(name);
}

const ASSERTS = /^_*(assert|check|verify|expect|ensure|compare|validate)/i;

/** Whether an `AssertionError` comes to a handler and stays there. */
function takesFailures({ node, breadth, statement }: Handler): boolean {
  const names = node.kind === "except_clause" ? (caughtNames(node) ?? []) : argumentNames(node);
  const earlier = statement.children.filter((clause) => clause.kind === "except_clause" && clause.end <= node.start);
  if (earlier.some((clause) => /^(AssertionError|Exception)$/m.test((caughtNames(clause) ?? []).join("\n"))))
    return false;
  return breadth !== "named" || names.includes("AssertionError");
}

function argumentNames(suppress: Node): readonly string[] {
  return (suppress.field("arguments")?.children ?? []).map(({ text }) => text);
}

/** Whether the body of a handler only tells what happened. */
function doesNothing(body: Node | undefined): boolean {
  return body?.children.every(isInert) ?? true;
}

function isInert(statement: Node): boolean {
  if (statement.kind === "pass_statement" || statement.kind === "continue_statement") return true;
  if (statement.kind === "return_statement") return statement.children.length === 0;
  const [expression] = statement.kind === "expression_statement" ? statement.children : [];
  if (expression?.kind === "call")
    return tells(expression) || /^print_(exc|exception)$/.test(calledName(expression) ?? "");
  return expression !== undefined && /^(string|ellipsis|concatenated_string)$/.test(expression.kind);
}

/** The first assertion of a block whose failure leaves it: not that of a function or a `try` inside. */
function swallowedIn(block: Node): Node | undefined {
  for (const node of block.descendants("assert_statement", "expression_statement")) {
    if (isAssertion(node) && !isApart(node, block)) return node;
  }
  return undefined;
}

function isApart(node: Node, block: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === block) return false;
    if (/^(try_statement|function_definition|lambda|class_definition)$/.test(around.kind)) return true;
  }
  return true;
}

function written({ node, body, isBare }: Handler): string {
  if (!body) return node.text.replace(/\s+/g, " ");
  return isBare
    ? "except"
    : `except ${node
        .fields("value")
        .map(({ text }) => text.replace(/\s+/g, " "))
        .join(", ")}`;
}
