import type { Node } from "../../syntax/node.js";
import type { Edge } from "./graph.js";
import { unwrap, numberOf } from "./evaluation.js";
import { comparisonOf } from "./expression.js";

/** What is known of `subject` once an edge is taken. */
export type Fact =
  | { readonly kind: "none" | "not-none" | "truthy" | "falsy"; readonly subject: Node }
  | { readonly kind: "has-attribute" | "lacks-attribute"; readonly subject: Node; readonly attribute: string }
  /** `types` is the class or the tuple of classes. */
  | { readonly kind: "instance" | "not-instance"; readonly subject: Node; readonly types: Node }
  /** `subject` is the object of a method, or else the first argument, or else the call itself. */
  | { readonly kind: "call-true" | "call-false"; readonly subject: Node; readonly call: Node }
  /** `other` is the container or the value compared with. */
  | { readonly kind: "in" | "not-in" | "equals" | "not-equals"; readonly subject: Node; readonly other: Node };

/** What taking an edge establishes. Nothing, when the edge has no condition. */
export function factsOf(edge: Edge): readonly Fact[] {
  const { condition, kind } = edge;
  if (!condition || (kind !== "true" && kind !== "false")) return [];
  return [
    ...(condition.kind === "case_pattern" ? matched(condition, kind === "true") : tested(condition, kind === "true")),
  ];
}

/** `self.context` for a chain of names and attributes, however it is spaced; undefined for anything else. */
export function accessPath(node: Node): string | undefined {
  const names: string[] = [];
  let at = unwrap(node);
  while (at.kind === "attribute") {
    const name = at.field("attribute");
    const object = at.field("object");
    if (!name || !object) return undefined;
    names.push(name.text);
    at = unwrap(object);
  }
  const isName = at.kind === "identifier" || (at.kind === "dotted_name" && at.children.length === 1);
  return isName ? [...names, at.text].reverse().join(".") : undefined;
}

function* tested(test: Node, holds: boolean): Generator<Fact, void> {
  switch (test.kind) {
    case "comparison_operator":
      return yield* compared(test, holds);
    case "call":
      return yield* called(test, holds);
    default:
      for (const subject of subjects(test)) yield { kind: holds ? "truthy" : "falsy", subject };
  }
}

/** What a fact about an expression is a fact about: of a walrus, the name and the value. */
function* subjects(node: Node): Generator<Node, void> {
  const inner = unwrap(node);
  if (inner.kind !== "named_expression") {
    yield inner;
    return;
  }
  const name = inner.field("name");
  const value = inner.field("value");
  if (name) yield name;
  if (value) yield* subjects(value);
}

function* compared(test: Node, holds: boolean): Generator<Fact, void> {
  const comparison = comparisonOf(test);
  // Of a chain that fails, any link may have failed.
  if (!comparison) return;
  const { left, operator, right } = comparison;
  switch (operator) {
    case "is":
    case "==":
      return yield* equality(left, right, holds);
    case "is not":
    case "!=":
    case "<>":
      return yield* equality(left, right, !holds);
    case "in":
    case "not in":
      for (const subject of subjects(left)) {
        yield { kind: holds === (operator === "in") ? "in" : "not-in", subject, other: unwrap(right) };
      }
      return;
    default:
      return yield* sized(left, operator, right, holds);
  }
}

function* equality(left: Node, right: Node, equal: boolean): Generator<Fact, void> {
  const [value, other] = isLiteral(left) && !isLiteral(right) ? [right, left] : [left, right];
  const constant = unwrap(other);
  for (const subject of subjects(value)) {
    if (constant.kind === "none") yield { kind: equal ? "none" : "not-none", subject };
    else {
      yield { kind: equal ? "equals" : "not-equals", subject, other: constant };
      // What equals a true literal is no None.
      if (equal && isLiteral(constant)) yield { kind: "not-none", subject };
    }
    const measured = lengthOf(subject);
    if (measured && numberOf(constant) === 0) yield { kind: equal ? "falsy" : "truthy", subject: measured };
  }
}

/** `len(x) > 0` and its relatives say whether `x` is empty. */
function* sized(left: Node, operator: string, right: Node, holds: boolean): Generator<Fact, void> {
  const measured = lengthOf(unwrap(left));
  const text = `${operator} ${String(numberOf(right))}`;
  if (measured && (text === "> 0" || text === ">= 1")) yield { kind: holds ? "truthy" : "falsy", subject: measured };
  if (measured && (text === "< 1" || text === "<= 0")) yield { kind: holds ? "falsy" : "truthy", subject: measured };
  const mirrored = lengthOf(unwrap(right));
  const mirror = `${String(numberOf(left))} ${operator}`;
  if (mirrored && (mirror === "0 <" || mirror === "1 <="))
    yield { kind: holds ? "truthy" : "falsy", subject: mirrored };
}

