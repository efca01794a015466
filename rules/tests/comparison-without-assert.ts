import { rule, type Fix } from "../../src/engine/rule.js";
import { testsIn } from "../../src/concepts/tests/collection.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";
import { statementOf } from "../../src/python/editing/edit.js";
import { quoted } from "../../src/python/editing/quote.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { moduleOf } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A test compares something, and does nothing with the result.
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
    for (const test of testsIn(module)) {
      for (const comparison of lostIn(test)) {
        yield {
          at: comparison,
          message: `'${quoted(comparison)}' is compared, and nothing looks at the result: 'assert' is missing.`,
          fix: fixOf(comparison),
        };
      }
    }
  },
});

/** What a test speaks of that looks at how things are compared. */
const OPERATORS = new Set(
  ["eq", "ne", "lt", "le", "gt", "ge", "contains", "bool"].map((operator) => `__${operator}__`).concat("__richcmp__"),
);

/** The comparisons of a test whose result is lost. */
function* lostIn(test: FunctionDefinition): Generator<Node> {
  if (test.isDecorated("xfail", "expectedFailure")) return;
  for (const comparison of test.node.descendants("comparison_operator")) {
    const statement = statementOf(comparison);
    if (!statement || mayBeMeant(statement, test) || mentionsName(test.node, OPERATORS)) continue;
    yield comparison;
  }
}

/** Whether a comparison may be there to raise, or not to. */
function mayBeMeant(statement: Node, test: FunctionDefinition): boolean {
  for (const around of statement.ancestors()) {
    if (around === test.node) break;
    if (/^(with_statement|try_statement|function_definition|class_definition|lambda)$/.test(around.kind)) return true;
  }
  const { lines } = moduleOf(statement);
  return /#.*\b(noqa|pylint|pyright|type): ?/i.test(lines.text(lines.position(statement.end).line));
}

function fixOf(comparison: Node): Fix {
  const { start } = comparison;
  const edit = { module: moduleOf(comparison), start, end: start, text: "assert " };
  return { description: "Put 'assert' in front of it", isSafe: true, edits: [edit] };
}
