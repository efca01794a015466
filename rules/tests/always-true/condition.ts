import { valuesInTest } from "../../../src/concepts/tests/fixtures.js";
import { chain, constantTruth, numberOf, unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf, isSameExpression, type Comparison } from "../../../src/python/cfg/expression.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Value } from "../../../src/python/model/value.js";
import { hasKeywords } from "../../../src/python/model/metaclass.js";
import type { Node } from "../../../src/syntax/node.js";
import { isPure } from "./pure.js";

/** Why a condition holds whatever the program does, as what follows it in a sentence; undefined where it may not. */
export function whyTrue(expression: Node): string | undefined {
  const condition = unwrap(expression);
  switch (condition.kind) {
    case "tuple":
      return condition.children.length > 0 ? "is a tuple, and one with something in it is true" : undefined;
    case "list":
    case "set":
    case "dictionary":
      return hasItem(condition) && !isListOfImports(condition) ? "is never empty, and so it is true" : undefined;
    case "string":
    case "concatenated_string":
      return holdsText(condition) ? "is a text, and one that is not empty is true" : undefined;
    case "lambda":
      return "is a function that nothing calls, and functions are true";
    case "generator_expression":
      return "is a generator, and generators are true, whatever they would give";
    case "boolean_operator":
      return ofChain(condition);
    case "comparison_operator":
      return ofComparison(condition);
    case "call":
      return isInstanceOfObject(condition) ? "holds for every object there is" : undefined;
    default:
      return ofValue(condition);
  }
}

function hasItem({ children }: Node): boolean {
  return children.some((item) => !isUnpacked(item));
}

/** Whether a display only names what was imported: that this could be imported is what is tested. */
function isListOfImports({ children }: Node): boolean {
  return children.every(
    (item) =>
      item.kind === "identifier" &&
      moduleOf(item)
        .bindingsReaching(item.text, item)
        .every(({ kind }) => kind === "import"),
  );
}

/** Whether an item stands for as many as something has: in `[*rates()]` the grammar calls what is unpacked. */
function isUnpacked(item: Node): boolean {
  const [first] = item.children;
  return item.kind.endsWith("_splat") || (first?.start === item.start && isUnpacked(first));
}

function holdsText(text: Node): boolean {
  const strings = text.kind === "string" ? [text] : text.children;
  return strings.some((one) => one.children.some(({ kind }) => kind === "string_content"));
}

function ofChain(condition: Node): string | undefined {
  const { operands, isAnd } = chain(condition);
  if (isAnd) return undefined;
  const holds = operands.find((operand) => constantTruth(operand) === true || isText(operand));
  if (holds) return `holds, because '${holds.text.slice(0, LONGEST)}' is true`;
  const complete = operands.some((one, index) => operands.slice(index + 1).some((other) => isOpposite(one, other)));
  return complete ? "holds either way" : undefined;
}

const LONGEST = 40;

const isText = (operand: Node): boolean => unwrap(operand).kind.endsWith("string") && holdsText(unwrap(operand));

const OPPOSITES: Readonly<Record<string, string | undefined>> = {
  is: "is not",
  "is not": "is",
  in: "not in",
  "not in": "in",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
};

/** Whether one of two conditions holds whenever the other does not. */
function isOpposite(one: Node, other: Node): boolean {
  const [a, b] = [comparisonOf(unwrap(one)), comparisonOf(unwrap(other))];
  if (!a || !b) return isNegation(one, other) || isNegation(other, one);
  const areSame = isSameExpression(a.left, b.left) && isSameExpression(a.right, b.right);
  return areSame && OPPOSITES[a.operator] === b.operator && isPure(a.left) && isPure(a.right);
}

function isNegation(one: Node, other: Node): boolean {
  const node = unwrap(one);
  const negated = node.kind === "not_operator" ? node.field("argument") : undefined;
  return negated !== undefined && isPure(negated) && isSameExpression(negated, other);
}

function ofComparison(condition: Node): string | undefined {
  const comparison = comparisonOf(condition);
  if (!comparison) return undefined;
  if (isLeastLength(comparison)) return "holds for every length";
  return isAmongTruths(comparison) ? "holds for everything that is true or false" : undefined;
}

/** `len(items) >= 0`, `0 <= len(items)`, `len(items) > -1`. */
function isLeastLength({ left, right, operator }: Comparison): boolean {
  const [length, bound, how] = isLength(left) ? [left, right, operator] : [right, left, MIRRORED[operator]];
  const number = numberOf(bound);
  if (!isLength(length) || number === undefined) return false;
  return how === ">=" ? number <= 0 : (how === ">" || how === "!=") && number < 0;
}

const MIRRORED: Readonly<Record<string, string | undefined>> = { "<=": ">=", "<": ">", "!=": "!=" };

function isLength(expression: Node): boolean {
  const node = unwrap(expression);
  return node.kind === "call" && isBuiltin(node.field("function"), "len");
}

/** Whether a name means what Python calls so. */
function isBuiltin(name: Node | undefined, what: string): boolean {
  return name?.kind === "identifier" && name.text === what && !moduleOf(name).isBound(what, name);
}

/** `not x in (True, False)`, of what is proved to be one of them. */
function isAmongTruths({ left, right, operator }: Comparison): boolean {
  const among = unwrap(right);
  const kinds = /^(tuple|list|set)$/.test(among.kind) ? among.children.map(({ kind }) => kind) : [];
  const areBoth = kinds.length === 2 && kinds.includes("true") && kinds.includes("false");
  return operator === "in" && areBoth && isTruth(unwrap(left));
}

function isTruth(node: Node): boolean {
  if (node.kind === "not_operator") return true;
  const callee = node.kind === "call" ? node.field("function") : undefined;
  return ["bool", "isinstance", "issubclass", "callable", "hasattr"].some((name) => isBuiltin(callee, name));
}

function isInstanceOfObject(call: Node): boolean {
  const { positional, arguments: all } = moduleOf(call).call(call);
  return isBuiltin(call.field("function"), "isinstance") && all.length === 2 && isBuiltin(positional[1], "object");
}

/** A function or class of the file, or a method that nothing calls. */
function ofValue(condition: Node): string | undefined {
  if (condition.kind !== "identifier" && condition.kind !== "attribute") return undefined;
  const values = valuesInTest(condition);
  if (values.length === 0 || !values.every((value) => isCallable(value, condition))) return undefined;
  const isClass = values.every(({ kind }) => kind === "class");
  return `is a ${isClass ? "class" : condition.kind === "attribute" ? "method" : "function"} that nothing calls here, and so it is true`;
}

function isCallable(value: Value, condition: Node): boolean {
  const isMethod = condition.kind === "attribute";
  if (value.kind === "function")
    return isMethod
      ? value.self?.kind === "instance" && isAsWritten(value.definition, condition)
      : value.definition.module === moduleOf(condition) && value.definition.decorators.length === 0;
  if (value.kind !== "class" || isMethod) return false;
  const { module, decorators, node } = value.definition;
  return module === moduleOf(condition) && decorators.length === 0 && !hasKeywords(node);
}

/** Whether a method is what its class has under the name: no decorator makes anything else of it. */
function isAsWritten({ name, owner, decorators }: FunctionDefinition, read: Node): boolean {
  return owner !== undefined && decorators.length === 0 && name === read.field("attribute")?.text;
}
