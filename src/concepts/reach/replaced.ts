import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import type { Node } from "../../syntax/node.js";

/**
 * The definition that takes the name of a function in the same block before anybody can have called that: of methods that
 * were pasted into their class twice, the first ones never run. Undefined where the function may be of use to somebody.
 */
export function replacementOf(definition: ClassDefinition | FunctionDefinition): Node | undefined {
  const { name, node } = definition;
  const { parent } = node;
  // A decorator may have handed it on, and a class has told its bases that it is there.
  if (node.kind !== "function_definition" || (parent?.kind !== "block" && parent?.kind !== "module")) return undefined;
  const survivor = parent.children
    .filter(({ start }) => start > node.start)
    .map((statement) => statement.field("definition") ?? statement)
    .find((other) => other.kind === "function_definition" && other.field("name")?.text === name);
  return survivor && !isUsedBetween(definition, survivor, parent) ? survivor : undefined;
}

/** Whether something that runs between two definitions speaks of the first one. */
function isUsedBetween(
  { name, node, module }: ClassDefinition | FunctionDefinition,
  survivor: Node,
  block: Node,
): boolean {
  const end = survivor.field("body")?.start ?? survivor.end;
  const uses = module.spelled(name).filter(({ start, end: last }) => start >= node.end && last <= end);
  const isClass = block.parent?.kind === "class_definition";
  return uses.some((use) => use !== survivor.field("name") && !(isClass && isInMethod(use, block)));
}

/** Whether something stands in the body of a function of a class, which runs when the class is made and all is defined. */
function isInMethod(use: Node, block: Node): boolean {
  for (const around of use.ancestors()) {
    if (around === block) return false;
    if (around.kind === "function_definition" && around.field("body")?.contains(use) === true) return true;
  }
  return false;
}
