import { isExpected } from "../../src/concepts/tests/expectations.js";
import { isTestFunction } from "../../src/concepts/tests/collection.js";
import { isSetup } from "../../src/concepts/tests/surroundings.js";
import { rule } from "../../src/engine/rule.js";
import { quoted } from "../../src/python/editing/quote.js";
import { whereIs } from "../../src/python/model/module.js";
import { isPutBack } from "./patched-for-ever/restored.js";
import { isFake, replacementsIn, sharedOwner } from "./patched-for-ever/replacements.js";

/**
 * A test replaces an attribute of an imported module or class, and nothing puts it back.
 *
 * Modules and classes are shared by all tests of a run: those that come later call the mock, in other files, too. They pass
 * for the wrong reason, or fail with what this test has told the mock to do, depending on the order.
 *
 * @bad
 * ```python
 * # test_shop.py
 * import json
 * from unittest.mock import Mock
 *
 * def test_dumps():
 *     json.dumps = Mock(return_value="{}")
 *     assert json.dumps({"a": 1}) == "{}"
 * ```
 * @good
 * ```python
 * # test_shop.py
 * import json
 * from unittest.mock import patch
 *
 * def test_dumps():
 *     with patch.object(json, "dumps", return_value="{}"):
 *         assert json.dumps({"a": 1}) == "{}"
 * ```
 * @limits Reported are mocks, lambdas and functions of the test. Whatever may put the attribute back keeps the rule silent: code of
 * the file that keeps the old value, deletes or sets the attribute again, or names it in a string; a module that is loaded
 * anew; a base class that is not found.
 * @off Where each test runs in a process of its own.
 * @see https://docs.python.org/3/library/unittest.mock.html#patch-object
 */
export default rule({
  severity: "low",
  about: "tests",
  mentions: ["Mock", "lambda", "def", "mock"],
  *check(module) {
    for (const replacement of replacementsIn(module)) {
      const { target, value, of } = replacement;
      if (!isTestFunction(of) && !isSetup(of)) continue;
      const owner = sharedOwner(target);
      if (!owner || !isFake(value) || isExpected(target) || isPutBack(replacement)) continue;
      yield {
        at: target,
        message: `'${of.qualifiedName}' replaces '${quoted(target)}' for the rest of the run: '${owner.text}' ([${whereIs(owner.import)}](1)) is shared, and nothing puts its '${target.field("attribute")?.text ?? ""}' back.`,
        related: [{ at: owner.import, message: "imported here" }],
        cause: { at: owner.import, name: target.field("attribute")?.text ?? "" },
      };
    }
  },
});
