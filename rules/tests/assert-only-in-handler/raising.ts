import { numberOf, unwrap } from "../../../src/python/cfg/evaluation.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether a simple statement raises whatever the program does: it divides by zero, or looks into what is empty. */
export function raisesAsWritten(statement: Node): boolean {
  if (!/^(expression|return)_statement$/.test(statement.kind)) return false;
  for (const node of statement.descendants("binary_operator", "subscript", "call")) if (isError(node)) return true;
  return false;
}

function isError(node: Node): boolean {
  if (node.kind === "binary_operator") return isDivision(node) && numberOf(node.field("right") ?? node) === 0;
  if (node.kind === "subscript")
    return /^(list|dictionary|tuple)$/.test(kindOf(node, "value")) && isEmpty(node.field("value"));
  return isConversion(node);
}

const isDivision = (node: Node): boolean => ["/", "//", "%"].some((operator) => node.child(operator) !== undefined);
const kindOf = (node: Node, field: string): string => node.field(field)?.kind ?? "";
const isEmpty = (node: Node | undefined): boolean => node !== undefined && unwrap(node).children.length === 0;

/** `int("x")`: a text that is no number is made one. */
function isConversion(call: Node): boolean {
  const [text, ...others] = call.field("arguments")?.children ?? [];
  const isText = text?.kind === "string" && others.length === 0 && text.child("interpolation") === undefined;
  return isText && /^(int|float)$/.test(call.field("function")?.text ?? "") && !/\d/.test(text.text);
}
