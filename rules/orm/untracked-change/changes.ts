import { calledName } from "../../../src/python/cfg/expression.js";
import { usesOf } from "../../../src/python/model/uses.js";
import { CHANGES_IN_PLACE } from "../../../src/python/tables/orm.js";
import type { Node } from "../../../src/syntax/node.js";

/** Names under which the same object is changed, one after the other: more nobody writes. */
const MOST_NAMES = 3;

/** Where what an attribute holds is changed in place, at once or by a name that it is given. */
export function* changesOf(attribute: Node): Generator<Node> {
  if (attribute.parent?.kind === "augmented_assignment" && attribute.fieldName === "left") yield attribute.parent;
  yield* changesThrough(attribute, 0, MOST_NAMES);
}

/**
 * Where the object that an expression gives is changed.
 *
 * @param depth how far inside the object a change has to be: of a shallow copy only what lies deeper is shared
 */
function* changesThrough(expression: Node, depth: number, names: number): Generator<Node> {
  const { node: item, depth: inside } = innermost(expression);
  const method = methodOn(item);
  if (inside >= depth && method) yield method;
  if (inside > depth && isChanged(item)) yield item;
  for (const [name, least] of names > 0 ? namesOf(expression, depth) : []) {
    for (const use of usesOf(name)) yield* changesThrough(use, least, names - 1);
  }
}

/** The item that subscripts behind an expression lead to: `row.data["a"]["b"]`. */
function innermost(expression: Node): { readonly node: Node; readonly depth: number } {
  let node = expression;
  let depth = 0;
  while (node.parent?.kind === "subscript" && node.fieldName === "value") {
    node = node.parent;
    depth++;
  }
  return { node, depth };
}

/** The call of a method that changes an object in place. */
function methodOn({ parent, fieldName }: Node): Node | undefined {
  const call = parent?.kind === "attribute" && fieldName === "object" ? parent.parent : undefined;
  const isCall = call?.kind === "call" && call.field("function") === parent;
  return isCall && CHANGES_IN_PLACE.has(parent?.field("attribute")?.text ?? "") ? call : undefined;
}

function isChanged({ parent, fieldName }: Node): boolean {
  if (parent?.kind === "delete_statement") return true;
  return (parent?.kind === "assignment" || parent?.kind === "augmented_assignment") && fieldName === "left";
}

/** The names that an object is given, or a copy of it, each with how deep in it a change has to be. */
function* namesOf(expression: Node, depth: number): Generator<readonly [Node, number]> {
  let node = expression;
  let least = depth;
  for (let outer = node.parent; outer; outer = node.parent) {
    const copy = copyOf(outer.kind === "argument_list" || outer.kind === "attribute" ? outer.parent : undefined);
    if (copy === node && outer.parent) [node, least] = [outer.parent, least + 1];
    else if (outer.kind === "parenthesized_expression" || (isEither(outer) && node.fieldName === "left")) node = outer;
    else break;
  }
  const { parent, fieldName } = node;
  const isLoop = parent?.kind === "for_statement" && fieldName === "right";
  const isBound = parent?.kind === "assignment" && fieldName === "right";
  const target = isLoop || isBound ? parent.field("left") : undefined;
  if (target?.kind !== "identifier") return;
  // What a loop goes over lies one step inside.
  if (isLoop) yield [target, Math.max(0, least - 1)];
  // A copy that is changed itself is another value.
  else if (least === 0 || !isChangedItself(target)) yield [target, least];
}

/** Whether an expression is `a or b`. */
export const isEither = ({ kind, allChildren }: Node): boolean =>
  kind === "boolean_operator" && allChildren.some((part) => part.kind === "or");

/** Whether the object that a name is bound to is changed, not just something in it. */
export function isChangedItself(name: Node): boolean {
  return usesOf(name).some((use) => {
    const { node, depth } = innermost(use);
    return depth === 0 ? methodOn(node) !== undefined : depth === 1 && isChanged(node);
  });
}

const COPIES = new Set(["dict", "list", "copy"]);

/** What a call makes a shallow copy of: `dict(a)`, `copy.copy(a)`, `a.copy()`. */
export function copyOf(call: Node | undefined): Node | undefined {
  if (call?.kind !== "call" || !COPIES.has(calledName(call) ?? "")) return undefined;
  const given = call.field("arguments")?.children ?? [];
  return given.length === 0 ? call.field("function")?.field("object") : given.length === 1 ? given[0] : undefined;
}
