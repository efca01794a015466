import type { Node } from "../../../syntax/node.js";
import { INJECTIONS } from "../../tables/injection.js";
import { aliased, typeArguments } from "../annotation.js";
import type { Evaluator } from "../evaluator.js";
import type { FunctionDefinition, Parameter } from "../function.js";
import { moduleOf } from "../module.js";
import { NOTHING_KNOWN, union, type Value, type Values } from "../value.js";
import { lastNameOf } from "../../cfg/expression.js";

/**
 * What a framework fills in for a parameter that names its dependency: `x=Depends(f)`, `x: Annotated[T, Depends(f)]`.
 * Undefined when it names none.
 */
export function injectedInto(evaluator: Evaluator, parameter: Parameter): Values | undefined {
  const { annotation } = parameter;
  const alias = annotation && aliased(annotation, evaluator);
  const dependency = [parameter.default, ...metadata(alias ?? annotation)].map(dependencyIn).find(Boolean);
  return dependency && union(...evaluator.evaluate(dependency).map((value) => givenBy(evaluator, value, dependency)));
}

/** What stands behind the type in `Annotated[T, …]`. */
function metadata(annotation: Node | undefined): readonly Node[] {
  if (!annotation || !/^(generic_type|subscript)$/.test(annotation.kind)) return [];
  if (lastNameOf(annotation.children[0]) !== "Annotated") return [];
  return typeArguments(annotation).slice(1).map(unwrapped);
}

function unwrapped(node: Node): Node {
  const [inner] = node.children;
  return node.kind === "type" && inner ? inner : node;
}

/** `f` of `Depends(f)`. */
function dependencyIn(node: Node | undefined): Node | undefined {
  if (node?.kind !== "call") return undefined;
  const call = moduleOf(node).call(node);
  return call.apis.some((path) => INJECTIONS.has(path)) ? call.argument(0, "dependency") : undefined;
}

function givenBy(evaluator: Evaluator, value: Value, at: Node): Values {
  if (value.kind === "class") return [{ kind: "instance", of: value.definition, at }];
  if (value.kind === "function") return resultOf(evaluator, value.definition, value.self, at);
  const call = value.kind === "instance" ? value.of.method("__call__") : undefined;
  return call ? resultOf(evaluator, call, value, at) : NOTHING_KNOWN;
}

/** Frameworks wait for coroutines, and take what generators yield first. */
function resultOf(evaluator: Evaluator, definition: FunctionDefinition, self: Value | undefined, at: Node): Values {
  if (definition.isGenerator) return evaluator.elements([{ kind: "generator", of: definition, at }], at);
  return evaluator.substitute(evaluator.returnsOf(definition), undefined, definition, self);
}
