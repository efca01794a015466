import { isTransparent } from "../../../src/python/model/attributes.js";
import type { Call } from "../../../src/python/model/call.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import type { Value } from "../../../src/python/model/value.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether what an attribute is read from stands in the body of a class that a framework may give another one. */
export function isDeclared(module: Module, { children: [object] }: Node): boolean {
  return object !== undefined && module.valuesOf(object).some((value) => isInBody(value) && isOfFramework(value));
}

function isOfFramework(value: Value): boolean {
  const owner = "at" in value ? moduleOf(value.at).classAround(value.at) : undefined;
  return owner !== undefined && !isTransparent(owner);
}

/** Whether an object is made in the body of a class. */
function isInBody(value: Value): boolean {
  return value.kind === "instance" && value.at.kind === "call" && moduleOf(value.at).scopes.around(value.at).isClass;
}

/** Whether an object in the body of a class may only say what objects of that class are to be given in its place. */
export function isReplaced(value: Value, of: ClassDefinition): boolean {
  if (!isInBody(value)) return false;
  if (of.ancestry.classes.some(({ methods }) => [...methods.keys()].some((name) => GIVES.test(name)))) return true;
  const { module } = of;
  const setters = module.project.modulesMatching("setattr", "call", module);
  return setters?.some((other) => other.callsNamed("setattr").some(computesName)) ?? true;
}

const computesName = ({ positional: [, name] }: Call): boolean => name !== undefined && textOf(name) === undefined;

/** What the methods are called by which an object in the body of a class is asked what stands for it. */
const GIVES =
  /^(__get__|__set_name__|_?(get_dependency|get_instance|contribute_to_class|bind\w*|set_?up|resolve|provide|attach\w*|inject\w*|install|init_app))$/;
