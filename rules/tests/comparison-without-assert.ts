import { rule, type Fix } from "../../src/engine/rule.js";
import { isAssertion, isNamedForAsserting } from "../../src/concepts/tests/assertions.js";
import { mockedAs } from "../../src/concepts/tests/mocks.js";
import { testsIn } from "../../src/concepts/tests/collection.js";
import { calledName, comparisonOf, spellingOf } from "../../src/python/cfg/expression.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";
import { statementOf } from "../../src/python/editing/edit.js";
import { quoted } from "../../src/python/editing/quote.js";
import { firstBehind } from "../../src/concepts/tests/uses.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { moduleOf, type Module } from "../../src/python/model/module.js";
import { question } from "../../src/python/model/solver.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A test, or a helper called `assert_…`, compares something, and does nothing with the result.
 *
 * The `assert` in front of it is missing. The test passes, whatever the two sides are.
 *
 * @bad
 * ```python
 * # test_body.py
 * def test_body(client):
 *     response = client.get("/rates")
 *     response.status == 200
 * ```
 * @good
 * ```python
 * # test_body.py
 * def test_body(client):
 *     response = client.get("/rates")
 *     assert response.status == 200
 * ```
 * @limits A comparison that is there to raise, or not to raise, is left alone: in a `with` or a `try`, on a line that says
 * `noqa`, in a test that speaks of `__eq__` and its like.
 * @off Never: a comparison that is meant not to raise can be assigned to `_`.
 */
export default rule({
  severity: "medium",
  about: "tests",
  fixes: ["safe"],
  *check(module) {
    for (const test of checksIn(module)) {
      for (const comparison of lostIn(test)) {
        const isSetting = mayBeSetting(comparison, test);
        const what = isSetting ? "'assert' is missing, or '=' was meant" : "'assert' is missing";
        yield {
          at: comparison,
          message: `'${quoted(comparison)}' is compared, and nothing looks at the result: ${what}.`,
          ...(!isSetting && { fix: fixOf(comparison) }),
        };
      }
    }
  },
});

/** The tests of a file, and what it calls by name to assert something for them. */
function checksIn(module: Module): readonly FunctionDefinition[] {
  if (!module.isTest) return [];
  const helpers = module.functions.filter(({ name }) => isNamedForAsserting(name));
  return [...testsIn(module), ...helpers];
}

/** What a test speaks of that looks at how things are compared. */
const OPERATORS = new Set(
  ["eq", "ne", "lt", "le", "gt", "ge", "contains", "bool"].map((operator) => `__${operator}__`).concat("__richcmp__"),
);

/** The comparisons of a test whose result is lost. */
function lostIn(test: FunctionDefinition): readonly Node[] {
  if (test.isDecorated("xfail", "expectedFailure")) return [];
  const lost = [...test.node.descendants("comparison_operator")].filter((comparison) => {
    const statement = statementOf(comparison);
    return statement !== undefined && !mayBeMeant(statement, test) && !isAsserted(comparison);
  });
  return lost.length > 0 && mentionsName(test.node, OPERATORS) ? [] : lost.filter(isNoRoundOf(lost));
}

/** Whether what is compared asserts something itself: `mock.assert_called_once_with(3) is True`. */
function isAsserted(comparison: Node): boolean {
  const { left } = comparisonOf(comparison) ?? {};
  return left?.kind === "call" && isNamedForAsserting(calledName(left) ?? "");
}

/** Tells what is not compared in one way after the other: that this can be done is what such a test is about. */
function isNoRoundOf(lost: readonly Node[]): (comparison: Node) => boolean {
  const ways = new Map<string, Set<string>>();
  const sidesOf = (comparison: Node): Set<string> | undefined => {
    const { left, right, operator } = comparisonOf(comparison) ?? {};
    if (!left || !right || operator === undefined) return undefined;
    const sides = `${spellingOf(left)} ${spellingOf(right)}`;
    const known = ways.get(sides) ?? new Set();
    ways.set(sides, known.add(operator));
    return known;
  };
  const operators = new Map(lost.map((comparison) => [comparison, sidesOf(comparison)]));
  return (comparison) => (operators.get(comparison)?.size ?? 1) === 1;
}

/** Whether an assignment may have been meant: of something of a mock, or of what is used after it. */
function mayBeSetting(comparison: Node, test: FunctionDefinition): boolean {
  const { left, operator } = comparisonOf(comparison) ?? {};
  if (!left || operator !== "==" || !/^(attribute|subscript|identifier)$/.test(left.kind)) return false;
  return comparison.start < lastActOf(test) || mockedAs(left) !== undefined;
}

/** Where the last statement of a test begins that does more than to compare and assert. */
function lastActOf({ body }: FunctionDefinition): number {
  const act = body?.children.findLast((statement) => !isAssertion(statement) && !isComparison(statement));
  return act?.start ?? 0;
}

const isComparison = ({ children: [only] }: Node): boolean => only?.kind === "comparison_operator";

/** Whether a comparison may be there to raise, or not to. */
function mayBeMeant(statement: Node, test: FunctionDefinition): boolean {
  for (const around of statement.ancestors()) {
    if (around === test.node) break;
    if (/^(with_statement|try_statement|function_definition|class_definition|lambda)$/.test(around.kind)) return true;
  }
  return isExcused(statement);
}

/** Whether the comment behind a statement is for a linter: whoever wrote it knows of the lost result. */
function isExcused(statement: Node): boolean {
  const module = moduleOf(statement);
  const comments = module.project.once(COMMENTS, module, () => [...module.root.descendants("comment")]);
  const comment = comments[firstBehind(comments, statement.end)];
  if (!comment || comment.start - statement.end > FARTHEST) return false;
  const isBehind = module.source.slice(statement.end, comment.start).trim() === "";
  return isBehind && /\b(noqa|pylint|pyright|type): ?/i.test(comment.text);
}

const COMMENTS = question<readonly Node[]>([]);
/** How far behind a statement its comment begins, in UTF-16 units. */
const FARTHEST = 200;

function fixOf(comparison: Node): Fix {
  const { start } = comparison;
  const edit = { module: moduleOf(comparison), start, end: start, text: "assert " };
  return { description: "Put 'assert' in front of it", isSafe: true, edits: [edit] };
}
