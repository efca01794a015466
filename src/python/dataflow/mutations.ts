import { inSourceOrder, type Node } from "../../syntax/node.js";
import { accessPath } from "../cfg/guards.js";
import type { Module } from "../model/module.js";
import { question } from "../model/solver.js";
import { unwrap } from "../cfg/evaluation.js";

/** A value put into a container: `items.append(value)`, `items[key] = value`. */
export interface Mutation {
  readonly at: Node;
  readonly value: Node;
}

/** Methods that put their arguments into the object they are called on. */
const PUTTERS = new Set([
  "append",
  "appendleft",
  "extend",
  "extendleft",
  "add",
  "insert",
  "update",
  "setdefault",
  "put",
  "put_nowait",
  "push",
  "write",
]);

/** Methods that read into the object they are given. */
const FILLERS = new Set(["recv_into", "recvfrom_into", "sock_recv_into", "readinto", "readinto1"]);

const MUTATIONS = question<readonly Mutation[]>([]);

/** What is put into the container at an access path (a name, or `self.name`), anywhere in the file. */
export function mutationsOf(module: Module, path: string): readonly Mutation[] {
  const find = (): readonly Mutation[] =>
    changesNear(module, path).flatMap((node) =>
      node.kind === "call" ? putBy(module, node, path) : storedAt(node, path),
    );
  return module.project.once(MUTATIONS, module, find, path);
}

/** The calls and subscripts that a container is written in, in source order. */
function changesNear(module: Module, path: string): Node[] {
  const found = new Set<Node>();
  for (const name of module.identifiers(path.slice(path.lastIndexOf(".") + 1))) {
    const container = path.includes(".") ? name.parent : name;
    const around = container?.parent;
    if (around?.kind === "subscript") found.add(around);
    else if (around?.parent?.kind === "call") found.add(around.parent);
  }
  return [...found].sort(inSourceOrder);
}

function putBy(module: Module, node: Node, path: string): Mutation[] {
  const { lastName, receiver, positional } = module.call(node);
  if (FILLERS.has(lastName)) {
    const filled = positional.at(lastName === "sock_recv_into" ? 1 : 0);
    return filled && isContainer(filled, path) ? [{ at: node, value: node }] : [];
  }
  if (!PUTTERS.has(lastName) || !receiver || !isContainer(receiver, path)) return [];
  return positional.map((value) => ({ at: node, value }));
}

function storedAt(node: Node, path: string): Mutation[] {
  const container = node.field("value");
  const value =
    node.parent?.kind === "assignment" && node.fieldName === "left" ? node.parent.field("right") : undefined;
  return value && container && isContainer(container, path) ? [{ at: node, value: unwrap(value) }] : [];
}

const isContainer = (node: Node, path: string): boolean => accessPath(node) === path;
