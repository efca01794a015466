import type { Node } from "../../syntax/node.js";
import type { Call } from "../model/call.js";
import type { FlowGraph } from "../cfg/graph.js";
import { moduleOf } from "../model/module.js";
import { textOf } from "../model/literal.js";
import { assignedValue } from "../model/bindings.js";
import { isSuperCall } from "../cfg/expression.js";

/** What an element does to what is written as a path of names: `socket`, `self.wrapper.socket`. */
export type PathEffect =
  /** The path begins anew; `rest` are the names behind the part that was assigned, `index` its place in a tuple. */
  | {
      readonly kind: "assigned";
      readonly from: Node | undefined;
      readonly rest: readonly string[];
      readonly index: number | undefined;
    }
  /** A method is called on it. */
  | { readonly kind: "method"; readonly call: Call }
  /** It is passed to a function; `rest` are the names behind what was passed. */
  | { readonly kind: "passed"; readonly call: Call; readonly argument: Node; readonly rest: readonly string[] }
  /** A method of the object at the path's beginning is called, which may do anything to what lies behind it. */
  | { readonly kind: "owner"; readonly call: Call; readonly rest: readonly string[] };

/** A chain of names, attributes and entries under texts as its names; undefined for anything else. */
export function pathOf(node: Node): readonly string[] | undefined {
  if (node.kind === "identifier") return [node.text];
  if (node.kind === "parenthesized_expression") return node.children[0] && pathOf(node.children[0]);
  if (node.kind === "subscript") return pathOfEntry(node);
  if (node.kind !== "attribute") return undefined;
  const object = node.field("object");
  const name = node.field("attribute")?.text;
  const path = object && pathOf(object);
  return path && name !== undefined ? [...path, name] : undefined;
}

/** `sockets["orders"]` */
function pathOfEntry(node: Node): readonly string[] | undefined {
  const container = node.field("value");
  const path = container && pathOf(container);
  const [key, ...others] = node.fields("subscript");
  const text = key && textOf(key);
  return path && text !== undefined && others.length === 0 ? [...path, `[${text}]`] : undefined;
}

/** What an element of a graph does to a path, the last first. */
export function effectsOn(path: readonly string[], element: Node, graph: FlowGraph): readonly PathEffect[] {
  const effects: PathEffect[] = [];
  for (const node of graph.partsOf(element)) {
    if (node.kind === "call") effects.push(...callEffects(path, moduleOf(node).call(node)));
    else effects.unshift(...assignments(path, node, element).reverse());
  }
  // Python evaluates what is called and passed before it assigns.
  return [
    ...effects.filter(({ kind }) => kind === "assigned"),
    ...effects.filter(({ kind }) => kind !== "assigned").reverse(),
  ];
}

function callEffects(path: readonly string[], call: Call): PathEffect[] {
  const effects: PathEffect[] = [];
  const receiver = call.receiver && pathOf(call.receiver);
  if (receiver && startsWith(path, receiver)) {
    const rest = path.slice(receiver.length);
    effects.push(rest.length === 0 ? { kind: "method", call } : { kind: "owner", call, rest });
  } else if (isSuperCall(call.receiver)) {
    effects.push({ kind: "owner", call, rest: path.slice(1) });
  }
  for (const { node, keyword, value: given } of call.arguments) {
    const value = keyword === undefined ? node : given;
    const passed = pathOf(value);
    if (passed && startsWith(path, passed))
      effects.push({ kind: "passed", call, argument: value, rest: path.slice(passed.length) });
  }
  return effects;
}

function assignments(path: readonly string[], node: Node, element: Node): PathEffect[] {
  switch (node.kind) {
    case "assignment": {
      const from = assignedValue(node);
      const left = node.field("left");
      return left ? targets(path, left, from) : [];
    }
    case "named_expression": {
      const name = node.field("name");
      return name ? targets(path, name, node.field("value")) : [];
    }
    case "as_pattern": {
      const target = node.field("alias")?.children[0];
      return target ? targets(path, target, node.children[0]) : [];
    }
    default:
      return node === element && node.parent?.kind === "for_statement" && node.fieldName === "left"
        ? targets(path, node, undefined)
        : [];
  }
}

function targets(path: readonly string[], target: Node, from: Node | undefined, index?: number): PathEffect[] {
  if (/^(pattern_list|tuple_pattern|list_pattern|tuple|list|expression_list)$/.test(target.kind)) {
    return target.children.flatMap((part, place) => targets(path, part, index === undefined ? from : undefined, place));
  }
  const entry = target.kind === "subscript" ? target.field("value") : undefined;
  // What is stored under a key that is not written there may be any entry.
  const assigned = pathOf(target) ?? (entry && pathOf(entry));
  if (!assigned || !startsWith(path, assigned)) return [];
  return [{ kind: "assigned", from, rest: path.slice(assigned.length), index }];
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.length <= path.length && start.every((name, place) => path[place] === name);
}
