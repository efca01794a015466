import { isTestFunction } from "../../src/concepts/tests/collection.js";
import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import { unwrap } from "../../src/python/cfg/evaluation.js";
import { returnedValue } from "../../src/python/cfg/expression.js";
import { replace } from "../../src/python/editing/edit.js";
import { quoted } from "../../src/python/editing/quote.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A test returns what it should assert.
 *
 * Nobody looks at what a test returns: it passes whether the comparison holds or not. pytest only warns of it.
 *
 * @bad
 * ```python
 * # test_shop.py
 * def test_total():
 *     return sum([1, 2]) == 4
 * ```
 * @good
 * ```python
 * # test_shop.py
 * def test_total():
 *     assert sum([1, 2]) == 3
 * ```
 * @limits Tests that assert anything else, or whose name the file uses for something, as a script does that calls them itself, are
 * left alone, and so are decorated ones.
 * @off Where something else than pytest or unittest runs the tests and looks at what they return.
 * @see https://docs.pytest.org/en/stable/how-to/assert.html#returning-non-none-value-in-test-functions
 */
export default rule({
  severity: "medium",
  about: "tests",
  fixes: ["unsafe"],
  mentions: ["return"],
  *check(module) {
    for (const test of module.functions) {
      if (!isTestFunction(test) || test.decorators.length > 0) continue;
      if (!module.mayHold(RETURNS, test.node) || test.isGenerator) continue;
      const returned = returnsOf(test);
      const [first] = returned;
      if (first && !mayFail(test) && !isUsed(test)) yield report(test, first, returned.length);
    }
  },
});

const RETURNS = matchesPattern("a result that is given back", /\breturn\b/);

interface Returned {
  readonly statement: Node;
  readonly value: Node;
}

/** The comparisons that a test returns, when it returns nothing else. */
function returnsOf(test: FunctionDefinition): readonly Returned[] {
  const all = test.returns.map((statement) => ({ statement, value: returnedValue(statement) }));
  const compared = all.flatMap(({ statement, value }) => (value && isVerdict(value) ? [{ statement, value }] : []));
  return compared.length === all.filter(({ value }) => value).length && compared.some(({ value }) => !isConstant(value))
    ? compared.filter(({ value }) => !isConstant(value))
    : [];
}

function isVerdict(expression: Node): boolean {
  const value = unwrap(expression);
  if (value.kind === "boolean_operator") return value.children.every(isVerdict);
  return /^(comparison_operator|not_operator)$/.test(value.kind) || isConstant(value);
}

const isConstant = (expression: Node): boolean => /^(true|false)$/.test(unwrap(expression).kind);

const CHECKS =
  /^(assert\w*|raises|warns|fail|fails|skip|xfail|exit|verify\w*|check\w*|expect\w*|should\w*|ensure\w*|validate\w*|eq_|ok_)$/i;

/** Whether anything in a test may make it fail on purpose. */
function mayFail({ body }: FunctionDefinition): boolean {
  if (!body) return true;
  for (const node of body.descendants("assert_statement", "raise_statement", "identifier"))
    if (node.kind !== "identifier" || CHECKS.test(node.text.replace(/^_+/, ""))) return true;
  return false;
}

/** A name that stands in more places is not asked about one by one. */
const MOST_SPELLED = 20;

/** Whether the file uses the test for something: calls it, or hands it on. */
function isUsed({ module, name, node, owner }: FunctionDefinition): boolean {
  const own = node.field("name");
  if (module.spelled(name).length > MOST_SPELLED) return true;
  const others = module
    .spelled(name)
    .filter((word) => word !== own && !(word.fieldName === "name" && word.parent?.kind === "function_definition"));
  return others.some((word) => word.kind !== "identifier" || !owner || word.fieldName === "attribute");
}

function report(test: FunctionDefinition, { statement, value }: Returned, count: number): Report {
  return {
    at: statement,
    message: `'${test.qualifiedName}' returns '${quoted(value)}' and asserts nothing: it passes whatever that is.`,
    related: [{ at: test.node.field("name") ?? test.node, message: "a test" }],
    fix: count === 1 ? asserted(statement, value) : undefined,
  };
}

/** Asserts what is returned, where nothing but the end of the test comes behind it. */
function asserted(statement: Node, value: Node): Fix {
  const edits = [replace(statement, `assert ${value.text}`)];
  return { description: "Assert what is returned", isSafe: false, edits };
}
