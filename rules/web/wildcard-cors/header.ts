import type { Node } from "../../../src/syntax/node.js";
import { assignedValue } from "../../../src/python/model/bindings.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";

/** A response header that the program writes itself. */
export interface HeaderWrite {
  /** The assignment's target, the call, the pair, or the tuple. */
  readonly at: Node;
  readonly value: Node;
}

const WRITES = question<ReadonlyMap<string, HeaderWrite[]>>(new Map());

/**
 * The places that write a header: `headers["Name"] = value`, `set_header("Name", value)`, `{"Name": value}`,
 * `("Name", value)`, in source order.
 *
 * @param name in lower case
 */
export function headerWrites(module: Module, name: string): readonly HeaderWrite[] {
  return module.project.once(WRITES, module, () => writesIn(module)).get(name) ?? [];
}

function writesIn(module: Module): ReadonlyMap<string, HeaderWrite[]> {
  const byName = new Map<string, HeaderWrite[]>();
  for (const key of module.root.descendants("string")) {
    const write = writeAt(key);
    const written = textOf(key)?.toLowerCase();
    if (!write || written === undefined) continue;
    const writes = byName.get(written);
    if (writes) writes.push(write);
    else byName.set(written, [write]);
  }
  return byName;
}

const READERS = new Set(["get", "getlist", "pop", "getenv", "getheader", "getattr"]);

function writeAt(key: Node): HeaderWrite | undefined {
  const { parent } = key;
  switch (parent?.kind) {
    case "subscript": {
      const assignment = parent.parent;
      const value =
        assignment?.kind === "assignment" && parent.fieldName === "left" ? assignedValue(assignment) : undefined;
      return value && { at: parent, value };
    }
    case "pair": {
      const value = key.fieldName === "key" ? parent.field("value") : undefined;
      return value && { at: parent, value: unwrap(value) };
    }
    case "tuple":
    case "argument_list": {
      const [first, second, ...others] = parent.children;
      if (first !== key || !second || others.length > 0 || second.kind === "keyword_argument") return undefined;
      const at = parent.kind === "tuple" ? parent : (parent.parent ?? parent);
      // `headers.get(name, default)` reads.
      const isRead = at.kind === "call" && READERS.has(moduleOf(at).call(at).lastName);
      return isRead ? undefined : { at, value: unwrap(second) };
    }
    default:
      return undefined;
  }
}
