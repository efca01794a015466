import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf, lastNameOf } from "../../../src/python/cfg/expression.js";
import type { Edge } from "../../../src/python/cfg/graph.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";
import { localBindings } from "./names.js";

/** Whether a loop comes back to a read that gave nothing, whatever way it takes then. */
export function staysAtEnd(read: Node, name: Node, loop: Node, around: FunctionDefinition): boolean {
  const { graph } = around;
  const bindings = localBindings(name, around)?.filter(({ node }) => loop.contains(node));
  if (bindings?.length !== 1) return false;
  const again = graph.elementOf(read);
  // Behind an `assert` that does not hold nothing comes back.
  const found = { isCertain: true, comesBack: false };
  const visit = (element: Node): "go" | "stop" => {
    found.comesBack ||= element === again;
    if (element === again) return "stop";
    found.isCertain &&=
      loop.contains(element) && !LEAVES.has(element.kind) && [...graph.partsOf(element)].every(isHarmless);
    return found.isCertain ? "go" : "stop";
  };
  graph.walkFrom(read, visit, (edge) => isTaken(edge, name.text));
  return found.isCertain && found.comesBack;
}

const LEAVES = new Set([
  "break_statement",
  "return_statement",
  "raise_statement",
  "assert_statement",
  "delete_statement",
  "subscript",
  "yield",
]);

/** The kinds of what may fail, or move on, as far as its name does not say that it does not. */
export const MAY_FAIL: readonly string[] = [...LEAVES, "call"];

/** Whether an edge may be taken while a name stands for an empty text; what may fail is looked for in what runs. */
function isTaken({ kind, condition }: Edge, name: string): boolean {
  if (kind === "raise") return false;
  const holds = condition && holdsAtEnd(condition, name);
  return holds === undefined || kind === "next" || holds === (kind === "true");
}

/** Whether a part of what runs can neither fail nor move on in what is read. */
export function isHarmless(part: Node): boolean {
  if (LEAVES.has(part.kind)) return false;
  return part.kind !== "call" || HARMLESS.test(lastNameOf(part.field("function")) ?? "");
}

const HARMLESS =
  /^(append|extend|add|write|tell|len|print|bytearray|repr|format|min|max|debug|info|warning|error|r?strip|lstrip|lower|upper|startswith|endswith|is(digit|alpha|alnum|space|upper|lower|numeric|decimal))$/;

/** Whether a condition holds for an empty text under a name; undefined where that cannot be told. */
export function holdsAtEnd(condition: Node, name: string): boolean | undefined {
  const node = unwrap(condition);
  switch (node.kind) {
    case "identifier":
      return node.text === name ? false : undefined;
    case "not_operator": {
      const argument = node.field("argument");
      const holds = argument && holdsAtEnd(argument, name);
      return holds === undefined ? undefined : !holds;
    }
    case "boolean_operator":
      return holdsTogether(node, name);
    case "call":
      return isOf(node, name) ? false : undefined;
    case "comparison_operator":
      return comparesAtEnd(node, name);
    default:
      return undefined;
  }
}

/** `line != "" and line != "END"`: one side may decide. */
function holdsTogether(node: Node, name: string): boolean | undefined {
  const sides = [node.field("left"), node.field("right")].map((side) => side && holdsAtEnd(side, name));
  const decides = node.child("or") !== undefined;
  if (sides.includes(decides)) return decides;
  return sides.includes(undefined) ? undefined : !decides;
}

/** `line.strip()`, `line.startswith("#")`: false of what is empty. */
function isOf(call: Node, name: string): boolean {
  const named = call.field("function");
  const callee = named && unwrap(named);
  const isMethod = FALSE_OF_EMPTY.test(callee?.field("attribute")?.text ?? "");
  const object = callee?.field("object");
  return isMethod && object !== undefined && unwrap(object).text === name;
}

const FALSE_OF_EMPTY =
  /^(r|l)?strip$|^(starts|ends)with$|^lower$|^upper$|^is(digit|alpha|alnum|space|upper|lower|numeric|decimal)$/;

function comparesAtEnd(node: Node, name: string): boolean | undefined {
  const { left, operator, right } = comparisonOf(node) ?? {};
  if (!left || !right) return undefined;
  const isMembership = operator === "in" || operator === "not in";
  if (isMembership && isSubject(unwrap(left), name)) {
    const isIn = holdsEmpty(right);
    return isIn === undefined ? undefined : isIn === (operator === "in");
  }
  const literal = textOf(isMembership ? left : right);
  if (literal === undefined || !isSubject(unwrap(isMembership ? right : left), name)) return undefined;
  if (operator === "==") return literal === "";
  if (operator === "!=") return literal !== "";
  if (literal === "" || !isMembership) return undefined;
  return operator === "not in";
}

const isSubject = (subject: Node, name: string): boolean =>
  subject.text === name || (subject.kind === "call" && isOf(subject, name));

/** Whether an empty text is in something: every text holds it, a list of others does not. */
function holdsEmpty(container: Node): boolean | undefined {
  const node = unwrap(container);
  if (textOf(node) !== undefined) return true;
  if (/^(tuple|list|set)$/.test(node.kind)) {
    const texts = node.children.map((item) => textOf(item));
    return texts.includes(undefined) ? undefined : texts.includes("");
  }
  const [value, ...others] = node.kind === "identifier" ? moduleOf(node).valuesOf(node) : [];
  return value?.kind === "literal" && others.length === 0 && value.at.kind !== "identifier"
    ? holdsEmpty(value.at)
    : undefined;
}
