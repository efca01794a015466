import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import type { Module } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import { isTestClassName, isTestName } from "../tests/collection.js";
import { importersOf } from "./importers.js";

/**
 * Whether a function or a class is a test for pytest, which does not look into a file of that name: tests in an `__init__.py`. What a
 * test imports may be collected there.
 */
export function isUncollected(definition: ClassDefinition | FunctionDefinition): boolean {
  const { module, node } = definition;
  if (!module.scopes.around(node).isModule || !isTest(definition)) return false;
  return module.project.once(UNCOLLECTED, module, () => {
    const isForPytest = module.usage?.imports.some(({ module: dotted }) => dotted === "pytest") ?? false;
    if (!isForPytest || module.project.isCollected(module.path)) return false;
    return importersOf(module)?.every((other) => !leadsToTests(other)) ?? false;
  });
}

const UNCOLLECTED = question(false);

const leadsToTests = ({ isTest: isItself, path }: Module): boolean => isItself || path.endsWith("conftest.py");

/** Whether pytest would take it for a test: a class with methods of such names, or a function. */
function isTest(definition: ClassDefinition | FunctionDefinition): boolean {
  const { name, module } = definition;
  if (!("methods" in definition)) return isTestName(name, module);
  return isTestClassName(name, module) && [...definition.methods.keys()].some((method) => isTestName(method, module));
}
