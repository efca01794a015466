import type { FunctionDefinition, Parameter } from "../../python/model/function.js";
import { textOf } from "../../python/model/literal.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import type { Values } from "../../python/model/value.js";
import { matchesPattern } from "../../python/prefilter/prefilter.js";
import { apis, matches } from "../../python/tables/api.js";
import type { Node } from "../../syntax/node.js";
import { isFixture } from "./collection.js";

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

/** The fixture of the file, or of a `conftest.py` beside or above it, that gives a function of tests something under a name. */
export function fixtureFor(name: string, { module, owner, node }: FunctionDefinition): FunctionDefinition | undefined {
  const folders = module.path.split("/").slice(0, -1);
  const above = [...folders.keys(), folders.length]
    .reverse()
    .map((count) => [...folders.slice(0, count), "conftest.py"].join("/"));
  for (const home of [module, ...above.flatMap((path) => module.project.module(path) ?? [])]) {
    const found = home.functions.find(
      (one) => one.node !== node && isFixture(one) && nameGiven(one) === name && (!one.owner || one.owner === owner),
    );
    if (found) return found;
  }
  return undefined;
}

/** The name under which tests ask for a fixture: `@fixture(name="shelf")`. */
function nameGiven({ decorators, name, module }: FunctionDefinition): string {
  const named = decorators.map((decorator) => decorator.kind === "call" && module.call(decorator).keyword("name"));
  const given = named.find((one) => one);
  return (given ? textOf(given) : undefined) ?? name;
}

/** What an expression of a test may be, with what fixtures give in the place of its parameters. */
export function valuesInTest(expression: Node): Values {
  const module = moduleOf(expression);
  return module.project.evaluator.withGiven(module.valuesOf(expression), givenByFixture);
}

/** What a fixture gives to a parameter of a test; undefined where a decorator may give it, or no fixture is found. */
function givenByFixture({ name, function: test, default: given }: Parameter): Values | undefined {
  const { module, decorators, owner } = test;
  const isNamed = (decorator: Node): boolean =>
    [...decorator.descendants("string_content")].some(({ text }) => text.split(/\W+/).includes(name));
  if (!module.isTest || given || [...decorators, ...(owner?.decorators ?? [])].some(isNamed)) return undefined;
  const definition = fixtureFor(name, test);
  if (!definition || definition.isAsync) return undefined;
  const { evaluator } = module.project;
  if (!definition.isGenerator) return evaluator.returnsOf(definition);
  return evaluator.elements([{ kind: "generator", of: definition, at: definition.node }], definition.node);
}
