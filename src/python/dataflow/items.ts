import type { Node } from "../../syntax/node.js";
import { moduleOf } from "../model/module.js";
import { mutationsOf } from "./mutations.js";
import { spellingOf } from "../cfg/expression.js";

/** Names are followed back through this many assignments to the container. */
const LONGEST_CHAIN = 3;

const COMPREHENSIONS = new Set(["list_comprehension", "set_comprehension", "generator_expression"]);

/**
 * The expressions whose values a container may hold where it is used: those written in its display or comprehension, and
 * those that were appended to it on the way.
 */
export function itemsOf(container: Node): readonly Node[] {
  return itemsIn(container, container, LONGEST_CHAIN);
}

function itemsIn(container: Node, use: Node, steps: number): readonly Node[] {
  if (COMPREHENSIONS.has(container.kind)) return container.field("body") ? [container.field("body") ?? container] : [];
  switch (container.kind) {
    case "list":
    case "tuple":
    case "set":
    case "expression_list":
      return container.children.flatMap((item) => {
        const starred = item.kind === "list_splat" ? item.children[0] : undefined;
        return starred ? itemsIn(starred, use, steps) : [item];
      });
    case "parenthesized_expression":
      return container.children.flatMap((inner) => itemsIn(inner, use, steps));
    case "binary_operator":
      return ["left", "right"].flatMap((side) => {
        const part = container.field(side);
        return part ? itemsIn(part, use, steps) : [];
      });
    case "identifier":
      return steps > 0 ? itemsOfName(container, use, steps) : [];
    case "attribute":
      return itemsOfAttribute(container);
    case "call":
      return valuesOfDictionary(container);
    default:
      return [];
  }
}

/** What a local list starts with, and what is appended to that same list before it is used. */
function itemsOfName(name: Node, use: Node, steps: number): readonly Node[] {
  const module = moduleOf(name);
  const bindings = module.bindingsReaching(name.text, name).filter((binding) => binding.kind === "assign");
  const first = bindings.flatMap(({ from, unpack }) => (from && !unpack?.length ? itemsIn(from, use, steps - 1) : []));
  const graph = module.graphAround(use);
  const assigned = new Set(
    module.scopes.lookup(name.text, name)?.bindings.map((binding) => graph.elementOf(binding.node)),
  );
  const later = mutationsOf(module, name.text).filter(({ at }) => {
    if (at.kind !== "call" || module.call(at).lastName !== "append" || module.graphAround(at) !== graph) return false;
    return graph.reaches(at, use, { through: (element) => !assigned.has(element) });
  });
  return [...first, ...later.map(({ value }) => value)];
}

/** What `.values()` of a dictionary goes through: what its display holds, and what is stored under keys. */
function valuesOfDictionary(node: Node): readonly Node[] {
  const module = moduleOf(node);
  const { lastName, receiver } = module.call(node);
  if (!receiver || (lastName !== "values" && lastName !== "items")) return [];
  const displays = module.valuesOf(receiver).flatMap((value) => (value.kind === "literal" ? [value.at] : []));
  const pairs = displays.flatMap((display) => display.children.filter(({ kind }) => kind === "pair"));
  const stored = mutationsOf(module, spellingOf(receiver)).filter(({ at }) => at.kind === "subscript");
  const owner = module.classAround(node);
  const isOurs = (at: Node): boolean =>
    receiver.kind === "identifier"
      ? module.graphAround(at) === module.graphAround(node)
      : module.classAround(at) === owner;
  return [
    ...pairs.flatMap((pair) => pair.field("value") ?? []),
    ...stored.filter(({ at }) => isOurs(at)).map(({ value }) => value),
  ];
}

/** What the class puts into a list that is an attribute of `self`, wherever it does. */
function itemsOfAttribute(attribute: Node): readonly Node[] {
  const module = moduleOf(attribute);
  const object = attribute.field("object");
  const owner = object && module.receiverClass(object);
  if (!owner) return [];
  const displays = module.valuesOf(attribute).flatMap((value) => (value.kind === "literal" ? [value.at] : []));
  const first = displays.flatMap((display) => (/^(list|tuple|set)$/.test(display.kind) ? display.children : []));
  const later = mutationsOf(module, spellingOf(attribute))
    .filter(({ at }) => at.kind === "call" && module.call(at).lastName === "append" && module.classAround(at) === owner)
    .map(({ value }) => value);
  return [...first, ...later];
}
