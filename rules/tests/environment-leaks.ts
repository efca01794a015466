import { isPytestFixture } from "../../src/concepts/tests/fixtures.js";
import { isTestFunction } from "../../src/concepts/tests/collection.js";
import { isSetup } from "../../src/concepts/tests/surroundings.js";
import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";
import { replace } from "../../src/python/editing/edit.js";
import { quoted } from "../../src/python/editing/quote.js";
import { textOf } from "../../src/python/model/literal.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { changesIn, type Change } from "./environment-leaks/changes.js";
import { isPutBack } from "./environment-leaks/restored.js";

/**
 * A test changes the environment of the process and leaves it so.
 *
 * `os.environ` belongs to the whole run: tests after this one see the variable, in other files, too, and so do the programs
 * that they start. They pass or fail with the order in which they run, and alone they do the other thing.
 *
 * @bad
 * ```python
 * # test_shop.py
 * import os
 *
 * def test_offline():
 *     os.environ["SHOP_MODE"] = "offline"
 *     assert os.getenv("SHOP_MODE") == "offline"
 * ```
 * @good
 * ```python
 * # test_shop.py
 * import os
 *
 * def test_offline(monkeypatch):
 *     monkeypatch.setenv("SHOP_MODE", "offline")
 *     assert os.getenv("SHOP_MODE") == "offline"
 * ```
 * @limits Whatever may put the variable back keeps the rule silent: a `finally`, a clean-up, a fixture, a method after tests, a base
 * class or helper that touches the environment. What a file sets when it is imported is left alone.
 * @off Where each test runs in a process of its own.
 * @see https://docs.pytest.org/en/stable/how-to/monkeypatch.html#monkeypatching-environment-variables
 */
export default rule({
  severity: "low",
  about: "tests",
  fixes: ["unsafe"],
  mentions: ["environ", "putenv"],
  *check(module) {
    for (const [of, changes] of changesIn(module)) {
      const kind = kindOf(of);
      const first = kind ? changes.slice(0, MOST_CHANGES).find((change) => !isPutBack(change, of)) : undefined;
      if (first && kind) yield report(first, of, kind);
    }
  },
});

/** Of a function that changes more variables, the others are like the first. */
const MOST_CHANGES = 20;

function kindOf(of: FunctionDefinition): string | undefined {
  if (isPytestFixture(of)) return of.isGenerator || isForAll(of) ? undefined : "fixture";
  return isTestFunction(of) ? "test" : isSetup(of) ? "method before tests" : undefined;
}

/** Whether a fixture is for a whole run, which is a decision, as what `conftest.py` does is. */
function isForAll({ module, decorators }: FunctionDefinition): boolean {
  return /(^|\/)conftest\.py$/.test(module.path) || decorators.some((decorator) => mentionsName(decorator, /^scope$/));
}

function report(change: Change, of: FunctionDefinition, kind: string): Report {
  const { at, key } = change;
  const what = key ? `'${textOf(key) ?? quoted(key)}' in the environment` : "the environment";
  return {
    at,
    message: `The ${kind} '${of.qualifiedName}' changes ${what}, and nothing puts it back: tests that run later see it.`,
    cause: key && { at: of.module.root, name: key.text },
    fix: fixOf(change, of),
  };
}

/** A test that has been given `monkeypatch` only has to use it. */
function fixOf({ at, key, value }: Change, of: FunctionDefinition): Fix | undefined {
  if (!key || !value || !of.parameter("monkeypatch") || at.kind !== "assignment") return undefined;
  const edit = replace(at, `monkeypatch.setenv(${key.text}, ${value.text})`);
  return { description: "Set the variable by 'monkeypatch.setenv'", isSafe: false, edits: [edit] };
}