function lengthOf(node: Node): Node | undefined {
  const [argument, ...others] = node.kind === "call" && node.field("function")?.text === "len" ? argumentsOf(node) : [];
  return argument && others.length === 0 ? unwrap(argument) : undefined;
}

function* called(call: Node, holds: boolean): Generator<Fact, void> {
  const callee = call.field("function");
  const [first, second] = argumentsOf(call);
  const name = callee?.kind === "identifier" ? callee.text : undefined;
  yield { kind: holds ? "truthy" : "falsy", subject: call };
  const method = callee?.kind === "attribute" ? callee.field("object") : undefined;
  yield {
    kind: holds ? "call-true" : "call-false",
    call,
    subject: (method ?? first) ? unwrap(method ?? first ?? call) : call,
  };
  if (!first || !name) return;
  for (const subject of subjects(first)) yield* builtin(name, subject, second, holds);
}

/** What the builtins that ask about an object say. */
function* builtin(name: string, subject: Node, second: Node | undefined, holds: boolean): Generator<Fact, void> {
  switch (name) {
    case "isinstance":
      if (second) yield { kind: holds ? "instance" : "not-instance", subject, types: unwrap(second) };
      if (second && holds && !mayNameNone(second)) yield { kind: "not-none", subject };
      return;
    case "hasattr":
    case "getattr": {
      const attribute = second && stringValue(second);
      if (attribute === undefined) return;
      // `getattr(x, "a", None)` is false for an attribute that is there and empty, too.
      if (holds) yield { kind: "has-attribute", subject, attribute };
      else if (name === "hasattr") yield { kind: "lacks-attribute", subject, attribute };
      return;
    }
    case "callable":
      if (holds) yield { kind: "not-none", subject };
      return;
    case "len":
    case "bool":
    case "any":
    case "all":
      if (name === "all") return;
      if (name === "any" && !holds) return;
      yield { kind: holds ? "truthy" : "falsy", subject };
      return;
    default:
      return;
  }
}

function* matched(pattern: Node, holds: boolean): Generator<Fact, void> {
  const subject = subjectOf(pattern);
  const [inner] = pattern.children;
  if (!subject || !inner) return;
  if (inner.kind === "none") yield { kind: holds ? "none" : "not-none", subject };
  else if (inner.kind === "class_pattern") {
    const [types, ...parts] = inner.children;
    if (types && holds) yield { kind: "instance", subject, types };
    if (types && !holds && parts.length === 0) yield { kind: "not-instance", subject, types };
    if (holds) yield { kind: "not-none", subject };
  } else if (isLiteral(inner)) {
    yield { kind: holds ? "equals" : "not-equals", subject, other: inner };
    if (holds) yield { kind: "not-none", subject };
  } else if (holds && /^(list|tuple|dict)_pattern$/.test(inner.kind)) yield { kind: "not-none", subject };
}

function subjectOf(pattern: Node): Node | undefined {
  for (const outer of pattern.ancestors()) {
    if (outer.kind !== "match_statement") continue;
    const [subject, ...others] = outer.fields("subject");
    return subject && others.length === 0 ? unwrap(subject) : undefined;
  }
  return undefined;
}

function argumentsOf(call: Node): readonly Node[] {
  const list = call.field("arguments");
  return list?.kind === "argument_list" ? list.children.filter((child) => child.kind !== "keyword_argument") : [];
}

function isLiteral(node: Node): boolean {
  return LITERALS.has(unwrap(node).kind);
}

const LITERALS = new Set(["none", "true", "false", "integer", "float", "string", "concatenated_string", "ellipsis"]);

/** Whether `isinstance(x, types)` may hold of None. */
function mayNameNone(types: Node): boolean {
  for (const name of types.descendants("identifier")) {
    if (name.text === "NoneType" || name.text === "object") return true;
    if (name.text === "type" && name.fieldName === "function") return true;
  }
  return false;
}

function stringValue(node: Node): string | undefined {
  const [, content, end] = node.kind === "string" ? node.children : [];
  return content?.kind === "string_content" && end?.kind === "string_end" && content.children.length === 0
    ? content.text
    : undefined;
}
