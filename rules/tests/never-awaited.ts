import { testCaseKind } from "../../src/concepts/tests/test-cases.js";
import { rule } from "../../src/engine/rule.js";
import { whereIs } from "../../src/python/model/module.js";

/**
 * An asynchronous test stands in a class of which nothing awaits the tests.
 *
 * `unittest.TestCase` calls the method, gets a coroutine, and drops it: not a line of the test runs, and it passes. All
 * there is to see is a warning that a coroutine was never awaited. `unittest.IsolatedAsyncioTestCase` awaits its tests.
 *
 * @bad
 * ```python
 * # test_shop.py
 * import unittest
 *
 * class TransferTest(unittest.TestCase):
 *     async def test_amount(self):
 *         self.assertEqual(1, 2)
 * ```
 * @good
 * ```python
 * # test_shop.py
 * import unittest
 *
 * class TransferTest(unittest.IsolatedAsyncioTestCase):
 *     async def test_amount(self):
 *         self.assertEqual(2, 2)
 * ```
 * @limits All bases of the class have to be found, and none of them may run tests in a way of its own. Decorated tests are left
 * alone, and so are functions outside of classes, of which pytest says itself that nothing awaits them.
 * @off Where something outside of the tests awaits them.
 * @see https://docs.python.org/3/library/unittest.html#unittest.IsolatedAsyncioTestCase
 */
export default rule({
  severity: "high",
  about: "tests",
  mentions: ["TestCase"],
  *check(module) {
    for (const of of module.classes) {
      const tests = [...of.methods].filter(([name]) => name.startsWith("test")).flatMap(([, methods]) => methods);
      for (const test of tests) {
        if (!test.isAsync || test.decorators.length > 0 || testCaseKind(of) !== "plain") continue;
        yield {
          at: test.node.field("name") ?? test.node,
          message: `'${test.qualifiedName}' never runs: unittest.TestCase does not await it, and '${of.name}' ([${whereIs(of.node)}](1)) has nothing else that does.`,
          related: [{ at: of.node.field("name") ?? of.node, message: "a plain TestCase" }],
          cause: { at: of.node },
        };
      }
    }
  },
});
