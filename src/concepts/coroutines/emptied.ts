import type { Node } from "../../syntax/node.js";
import { moduleOf } from "../../python/model/module.js";
import type { Synchronous } from "./proof.js";

/**
 * An attribute that holds None where it is read, because the function has emptied it on every path there, and nothing
 * that runs in between can fill it again: no other assignment, no wait, and no call that is given its object.
 */
export function emptiedAt(attribute: Node): Synchronous | undefined {
  const module = moduleOf(attribute);
  const [object, name] = [attribute.field("object"), attribute.field("attribute")?.text ?? ""];
  if (object?.kind !== "identifier") return undefined;
  const graph = module.graphAround(attribute);
  const stores = module.storesNamed(name).filter((store) => module.graphAround(store.node) === graph);
  const emptying = stores.filter((store) => store.object.text === object.text && store.from?.kind === "none");
  const [first] = emptying;
  if (!first) return undefined;
  const empties = new Set(emptying.map((store) => graph.elementOf(store.node)));
  const found = { isFilled: false };
  const settles = (element: Node): boolean => {
    if (empties.has(element)) return true;
    found.isFilled ||= mayFill(element, object.text, name);
    return found.isFilled;
  };
  if (!graph.everyPathTo(attribute, { element: settles }) || found.isFilled) return undefined;
  const path = { at: first.node, gives: "None" };
  return { name: attribute.text, definition: undefined, at: attribute, how: "value", isAlways: true, path };
}

function mayFill(element: Node, object: string, name: string): boolean {
  for (const node of element.descendants("await", "yield", "call", "attribute", "with_item")) {
    if (node.kind === "attribute") {
      if (node.field("attribute")?.text === name && node.fieldName === "left") return true;
    } else if (node.kind !== "call" || isGiven(node, object)) return true;
  }
  return false;
}

/** Whether a call can reach the object: it is a method of it, or is handed it. */
function isGiven(call: Node, object: string): boolean {
  const callee = call.field("function");
  if (callee?.kind === "attribute" && callee.field("object")?.text === object) return true;
  return (call.field("arguments")?.children ?? []).some((argument) =>
    [...argument.descendants("identifier")].some((each) => each.text === object && each.parent?.kind !== "attribute"),
  );
}
