import { isSkipped } from "../../src/concepts/tests/expectations.js";
import { testCaseKind } from "../../src/concepts/tests/test-cases.js";
import { rule } from "../../src/engine/rule.js";
import type { Call } from "../../src/python/model/call.js";
import type { FunctionDefinition, Parameter } from "../../src/python/model/function.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { apis, matches } from "../../src/python/tables/api.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A test of a `unittest.TestCase` has a parameter that nothing fills.
 *
 * unittest calls its tests with nothing, and so does pytest where the class is a `TestCase`: fixtures are for functions and
 * for plain classes. The test fails every time with a `TypeError`.
 *
 * @bad
 * ```python
 * # test_shop.py
 * import unittest
 *
 * import pytest
 *
 * @pytest.fixture
 * def account():
 *     return {"name": "ann"}
 *
 * class AccountTest(unittest.TestCase):
 *     def test_name(self, account):
 *         self.assertEqual(account["name"], "ann")
 * ```
 * @good
 * ```python
 * # test_shop.py
 * import pytest
 *
 * @pytest.fixture
 * def account():
 *     return {"name": "ann"}
 *
 * class TestAccount:
 *     def test_name(self, account):
 *         assert account["name"] == "ann"
 * ```
 * @limits All bases of the class have to be found, and none of them may run tests in a way of its own. Tests with decorators other
 * than those of `mock`, `unittest` and `pytest.mark` are left alone.
 * @off Nothing is gained by it: the test can only fail.
 * @see https://docs.pytest.org/en/stable/how-to/unittest.html
 */
export default rule({
  severity: "high",
  about: "tests",
  mentions: ["TestCase"],
  *check(module) {
    for (const of of module.classes) {
      for (const [name, [test, ...others]] of of.methods) {
        if (!name.startsWith("test") || !test || others.length > 0 || isSkipped(test.node)) continue;
        const unfilled = unfilledParameter(test);
        // What cannot be parsed may be a decorator that fills it.
        if (!unfilled || !testCaseKind(of) || of.node.isBrokenInside) continue;
        yield {
          at: unfilled.node,
          message: `Nothing fills '${unfilled.name}' of '${test.qualifiedName}': unittest.TestCase methods take no fixtures, and '${of.name}' ([${whereIs(of.node)}](1)) is one.`,
          related: [{ at: of.node.field("name") ?? of.node, message: "a TestCase" }],
        };
      }
    }
  },
});

/** The first parameter that is needed and that no decorator passes anything for. */
function unfilledParameter(test: FunctionDefinition): Parameter | undefined {
  if (test.isStatic || test.isClassMethod || test.isProperty) return undefined;
  const filled = filledBy(test.decorators);
  const needed = test.parameters
    .slice(1)
    .filter((parameter) => !parameter.default && /^(positional|keyword)$/.test(parameter.kind));
  return filled === undefined ? undefined : needed[filled];
}

/** How many arguments decorators pass to a test; undefined where that is not known. */
function filledBy(decorators: readonly Node[]): number | undefined {
  let filled = 0;
  for (const decorator of decorators) {
    const passed = passedBy(decorator);
    if (passed === undefined) return undefined;
    filled += passed;
  }
  return filled;
}

const PATCHES = apis("{unittest.mock,mock}.patch", "{unittest.mock,mock}.patch.{object,dict}");
/** Decorators that pass a test nothing. */
const PASSES_NOTHING = apis("unittest.{skip,skipIf,skipUnless,expectedFailure}", "pytest.mark.*");

/** How many arguments a decorator passes to a test; undefined where that is not known. */
function passedBy(decorator: Node): number | undefined {
  const module = moduleOf(decorator);
  const named = decorator.kind === "call" ? (decorator.field("function") ?? decorator) : decorator;
  const [path = "", ...others] = module.apiPathsOf(named);
  if (others.length > 0) return undefined;
  if (matches(PASSES_NOTHING, path)) return path.endsWith(".parametrize") ? undefined : 0;
  if (!matches(PATCHES, path) || decorator.kind !== "call") return undefined;
  return path.endsWith(".dict") ? 0 : passesMock(module.call(decorator), path.endsWith(".object") ? 2 : 1);
}

/** A patch passes what it puts in the place, unless it is told what that is. */
function passesMock(call: Call, place: number): number | undefined {
  return call.hasSplat ? undefined : call.argument(place, "new") ? 0 : 1;
}
