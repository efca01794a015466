import { patchesIn, type Patch } from "../../src/concepts/tests/patches.js";
import { isExpected } from "../../src/concepts/tests/expectations.js";
import { rule } from "../../src/engine/rule.js";
import { whereIs } from "../../src/python/model/module.js";
import { usersMissed } from "./patch-misses-user/users.js";

/**
 * A test patches a name where it is defined, and what it tests has imported the name for itself.
 *
 * `from shop.tax import lookup` gives the importing module a name of its own, which goes on meaning the real function
 * whatever happens to `shop.tax`. The mock is never called: the test exercises the real thing, and passes as long as that
 * comes to the same. A name is patched where it is looked up.
 *
 * @bad
 * ```python
 * # tax.py
 * def lookup(country):
 *     return 0.2
 *
 * # price.py
 * from tax import lookup
 *
 * def gross(net, country):
 *     return net * (1 + lookup(country))
 *
 * # test_price.py
 * from unittest.mock import patch
 *
 * from price import gross
 *
 * @patch("tax.lookup", return_value=0)
 * def test_gross(lookup):
 *     assert gross(10, "de") == 10
 * ```
 * @good
 * ```python
 * # tax.py
 * def lookup(country):
 *     return 0.2
 *
 * # price.py
 * from tax import lookup
 *
 * def gross(net, country):
 *     return net * (1 + lookup(country))
 *
 * # test_price.py
 * from unittest.mock import patch
 *
 * from price import gross
 *
 * @patch("price.lookup", return_value=0)
 * def test_gross(lookup):
 *     assert gross(10, "de") == 10
 * ```
 * @limits Reported with `--audit` only. What a test reaches is not followed further than its own imports. Left alone is what any code
 * reads as an attribute of the module, imports inside a function, or uses in the module that defines it.
 * @off Where tests patch for modules that are only imported later.
 * @see https://docs.python.org/3/library/unittest.mock.html#where-to-patch
 */
export default rule({
  severity: "medium",
  about: "tests",
  likely: "everywhere",
  mentions: ["patch", "monkeypatch"],
  *check(module) {
    for (const patch of patchesIn(module)) {
      const [user] = isExpected(patch.call.node) ? [] : usersMissed(patch);
      if (!user) continue;
      const line = String(user.module.lineOf(user.at));
      yield {
        at: patch.at,
        message: `${user.module.path} has its own '${patch.name}' since line ${line}, which patching '${dotted(patch)}' ([${whereIs(patch.target.root)}](1)) does not replace.`,
        related: [
          { at: patch.target.root.children[0] ?? patch.target.root, message: "the module that is patched" },
          { at: user.at, message: "imported here" },
        ],
        cause: { at: user.at, name: patch.name },
      };
    }
  },
});

const dotted = ({ target, name }: Patch): string =>
  `${target.path.split("/").at(-1)?.replace(/\.py$/, "") ?? ""}.${name}`;
