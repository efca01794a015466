import type { Edge } from "../../../src/python/cfg/graph.js";
import { accessPath, factsOf } from "../../../src/python/cfg/guards.js";
import { callsAmong, callsAny, mentionsName, mentionsPath } from "../../../src/python/cfg/mentions.js";
import { isSameExpression } from "../../../src/python/cfg/expression.js";
import type { Module } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether a test on the way to a read tells what kind of object it is. */
export function isAskedFor(module: Module, object: Node, node: Node): boolean {
  const path = accessPath(object);
  if (path === undefined) return object.kind === "subscript" && isAskedAsWritten(module, object);
  const graph = module.graphAround(node);
  return !graph.isReachable(node) || graph.everyPathTo(node, { edge: (edge) => tellsKind(edge, path) });
}

/** Whether the function around asks anywhere what kind of object an item is, as it is written. */
function isAskedAsWritten(module: Module, item: Node): boolean {
  const around = module.functionAround(item)?.node ?? module.root;
  return [...callsAmong(around, ASKS)].some((call) => {
    const [first] = module.call(call).positional;
    return first !== undefined && isSameExpression(first, item);
  });
}

function tellsKind(edge: Edge, path: string): boolean {
  if (factsOf(edge).some(({ kind, subject }) => KINDS.test(kind) && accessPath(subject) === path)) return true;
  const { condition } = edge;
  return condition !== undefined && mentionsPath(condition, path) && asksKind(condition);
}

const KINDS = /^(has-attribute|instance|not-instance|equals|in)$/;
const ASKS = new Set(["type", "isinstance", "hasattr", "getattr", "issubclass"]);
const CLASS = new Set(["__class__"]);

const asksKind = (test: Node): boolean => callsAny(test, ASKS) || mentionsName(test, CLASS);

/** Whether a test of something else than whether an object is there decides if a read is reached. */
export function isConditional(module: Module, object: Node, node: Node): boolean {
  const path = accessPath(object);
  const graph = module.graphAround(node);
  return graph.everyPathTo(node, { edge: (edge) => decides(edge, path) });
}

function decides(edge: Edge, path: string | undefined): boolean {
  if (edge.condition === undefined || (edge.kind !== "true" && edge.kind !== "false")) return false;
  return !factsOf(edge).some(({ kind, subject }) => THERE.test(kind) && accessPath(subject) === path);
}

const THERE = /^(not-none|truthy)$/;
