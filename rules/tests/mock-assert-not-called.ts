import { rule, type Fix } from "../../src/engine/rule.js";
import { mockedAs } from "../../src/concepts/tests/mocks.js";
import { calledName, spellingOf } from "../../src/python/cfg/expression.js";
import { insertBehind, replace } from "../../src/python/editing/edit.js";
import { quoted } from "../../src/python/editing/quote.js";
import { moduleOf, type Module } from "../../src/python/model/module.js";
import { question } from "../../src/python/model/solver.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * An assertion of a mock is named, and not called.
 *
 * The parentheses are missing: `bell.ring.assert_called_once` is a method, which is true, and nobody runs it. The test passes,
 * whether the mock was called or not.
 *
 * @bad
 * ```python
 * # test_bell.py
 * from unittest.mock import Mock
 *
 * def test_rings():
 *     bell = Mock()
 *     bell.ring.assert_called_once
 * ```
 * @good
 * ```python
 * # test_bell.py
 * from unittest.mock import Mock
 *
 * def test_rings():
 *     bell = Mock()
 *     bell.ring.assert_called_once()
 * ```
 * @limits Follows mocks through names, attributes of `self`, decorators, `with`, fixtures and helpers of the project. Of what is
 * not known to be a mock the same is reported with `--audit`.
 * @off Never: the parentheses can be put behind it.
 * @see https://docs.python.org/3/library/unittest.mock.html#unittest.mock.Mock.assert_called_once
 */
export default rule({
  severity: "medium",
  about: "tests",
  fixes: ["safe"],
  mentions: ["assert_"],
  *check(module) {
    for (const attribute of module.mentioning(NAMED, "attribute")) {
      const name = attribute.field("attribute")?.text ?? "";
      const statement = ASSERTIONS.has(name) ? statementAround(attribute) : undefined;
      const object = attribute.field("object");
      if (!statement || !object || isReal(object) || isCalledToo(attribute)) continue;
      const fix = TAKING_NOTHING.has(name) ? fixOf(attribute, statement) : undefined;
      yield {
        at: attribute,
        message: `'${quoted(attribute)}' is named and not called: the parentheses are missing, and nothing is asserted.`,
        ...(mockedAs(object) === undefined && { likely: true }),
        ...(fix && { fix }),
      };
    }
  },
});

const CALLED = question<ReadonlySet<string>>(new Set());

/** What mocks assert by, and whether that says all without an argument. */
const TAKING_NOTHING = new Set([
  "assert_called",
  "assert_called_once",
  "assert_not_called",
  "assert_awaited",
  "assert_awaited_once",
  "assert_not_awaited",
]);
const ASSERTIONS = new Set([
  ...TAKING_NOTHING,
  "assert_called_with",
  "assert_called_once_with",
  "assert_any_call",
  "assert_has_calls",
  "assert_awaited_with",
  "assert_awaited_once_with",
  "assert_any_await",
  "assert_has_awaits",
]);
/** One of them, and no bracket behind it that calls it. */
const NAMED = matchesPattern(
  "an assertion of a mock that nothing calls",
  /assert_(?:not_|any_|has_)?(?:called|awaited|call|await)\w*\b[)\\ \t\f]*(?:[^)\\ \t\f(]|$)/,
);

/** The statement that names an attribute and nothing else: by itself, or as what is asserted. */
function statementAround(attribute: Node): Node | undefined {
  const { parent } = attribute;
  if (parent?.kind === "expression_statement" && parent.children.length === 1) return parent;
  if (parent?.kind === "assert_statement" && parent.children[0] === attribute) return parent;
  const call = parent?.kind === "argument_list" && parent.children.length === 1 ? parent.parent : undefined;
  const isTruth = calledName(call) === "assertTrue";
  return isTruth && call?.parent?.kind === "expression_statement" ? call.parent : undefined;
}

/** Whether the same assertion is called as well, in the same function. */
function isCalledToo(attribute: Node): boolean {
  const module = moduleOf(attribute);
  const called = module.project.once(CALLED, module, () => new Set(assertionsCalledIn(module)));
  return called.has(placed(attribute, module));
}

function assertionsCalledIn(module: Module): readonly string[] {
  return [...ASSERTIONS].flatMap((name) => module.callsNamed(name).map(({ callee }) => placed(callee, module)));
}

/** What is read, and in which function. */
const placed = (attribute: Node, module: Module): string =>
  `${String(module.functionAround(attribute)?.node.start)} ${spellingOf(attribute)}`;

/** Whether an object is one of the project's own, which may have something of that name. */
function isReal(object: Node): boolean {
  return moduleOf(object)
    .valuesOf(object)
    .some(({ kind }) => kind === "instance" || kind === "class" || kind === "module");
}

function fixOf(attribute: Node, statement: Node): Fix {
  const edit =
    statement.children[0] === attribute && statement.kind === "expression_statement"
      ? insertBehind(attribute, "()")
      : replace(statement, `${attribute.text}()`);
  return { description: "Call the assertion", isSafe: true, edits: [edit] };
}
