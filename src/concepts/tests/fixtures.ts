import { moduleOf, type Module } from "../../python/model/module.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { matchesPattern } from "../../python/prefilter/prefilter.js";
import { apis, matches } from "../../python/tables/api.js";

/** The decorators that make a function something that pytest calls, and nobody else. */
const FIXTURES = apis("pytest.{fixture,yield_fixture}", "pytest_asyncio.fixture", "_pytest.fixtures.fixture");

/** Whether pytest makes a fixture of a function. */
export function isPytestFixture(definition: FunctionDefinition): boolean {
  return definition.decorators.some((decorator) => {
    const named = decorator.kind === "call" ? (decorator.field("function") ?? decorator) : decorator;
    return moduleOf(decorator)
      .apiPathsOf(named)
      .some((path) => matches(FIXTURES, path));
  });
}

/** The fixtures that a file itself defines, in source order. */
export function fixturesIn(module: Module): readonly FunctionDefinition[] {
  if (!module.mayHold(MAKES)) return [];
  return module.functions.filter((definition) => definition.decorators.length > 0 && isPytestFixture(definition));
}

const MAKES = matchesPattern("a fixture", /\b(?:yield_)?fixture\b/);
