import { wrapped } from "../../../src/python/cfg/evaluation.js";
import { calledName } from "../../../src/python/cfg/expression.js";
import { usesOf } from "../../../src/python/model/uses.js";
import { CONTAINER_CHANGES } from "../../../src/python/tables/containers.js";
import type { Node } from "../../../src/syntax/node.js";
import type { Step } from "./source.js";

/** A place that changes something in place. */
export interface Change {
  readonly at: Node;
  /** How it is come to from where the asking began: what is changed is behind all of these steps. */
  readonly steps: readonly Step[];
  /** The key whose item is given another value; none where a method makes the change. */
  readonly key?: Node;
}

/** Names by which the same object is followed, one after the other: more nobody writes. */
const MOST_NAMES = 3;

/** Where an object that an expression gives is changed, or something inside of it. */
export function* changesThrough(expression: Node, before: readonly Step[] = [], names = MOST_NAMES): Generator<Change> {
  const { node, keys } = innermost(expression);
  const steps = [...before, ...keys];
  const method = methodOn(node);
  if (method) yield { at: method, steps };
  const key = keys.at(-1);
  if (key && isChanged(node)) yield { at: node.parent ?? node, steps: steps.slice(0, -1), key };
  if (names === 0) return;
  for (const [name, further] of namesOf(node)) {
    for (const use of usesOf(name)) yield* changesThrough(use, [...steps, ...further], names - 1);
  }
}

/** The item that subscripts behind an expression lead to, and their keys. */
function innermost(expression: Node): { readonly node: Node; readonly keys: readonly Node[] } {
  const keys: Node[] = [];
  let node = expression;
  while (node.parent?.kind === "subscript" && node.fieldName === "value") {
    node = node.parent;
    keys.push(node.field("subscript") ?? node);
  }
  return { node, keys };
}

/** The call of a method that changes an object in place. */
function methodOn({ parent, fieldName }: Node): Node | undefined {
  const call = parent?.kind === "attribute" && fieldName === "object" ? parent.parent : undefined;
  const isCall = call?.kind === "call" && call.field("function") === parent;
  return isCall && CONTAINER_CHANGES.has(parent?.field("attribute")?.text ?? "") ? call : undefined;
}

function isChanged({ parent, fieldName }: Node): boolean {
  if (parent?.kind === "delete_statement") return true;
  return (parent?.kind === "assignment" || parent?.kind === "augmented_assignment") && fieldName === "left";
}

/** The names that an object is given, or each of its items in a loop. */
function* namesOf(node: Node): Generator<readonly [Node, readonly Step[]]> {
  const { parent, fieldName } = wrapped(node);
  if (parent?.kind === "assignment" && fieldName === "right") {
    const target = parent.field("left");
    if (target?.kind === "identifier") yield [target, []];
  }
  const loop = loopOver(node);
  if (loop) yield [loop, ["each"]];
}

/** The name that a loop gives to each item of a list, or value of a dictionary. */
function loopOver(node: Node): Node | undefined {
  const call = node.parent?.kind === "attribute" ? node.parent.parent : undefined;
  const view = call?.kind === "call" && call.field("function") === node.parent ? calledName(call) : undefined;
  const inner = view === "values" || view === "items" ? call : node;
  const gone = inner && wrapped(inner);
  const target =
    gone?.parent?.kind === "for_statement" && gone.fieldName === "right" ? gone.parent.field("left") : undefined;
  if (view === "items") return target?.kind === "pattern_list" ? identifier(target.children[1]) : undefined;
  return identifier(target);
}

const identifier = (node: Node | undefined): Node | undefined => (node?.kind === "identifier" ? node : undefined);
