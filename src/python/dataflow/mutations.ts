import type { Node } from "../../syntax/node.js";
import { accessPath } from "../cfg/guards.js";
import type { Module } from "../model/module.js";
import { question } from "../model/solver.js";

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
    [...module.mentioning(path.slice(path.lastIndexOf(".") + 1), "call", "subscript")].flatMap((node) =>
      node.kind === "call" ? putBy(module, node, path) : storedAt(node, path),
    );
  return module.project.once(MUTATIONS, module, find, path);
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
  return value && container && isContainer(container, path) ? [{ at: node, value }] : [];
}

const isContainer = (node: Node, path: string): boolean => accessPath(node) === path;
