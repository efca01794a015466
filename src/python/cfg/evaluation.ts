import type { Node } from "../../syntax/node.js";
import { numbersOfKinds } from "../../syntax/kinds.js";
import type { Tree } from "../../syntax/tree.js";

/** Expressions that choose which of their operands to evaluate. */
export const SHORT_CIRCUITS = new Set(["boolean_operator", "conditional_expression"]);

/** Traits of a kind: what stands in it decides what runs, it may raise. */
export const DECIDES = 1;
export const RAISES = 2;

const TRAITS: ReadonlyMap<string, number> = new Map([
  ...[
    "boolean_operator",
    "conditional_expression",
    "list_comprehension",
    "set_comprehension",
    "dictionary_comprehension",
    "generator_expression",
  ].map((kind): [string, number] => [kind, DECIDES]),
  ["named_expression", DECIDES],
  ...[
    "call",
    "attribute",
    "subscript",
    "await",
    "yield",
    "binary_operator",
    "unary_operator",
    "comparison_operator",
    "augmented_assignment",
    "pattern_list",
    "tuple_pattern",
    "list_pattern",
    "interpolation",
    "import_statement",
    "import_from_statement",
    "raise_statement",
    "delete_statement",
    "with_item",
    "decorator",
    "print_statement",
    "exec_statement",
    "class_pattern",
  ].map((kind): [string, number] => [kind, RAISES]),
]);

/** Traits by kind number. */
export function traitsOf(tree: Tree): Uint8Array {
  return numbersOfKinds(tree.kindNames, TRAITS);
}

/** The rows of an element that belong to no element inside it and to no body that runs another time. */
export function* ownRows(element: Node, elements: ReadonlyMap<number, unknown>): Generator<number> {
  const { tree } = element;
  const { after } = tree.columns;
  const end = after[element.row] ?? 0;
  for (let row = element.row; row < end;) {
    if (row > element.row && (elements.has(tree.base + row) || isClosedBody(tree, row))) row = after[row] ?? end;
    else yield row++;
  }
}

/** The rows of a statement or suite that run when it does: those of functions inside do not. */
export function* inlineRows(node: Node): Generator<number> {
  const { after, kind } = node.tree.columns;
  const end = after[node.row] ?? 0;
  for (let row = node.row; row < end;) {
    yield row;
    const isFunction = FUNCTIONS.has(node.tree.kindNames[kind[row] ?? 0] ?? "");
    row = isFunction ? (after[row] ?? end) : row + 1;
  }
}

const FUNCTIONS = new Set(["lambda", "function_definition"]);
const CLOSED = new Set([...FUNCTIONS, "class_definition"]);

/** Whether a row is the body of a function, class or handler: no part of the element that stands for its header. */
export function isClosedBody(tree: Tree, row: number): boolean {
  const { field, parent, kind } = tree.columns;
  const outer = tree.kindNames[kind[parent[row] ?? 0] ?? 0] ?? "";
  if (outer.startsWith("except")) return tree.kindNames[kind[row] ?? 0] === "block";
  return CLOSED.has(outer) && tree.fieldNames[field[row] ?? 0] === "body";
}

export function isStatement(node: Node): boolean {
  return node.kind.endsWith("_statement") || node.kind.endsWith("_definition") || node.kind === "block";
}

/** The expression inside parentheses. */
export function unwrap(node: Node): Node {
  let inner = node;
  while (inner.kind === "parenthesized_expression") {
    const [only] = inner.children;
    if (!only || only.isError) break;
    inner = only;
  }
  return inner;
}

/** An expression with all the parentheses around it. */
export function wrapped(node: Node): Node {
  let outer = node;
  while (outer.parent?.kind === "parenthesized_expression") outer = outer.parent;
  return outer;
}

/** The operands of `a and b and c`, which the grammar nests to the left. */
export function chain(node: Node): { operands: Node[]; isAnd: boolean } {
  const isAnd = node.child("and") !== undefined;
  const operands: Node[] = [];
  let rest: Node | undefined = node;
  while (rest?.kind === "boolean_operator" && (rest.child("and") !== undefined) === isAnd) {
    const right = rest.field("right");
    if (right) operands.push(right);
    rest = rest.field("left");
  }
  if (rest) operands.push(rest);
  return { operands: operands.reverse(), isAnd };
}

/** The truth of a constant, such as `True`, `(1)` and `not ""`; undefined for anything that has to run. */
export function constantTruth(expression: Node): boolean | undefined {
  const node = unwrap(expression);
  switch (node.kind) {
    case "true":
    case "ellipsis":
      return true;
    case "false":
    case "none":
      return false;
    case "integer":
    case "float": {
      const number = numberOf(node);
      return number === undefined ? undefined : number !== 0;
    }
    case "not_operator": {
      const argument = node.field("argument");
      const truth = argument && constantTruth(argument);
      return truth === undefined ? undefined : !truth;
    }
    case "string":
      return node.children.some((child) => child.kind === "interpolation")
        ? undefined
        : node.children.some((child) => child.kind === "string_content");
    case "dictionary":
    case "list":
    case "tuple":
      return node.children.length > 0 ? undefined : false;
    default:
      return undefined;
  }
}

/** `case _` and `case name` take everything. */
export function isIrrefutable(pattern: Node): boolean {
  const [inner] = pattern.children;
  return pattern.child("_") !== undefined || (inner?.kind === "dotted_name" && inner.children.length === 1);
}

/** The number that is written out, `-1` included; undefined for anything else, and for imaginary ones. */
export function numberOf(expression: Node): number | undefined {
  const node = unwrap(expression);
  if (node.kind === "unary_operator" && node.child("-")) {
    const argument = node.field("argument");
    const number = argument && numberOf(argument);
    return number === undefined ? undefined : -number;
  }
  const value = node.kind === "integer" || node.kind === "float" ? Number(node.text.replaceAll("_", "")) : NaN;
  return Number.isNaN(value) ? undefined : value;
}
