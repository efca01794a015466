import { namesOfModule } from "../../src/concepts/names/exports.js";
import { isFixture, isTestFunction } from "../../src/concepts/tests/collection.js";
import { isExpected } from "../../src/concepts/tests/expectations.js";
import { isSetup } from "../../src/concepts/tests/surroundings.js";
import { patchesIn, type Patch } from "../../src/concepts/tests/patches.js";
import { rule, type Report } from "../../src/engine/rule.js";
import { mentionsName, mentionsPath } from "../../src/python/cfg/mentions.js";
import { closest } from "../../src/python/model/closest.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";
import { isMissing } from "./patch-target/missing.js";

/**
 * A test patches a name that the module does not have.
 *
 * `patch` looks the attribute up before it replaces it, and raises `AttributeError`: the test fails every time, or has
 * not run for long. The name was renamed or moved, or it is imported inside the function that uses it and never is the
 * module's own.
 *
 * @bad
 * ```python
 * # carrier.py
 * def quote(country): ...
 *
 * # price.py
 * def shipping(country):
 *     from carrier import quote
 *
 *     return quote(country)
 *
 * # test_price.py
 * from unittest.mock import patch
 *
 * from price import shipping
 *
 * def test_shipping():
 *     with patch("price.quote", return_value=5):
 *         assert shipping("de") == 5
 * ```
 * @good
 * ```python
 * # carrier.py
 * def quote(country): ...
 *
 * # price.py
 * def shipping(country):
 *     from carrier import quote
 *
 *     return quote(country)
 *
 * # test_price.py
 * from unittest.mock import patch
 *
 * from price import shipping
 *
 * def test_shipping():
 *     with patch("carrier.quote", return_value=5):
 *         assert shipping("de") == 5
 * ```
 * @limits The module has to be one of the project that the path leads to exactly, with names that can all be read: one with
 * `__getattr__`, `globals()` or a star import from elsewhere is left alone, and so are classes. So are skipped tests, those
 * that expect the error, and files that put modules of their own into `sys.modules`.
 * @off Where tests are run against another version of the code than the one beside them.
 * @see https://docs.python.org/3/library/unittest.mock.html#where-to-patch
 */
export default rule({
  severity: "high",
  about: "tests",
  mentions: ["patch", "monkeypatch"],
  *check(module) {
    if (!isRun(module) || replacesModules(module) || module.spelled("pytestmark").length > 0) return;
    for (const patch of patchesIn(module)) {
      if (patch.mayBeMissing || isExpected(patch.call.node) || isAskedFor(patch.call.node) || isIdle(patch)) continue;
      if (isMissing(patch)) yield report(patch);
    }
  },
});

/** Whether a patch is made where its target is there alone: `patch("app.store") if hasattr(app, "store") else …`. */
function isAskedFor(call: Node): boolean {
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return false;
    const test = around.kind === "conditional_expression" ? around.children[1] : around.field("condition");
    if (test && mentionsName(test, ASKING)) return true;
  }
  return false;
}

const ASKING = new Set(["hasattr"]);

/** Whether pytest looks into a file, by its name. */
const isRun = ({ project, path }: Module): boolean => project.isCollected(path) || /(^|\/)conftest\.py$/.test(path);

/** Whether a patch stands in a helper that the file never uses. */
function isIdle({ call: { module, node } }: Patch): boolean {
  const around = module.functionAround(node);
  if (!around || isTestFunction(around) || isSetup(around) || isFixture(around)) return false;
  return around.node.kind !== "lambda" && module.spelled(around.name).length === 1;
}

const replacesModules = (module: Module): boolean =>
  module.mayHold({ name: "modules", mayHold: (text) => text.includes("modules") }) &&
  mentionsPath(module.root, "sys.modules");

function report({ at, target, name, isLast }: Patch): Report {
  const taken = takenInside(target, name);
  const inside = taken && target.functionAround(taken)?.name;
  const hint = inside === undefined ? closest(name, namesOfModule(target) ?? new Set()) : undefined;
  const said =
    inside !== undefined
      ? `it imports it inside '${inside}' ([${whereIs(taken ?? at)}](1)), where only its own module has it`
      : hint === undefined
        ? ""
        : `'${hint}' is the closest name`;
  return {
    at,
    message: `${target.path} has no '${name}'${said === "" ? "" : `; ${said}`}: patching it ${isLast ? "raises an AttributeError" : "fails"}.`,
    related: [
      {
        at: taken ?? target.root.children[0] ?? target.root,
        message: taken ? "imported here" : "the module that is patched",
      },
    ],
    cause: { at: target.root, name },
  };
}

/** Where a function of the module imports the name for itself. */
function takenInside(target: Module, name: string): Node | undefined {
  return target.identifiers(name).find((node) => {
    const { scope, bindings } = target.scopes.lookup(name, node) ?? {};
    return scope?.isFunction === true && bindings?.some(({ kind }) => kind === "import") === true;
  });
}
