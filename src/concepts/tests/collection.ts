import { looksLike } from "../../python/model/pytest-settings.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";

const TESTS = question<readonly FunctionDefinition[]>([]);

/** The functions and methods of a file that a runner of tests runs, or may run through a class that derives from theirs. */
export function testsIn(module: Module): readonly FunctionDefinition[] {
  return module.project.once(TESTS, module, () => module.functions.filter(isTestFunction));
}

/** Whether a runner of tests runs a function, or may run it through a class that derives from its own. */
export function isTestFunction(definition: FunctionDefinition): boolean {
  const { owner, name, module, node } = definition;
  if (node.kind === "lambda" || !module.isTest || isFixture(definition)) return false;
  if (owner && isTestCase(owner) !== false) return name.startsWith("test");
  if (!owner && !module.scopes.around(node).isModule) return false;
  return module.project.isCollected(module.path) && isTestName(name, module);
}

/** Whether pytest takes a function or method of a file for a test, by its name. */
export function isTestName(name: string, { path, project }: Module): boolean {
  return begins(name, project.pytestFor(path).functions);
}

/** Whether pytest looks into a class of a file for tests, by its name; those of unittest are found whatever they are called. */
export function isTestClassName(name: string, { path, project }: Module): boolean {
  return begins(name, project.pytestFor(path).classes);
}

/** Pytest takes what has no wildcard for the beginning of a name. */
function begins(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => (/[*?[]/.test(pattern) ? looksLike(name, pattern) : name.startsWith(pattern)));
}

/** Whether a class derives from `unittest.TestCase`, or one that is called so; undefined where a base is not known. */
export function isTestCase({ ancestry }: ClassDefinition): boolean | undefined {
  if (ancestry.external.some((path) => /TestCase(Mixin)?(\(\))?$/.test(path))) return true;
  const isKnown = !ancestry.isOpen && ancestry.external.every((path) => HARMLESS_BASES.test(path));
  return isKnown ? false : undefined;
}

/** Bases from outside that bring no tests of their own, and none that runs them. */
const HARMLESS_BASES = /^(builtins\.)?(object|dict|list|str|int|Exception)$|^(abc|enum|typing|dataclasses)\./;

/** Whether a function is a fixture of pytest's. */
export function isFixture(definition: FunctionDefinition): boolean {
  return definition.isDecorated("fixture", "yield_fixture");
}
