import { fixturesIn, isPytestFixture } from "../../src/concepts/tests/fixtures.js";
import { isExpected } from "../../src/concepts/tests/expectations.js";
import { rule } from "../../src/engine/rule.js";
import type { Call } from "../../src/python/model/call.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { question } from "../../src/python/model/solver.js";

/**
 * A pytest fixture is called like a function.
 *
 * pytest refuses: the test fails with `Fixture "account" called directly`. A fixture is asked for by a parameter of its
 * name; what other code needs as well belongs into a function that the fixture calls.
 *
 * @bad
 * ```python
 * # test_shop.py
 * import pytest
 *
 * @pytest.fixture
 * def account():
 *     return {"name": "ann"}
 *
 * def test_name():
 *     assert account()["name"] == "ann"
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
 * def test_name(account):
 *     assert account["name"] == "ann"
 * ```
 * @limits The name has to mean the fixture and nothing else: one that is bound again, a fixture that other decorators wrap, and
 * what `pytest.fixture(function)` gives are left alone.
 * @off Nothing is gained by it: the line can only fail.
 * @see https://docs.pytest.org/en/stable/deprecations.html#calling-fixtures-directly
 */
export default rule({
  severity: "high",
  about: "tests",
  mentions: ["fixture", "import"],
  *check(module) {
    for (const name of namesOfFixtures(module)) {
      for (const call of module.callsNamed(name)) {
        const fixture = calledFixture(call);
        if (!fixture || isExpected(call.node)) continue;
        yield {
          at: call.node,
          message: `'${fixture.qualifiedName}' ([${whereIs(fixture.node)}](1)) is a fixture, and a fixture is not called; pytest refuses.`,
          related: [{ at: fixture.node.field("name") ?? fixture.node, message: "a fixture" }],
          cause: { at: fixture.node },
        };
      }
    }
  },
});

/** The names in a file that may mean a fixture: its own, and those that it imports from other tests. */
function namesOfFixtures(module: Module): ReadonlySet<string> {
  const own = fixturesIn(module).map(({ name }) => name);
  return new Set([...own, ...importedFixtures(module)]);
}

function* importedFixtures(module: Module): Generator<string> {
  for (const [name, [binding, ...others]] of module.scopes.module.all()) {
    const { source } = binding ?? {};
    if (source?.member === undefined || others.length > 0) continue;
    const home = module.project.resolveImport(module, source);
    if (home?.isTest === true && fixtureNamesOf(home).has(source.member)) yield name;
  }
}

const NAMES = question<ReadonlySet<string>>(new Set());

const fixtureNamesOf = (module: Module): ReadonlySet<string> =>
  module.project.once(NAMES, module, () => new Set(fixturesIn(module).map(({ name }) => name)));

/** The fixture that a call surely calls. */
function calledFixture(call: Call): FunctionDefinition | undefined {
  const { callee, module, receiver } = call;
  const own = receiver && module.receiverClass(receiver)?.method(call.lastName);
  const found = receiver ? own : callee.kind === "identifier" ? definitionOf(module, call) : undefined;
  return found?.decorators.length === 1 && isPytestFixture(found) ? found : undefined;
}

function definitionOf(module: Module, { callee }: Call): FunctionDefinition | undefined {
  const [binding, ...others] = module.scopes.lookup(callee.text, callee)?.bindings ?? [];
  if (!binding || others.length > 0) return undefined;
  const { source } = binding;
  if (binding.kind === "function") return module.function(binding.node);
  const home = binding.kind === "import" && source ? module.project.resolveImport(module, source) : undefined;
  const [only, ...rest] = home?.scopes.module.bindings(source?.member ?? "") ?? [];
  return home && only?.kind === "function" && rest.length === 0 ? home.function(only.node) : undefined;
}
