import type { Edge } from "../../../src/python/cfg/graph.js";
import { accessPath, factsOf } from "../../../src/python/cfg/guards.js";
import { isSameExpression } from "../../../src/python/cfg/expression.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";
import { isCaught, MISSED } from "./locking.js";

/** Whether `container[key] = …` changes no size: the function has read or tested that key on every way there. */
export function isKnownToHold(use: Node): boolean {
  const key = use.parent?.kind === "subscript" ? use.parent.field("subscript") : undefined;
  const path = accessPath(use);
  const around = moduleOf(use).functionAround(use);
  if (!key || path === undefined || !around) return false;
  const isItem = (container: Node | undefined, of: Node | undefined): boolean =>
    container !== undefined && of !== undefined && accessPath(container) === path && isSameExpression(of, key);
  const reads = [...around.node.descendants("subscript")].filter(
    (item) => isItem(item.field("value"), item.field("subscript")) && isRead(item) && !isCaught(item, MISSED),
  );
  const tests = (edge: Edge): boolean =>
    factsOf(edge).some((fact) => fact.kind === "in" && isItem(fact.other, fact.subject));
  return around.graph.everyPathTo(use, {
    element: (element) => reads.some((read) => element.contains(read)),
    edge: tests,
  });
}

/** Whether a subscript is neither assigned to nor deleted. */
function isRead({ fieldName, parent }: Node): boolean {
  return parent?.kind !== "delete_statement" && !(parent?.kind === "assignment" && fieldName === "left");
}

/**
 * Whether what is removed may well be of another kind than what was asked for: both have names, which differ, and the
 * one removed is none that was found in the container.
 */
export function isOfOtherKind(asked: Node, removal: Node): boolean {
  const removed = removedKey(removal);
  if (asked.kind !== "identifier" || removed?.kind !== "identifier" || asked.text === removed.text) return false;
  const module = moduleOf(removal);
  const path = accessPath(removal);
  const sources = module.bindingsReaching(removed.text, removed).flatMap(({ from }) => from ?? []);
  return !sources.some((source) => path !== undefined && speaksOf(source, path));
}

/** The key that `del container[key]`, `container.pop(key)` and the like take away. */
function removedKey(container: Node): Node | undefined {
  const { parent } = container;
  if (parent?.kind === "subscript") return parent.field("subscript");
  return parent?.parent?.kind === "call" ? parent.parent.field("arguments")?.children[0] : undefined;
}

function speaksOf(source: Node, path: string): boolean {
  return [source, ...source.descendants("identifier", "attribute")].some((part) => accessPath(part) === path);
}
