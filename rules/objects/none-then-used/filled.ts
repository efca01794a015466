import { calledName } from "../../../src/python/cfg/expression.js";
import type { Node } from "../../../src/syntax/node.js";

/**
 * Whether a name is set to None under the test that it holds nothing, which it cannot be: a statement of the same block has put
 * something in, whatever happens.
 */
export function isNeverEmpty(set: Node): boolean {
  const test = [...set.ancestors()].find(({ kind }) => kind === "if_statement");
  const condition = test?.field("condition");
  if (!test || condition?.kind !== "not_operator" || condition.children[0]?.text !== set.text) return false;
  const before = (test.parent?.children ?? []).filter(({ end }) => end <= test.start);
  const made = before.findLastIndex(({ children: [first] }) => first?.field("left")?.text === set.text);
  return made >= 0 && before.slice(made + 1).some((statement) => puts(statement, set.text));
}

/** `name[key] = value`, `name.append(value)`. */
function puts({ kind, children: [first] }: Node, name: string): boolean {
  if (kind !== "expression_statement" || !first) return false;
  if (first.kind === "assignment") {
    const target = first.field("left");
    return target?.kind === "subscript" && target.field("value")?.text === name;
  }
  const object = first.kind === "call" ? first.field("function")?.field("object") : undefined;
  return object?.text === name && /^(add|append|insert|setdefault)$/.test(calledName(first) ?? "");
}
