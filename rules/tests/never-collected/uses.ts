import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { isSpelledBetween } from "../../../src/concepts/tests/uses.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether anything but its own definition speaks of a class or function: another file, or another place of its own. */
export function isUsed({ name, node, module }: ClassDefinition | FunctionDefinition): boolean {
  const isClass = node.kind === "class_definition";
  const { start, end } = isClass ? module.root : module.scopes.around(node).node;
  if (isSpelledBetween(name, start, end, module, node.field("name"))) return true;
  return isClass ? module.project.isMentionedBeside(module, name) : looksAtNames(node, module.scopes.around(node).node);
}

/** Whether the function around looks at its own names, as `locals()` does. */
function looksAtNames(definition: Node, outer: Node): boolean {
  for (const call of outer.descendants("call")) {
    const callee = call.field("function")?.text ?? "";
    if (!definition.contains(call) && /^(locals|globals|vars|exec|eval|inspect\.\w+)$/.test(callee)) return true;
  }
  return false;
}
