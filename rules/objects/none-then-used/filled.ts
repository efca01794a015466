import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName } from "../../../src/python/cfg/expression.js";
import type { Node } from "../../../src/syntax/node.js";

/**
 * Whether a name is set to None under the test that it holds nothing, which it cannot be: a statement of the same block has put
 * something in, whatever happens.
 */
export function isNeverEmpty(set: Node): boolean {
  const test = [...set.ancestors()].find(({ kind }) => kind === "if_statement");
  const condition = bare(test?.field("condition"));
  const asked = condition?.kind === "not_operator" ? bare(condition.children[0]) : undefined;
  if (!test || asked?.text !== set.text) return false;
  const before = (test.parent?.children ?? []).filter(({ end }) => end <= test.start);
  const made = before.findLastIndex(({ children: [first] }) => bare(first?.field("left"))?.text === set.text);
  return made >= 0 && before.slice(made + 1).some((statement) => puts(statement, set.text));
}

/** `name[key] = value`, `name.append(value)`. */
function puts({ kind, children }: Node, name: string): boolean {
  const first = bare(children[0]);
  if (kind !== "expression_statement" || !first) return false;
  if (first.kind === "assignment") {
    const target = bare(first.field("left"));
    return target?.kind === "subscript" && bare(target.field("value"))?.text === name;
  }
  const callee = first.kind === "call" ? bare(first.field("function")) : undefined;
  return (
    bare(callee?.field("object"))?.text === name && /^(add|append|insert|setdefault)$/.test(calledName(first) ?? "")
  );
}

/** What stands in parentheses, if it does. */
const bare = (node: Node | undefined): Node | undefined => node && unwrap(node);
