import type { Node } from "../syntax/node.js";
import type { Module } from "./module.js";

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

const known = new WeakMap<Module, Map<string, Mutation[]>>();

/** What is put into the container that is written `path` (a name, or `self.name`), anywhere in the file. */
export function mutationsOf(module: Module, path: string): readonly Mutation[] {
  let byPath = known.get(module);
  if (!byPath) known.set(module, (byPath = readMutations(module)));
  return byPath.get(path) ?? [];
}

function readMutations(module: Module): Map<string, Mutation[]> {
  const found = new Map<string, Mutation[]>();
  const add = (container: Node, at: Node, value: Node): void => {
    if (container.kind !== "identifier" && container.kind !== "attribute") return;
    const path = container.text;
    const list = found.get(path);
    if (list) list.push({ at, value });
    else found.set(path, [{ at, value }]);
  };
  for (const name of PUTTERS) {
    for (const call of module.callsNamed(name)) {
      if (call.receiver) for (const value of call.positional) add(call.receiver, call.node, value);
    }
  }
  for (const name of FILLERS) {
    for (const call of module.callsNamed(name)) {
      const filled = call.positional.at(name === "sock_recv_into" ? 1 : 0);
      if (filled) add(filled, call.node, call.node);
    }
  }
  for (const node of module.root.descendants("subscript")) {
    const container = node.field("value");
    const value =
      node.parent?.kind === "assignment" && node.fieldName === "left" ? node.parent.field("right") : undefined;
    if (container && value) add(container, node, value);
  }
  return found;
}
