import type { Node } from "../../syntax/node.js";
import { textOf } from "./literal.js";
import { unwrap } from "../cfg/evaluation.js";

/** An assignment to an attribute: `object.name = from`. */
export interface Store {
  /** The `attribute` node that is assigned to. */
  readonly node: Node;
  readonly object: Node;
  readonly name: string;
  /** `delete` for `del object.name`; `setattr` for `setattr(object, "name", from)`. */
  readonly kind: "assign" | "augment" | "iterate" | "enter" | "delete" | "setattr";
  /** The expression that the value comes from; absent for a bare annotation and for `del`. */
  readonly from?: Node;
  /** Positions inside `from` when it is unpacked, outermost first; -1 is a starred rest. */
  readonly unpack?: readonly number[];
}

/** The assignments to attributes that `attribute` and `call` nodes are. */
export function* storesAmong(nodes: Iterable<Node>): Generator<Store> {
  for (const node of nodes) {
    const store = node.kind === "call" ? setattrAt(node) : storeAt(node);
    if (store) yield store;
  }
}

function setattrAt(call: Node): Store | undefined {
  const callee = call.field("function");
  if (callee?.kind !== "identifier" || callee.text !== "setattr") return undefined;
  const [object, name, from] = call.field("arguments")?.children ?? [];
  const spelled = name && textOf(name);
  if (!object || spelled === undefined) return undefined;
  return { node: call, object, name: spelled, kind: "setattr", ...(from && { from }) };
}

/** The assignment whose target an `attribute` node is, if it is one. */
export function storeAt(node: Node): Store | undefined {
  const object = node.field("object");
  const name = node.field("attribute")?.text;
  if (!object || name === undefined) return undefined;
  const made = givenTo(node);
  return made && { node, object, name, ...made };
}

/**
 * The special methods that Python calls for `object[key]` where it stands, in their order: what is read is asked for,
 * what is assigned is set.
 */
export function itemMethods(subscript: Node): readonly string[] {
  switch (givenTo(subscript)?.kind) {
    case undefined:
      return ["__getitem__"];
    case "delete":
      return ["__delitem__"];
    case "augment":
      return ["__getitem__", "__setitem__"];
    default:
      return ["__setitem__"];
  }
}

/** What is done to an expression that is a target of a statement. */
function givenTo(node: Node): Pick<Store, "kind" | "from" | "unpack"> | undefined {
  const unpack: number[] = [];
  let target = node;
  for (let parent = node.parent; parent; target = parent, parent = parent.parent) {
    const made = statementStore(target, parent);
    if (made) return { unpack, ...made };
    if (!UNPACKING.has(parent.kind)) return undefined;
    if (parent.kind === "list_splat_pattern" || parent.kind === "list_splat") unpack.unshift(-1);
    else if (SEQUENCE.has(parent.kind) && !target.kind.includes("splat"))
      unpack.unshift(parent.children.indexOf(target));
  }
  return undefined;
}

const SEQUENCE = new Set(["pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list"]);
const UNPACKING = new Set([
  ...SEQUENCE,
  "list_splat_pattern",
  "list_splat",
  "parenthesized_expression",
  "as_pattern_target",
]);

function statementStore(target: Node, parent: Node): Pick<Store, "kind" | "from"> | undefined {
  switch (parent.kind) {
    case "assignment": {
      if (target.fieldName !== "left") return undefined;
      let from = parent.field("right");
      while (from?.kind === "assignment") from = from.field("right");
      return { kind: "assign", ...(from && { from: unwrap(from) }) };
    }
    case "augmented_assignment": {
      const from = parent.field("right");
      return target.fieldName === "left" ? { kind: "augment", ...(from && { from }) } : undefined;
    }
    case "for_statement":
    case "for_in_clause": {
      const from = parent.field("right");
      return target.fieldName === "left" ? { kind: "iterate", ...(from && { from }) } : undefined;
    }
    case "as_pattern": {
      const from = parent.children[0];
      return target.fieldName === "alias" ? { kind: "enter", ...(from && { from }) } : undefined;
    }
    case "delete_statement":
      return { kind: "delete" };
    default:
      return undefined;
  }
}
