import { specialMethodsOf } from "../tables/special-methods.js";
import { hasHarmlessDecorators } from "./attributes.js";
import type { ClassDefinition } from "./class.js";

/**
 * Whether objects of a class surely lack one of Python's special methods, such as `__await__` or `__call__`: no class
 * that it derives from has it, in the project or outside, and its decorators add none.
 */
export function lacksSpecialMethod(of: ClassDefinition, name: string): boolean {
  const { classes, external, isOpen } = of.ancestry;
  if (isOpen || !external.every((path) => specialMethodsOf(path)?.has(name) === false)) return false;
  return classes.every((base) => !base.scope.has(name) && hasHarmlessDecorators(base));
}
