import type { Node } from "../../syntax/node.js";
import type { Tree } from "../../syntax/tree.js";
import { unwrap } from "./evaluation.js";

/**
 * The last name of a dotted path: `recv` of `self.socket.recv`, also where other expressions stand before it; undefined
 * for what ends in no name, such as a call.
 */
export function lastNameOf(node: Node | undefined): string | undefined {
  const path = node && unwrap(node);
  switch (path?.kind) {
    case "identifier":
      return path.text;
    case "attribute":
      return path.field("attribute")?.text;
    case "dotted_name":
    case "member_type":
      return path.children.at(-1)?.text;
    case "type":
      return lastNameOf(path.children[0]);
    default:
      return undefined;
  }
}

/** The last name of what an expression calls, or else of itself: `cache` of `@tools.cache` and of `@tools.cache(5)`. */
export function calledName(node: Node | undefined): string | undefined {
  const inner = node && unwrap(node);
  return lastNameOf(inner?.kind === "call" ? inner.field("function") : inner);
}

/** What a `return` statement returns, without parentheses; undefined for one that returns nothing, and for anything else. */
export function returnedValue(statement: Node): Node | undefined {
  const value = statement.kind === "return_statement" ? statement.children[0] : undefined;
  return value && unwrap(value);
}

/** Whether a call is one of `super`: what it gives is the object, with the methods of the bases. */
export function isSuperCall(node: Node | undefined): boolean {
  const callee = node?.kind === "call" ? node.field("function") : undefined;
  return callee?.kind === "identifier" && callee.text === "super";
}

/** A comparison of two. */
export interface Comparison {
  readonly left: Node;
  readonly right: Node;
  /** `==`, `not in`, `is not`, …, with one space in it. */
  readonly operator: string;
}

/** The sides and the operator of a comparison of two; undefined for a chain of more, and for anything else. */
export function comparisonOf(node: Node): Comparison | undefined {
  if (node.kind !== "comparison_operator") return undefined;
  const [left, right, ...others] = node.children.filter(({ fieldName }) => fieldName !== "operators");
  const [operator] = node.fields("operators");
  return left && right && operator && others.length === 0 ? { left, right, operator: operator.kind } : undefined;
}

/** What a test asks for, when it holds where that is nothing: `not key`, `key is None`, `key == ""`. */
function askedAsMissing(condition: Node): Node | undefined {
  const test = unwrap(condition);
  if (test.kind === "not_operator") return test.children[0] && unwrap(test.children[0]);
  const { left, operator = "", right } = comparisonOf(test) ?? {};
  const isNothing = right?.kind === "none" || /^(""|'')$/.test(right?.text ?? "");
  return isNothing && /^(is|==)$/.test(operator) ? left && unwrap(left) : undefined;
}

/** The test that leads to an assignment only where its target holds nothing: `if not key: key = "…"`. */
export function testForMissing(target: Node): Node | undefined {
  const block = target.parent?.parent?.parent;
  const choice = block?.kind === "block" && block.fieldName === "consequence" ? block.parent : undefined;
  const test = choice?.kind === "if_statement" ? choice.field("condition") : undefined;
  const asked = test && askedAsMissing(test);
  return asked && isSameExpression(asked, target) ? test : undefined;
}

/**
 * Whether two expressions are the same one, however they are laid out: space, line breaks, comments, trailing commas,
 * quotes and needless parentheses make no difference.
 */
export function isSameExpression(a: Node, b: Node): boolean {
  if (a.text === b.text) return true;
  const others = tokensOf(unwrap(b));
  for (const token of tokensOf(unwrap(a))) {
    const other = others.next();
    if (other.done || withOneQuote(other.value) !== withOneQuote(token)) return false;
  }
  return others.next().done === true;
}

/**
 * An expression on one line, without comments, needless parentheses and space: `f(a, [b],)` is `f(a,[b])`.
 *
 * @param longest in characters: of what is longer, only a beginning is spelled, which is longer as well
 */
export function spellingOf(expression: Node, longest = Infinity): string {
  const { text } = expression;
  if (PATH.test(text)) return text;
  let spelling = "";
  let before = "";
  for (const token of tokensOf(unwrap(expression))) {
    const isApart = OF_WORD.test(before.slice(-1)) && OF_WORD.test(token.slice(0, 1));
    spelling += isApart ? ` ${token}` : token;
    before = token;
    if (spelling.length > longest) break;
  }
  return spelling;
}

/** Most expressions that are asked about are names and attributes, which are spelled as they are written. */
const PATH = /^[\w.]+$/;

/** A character between two of which a space has to stay. */
const OF_WORD = /[\w"'\x80-\uffff]/;

/** The tokens of an expression that mean something. */
function* tokensOf({ tree, row: first }: Node): Generator<string> {
  const { after } = tree.columns;
  const last = after[first] ?? first;
  for (let row = first; row < last;) {
    const end = after[row] ?? last;
    const kind = kindAt(tree, row);
    const isWhole = end === row + 1 || IN_ONE_PIECE.has(kind);
    if (isWhole && !isLayout(tree, row, kind)) yield tree.node(row).text;
    row = isWhole ? end : row + 1;
  }
}

const kindAt = (tree: Tree, row: number): string => tree.kindNames[tree.columns.kind[row] ?? 0] ?? "";

/** What is made of tokens between which each space counts, or none does. */
const IN_ONE_PIECE = new Set(["string", "comment", "line_continuation"]);

function isLayout(tree: Tree, row: number, kind: string): boolean {
  switch (kind) {
    case "comment":
    case "line_continuation":
      return true;
    case "(":
    case ")":
      return isNeedless(tree.node(tree.columns.parent[row] ?? 0));
    case ",":
      return isTrailing(tree, row);
    default:
      return false;
  }
}

/** What binds so closely that parentheses around it mean nothing. */
const ATOMS = new Set([
  "identifier",
  "attribute",
  "call",
  "subscript",
  "string",
  "integer",
  "float",
  "true",
  "false",
  "none",
  "list",
  "dictionary",
  "set",
  "parenthesized_expression",
]);

/** Whether parentheses around an expression mean nothing. */
function isNeedless(around: Node): boolean {
  const [inner] = around.children;
  return around.kind === "parenthesized_expression" && inner !== undefined && ATOMS.has(inner.kind);
}

/** Whether a comma ends what stands in brackets; that of a tuple of one makes the tuple. */
function isTrailing(tree: Tree, comma: number): boolean {
  const { after, parent } = tree.columns;
  let next = comma + 1;
  while (/^(comment|line_continuation)$/.test(kindAt(tree, next))) next = after[next] ?? next + 1;
  return CLOSING.has(kindAt(tree, next)) && kindAt(tree, parent[comma] ?? 0) !== "tuple";
}

const CLOSING = new Set([")", "]", "}"]);

function withOneQuote(token: string): string {
  return token.replace(/^"([^"'\\]*)"$/, "'$1'");
}

/**
 * What the value of an expression is assigned to as it is, the innermost first: `b` and `a` in `a = b = value`, and the
 * name of `(name := value)`.
 */
export function assignedTo(expression: Node): readonly Node[] {
  const targets: Node[] = [];
  for (let at: Node | undefined = expression; at; at = at.parent) {
    const target = targetOf(at);
    if (target) targets.push(target);
    else if (at.parent?.kind !== "parenthesized_expression") break;
  }
  return targets;
}

function targetOf({ parent, fieldName }: Node): Node | undefined {
  if (parent?.kind === "assignment") return fieldName === "right" ? parent.field("left") : undefined;
  return parent?.kind === "named_expression" && fieldName === "value" ? parent.field("name") : undefined;
}
