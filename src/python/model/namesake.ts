import type { ClassDefinition } from "./class.js";
import { FunctionDefinition } from "./function.js";
import type { Module } from "./module.js";
import type { Value } from "./value.js";
import { question } from "./solver.js";

type Definition = ClassDefinition | FunctionDefinition;

const NAMESAKE = question(false);

/**
 * Whether a module is about a namesake of a class or function: it gives the name to another one, or it lies in a copy
 * of the tree, where another one has its place. What it does by name then says nothing of this one.
 */
export function isAboutNamesake(module: Module, definition: Definition): boolean {
  const outer = definition instanceof FunctionDefinition ? (definition.owner ?? definition) : definition;
  if (module === outer.module) return false;
  const isAbout = (): boolean => namesAnother(module, outer) || isInCopy(module, outer);
  return module.project.once(NAMESAKE, outer, isAbout, module.path);
}

function namesAnother(module: Module, definition: Definition): boolean {
  if (module.scopes.module.bindings(definition.name).length === 0) return false;
  const values = module.project.evaluator.memberOf(module, definition.name);
  return values.length > 0 && values.every((value) => isAnother(value, definition));
}

function isAnother(value: Value, definition: Definition): boolean {
  return (value.kind === "class" || value.kind === "function") && value.definition !== definition;
}

/** Whether a module's folder holds, in the same place as the definition's folder does, a file that defines the name. */
function isInCopy(module: Module, { name, module: home }: Definition): boolean {
  const [own, other] = [home.path.split("/"), module.path.split("/")];
  const branch = own.findIndex((folder, index) => folder !== other[index]);
  // Of two files in one folder none lies in a copy of the other's tree.
  if (branch >= own.length - 1 || branch >= other.length - 1) return false;
  const counterpart = [...other.slice(0, branch + 1), ...own.slice(branch + 1)].join("/");
  return module.project.defines(counterpart, name);
}
