import { mentionsName, type Names } from "../../python/cfg/mentions.js";
import type { Node } from "../../syntax/node.js";

/** What is raised by reading a name that has no value, and by whatever takes that along. */
export const UNBOUND: ReadonlySet<string> = new Set(["NameError", "UnboundLocalError"]);
/** What is raised by an import that leads nowhere. */
export const NOT_IMPORTED: ReadonlySet<string> = new Set(["ImportError", "ModuleNotFoundError"]);
/** What conditions speak of under which code runs with another Python, on another system, or never. */
const ELSEWHERE =
  /^(version(_info)?|python_version|hexversion|PY\d*|PYTHON\d*|PY_?\d+|IS_?PY\w*|is_?py\d+|TYPE_CHECKING)$/i;

/** Whether code runs under a condition that tells versions of Python apart, or type checkers from programs. */
export function runsElsewhere(node: Node): boolean {
  return guardedBy(node, ELSEWHERE);
}

/** Whether code runs under a condition that speaks of a name. */
export function guardedBy(node: Node, names: Names): boolean {
  let inner = node;
  for (const around of node.ancestors()) {
    const condition = conditionOf(around);
    if (condition && condition !== inner && mentionsName(condition, names)) return true;
    inner = around;
  }
  return false;
}

function conditionOf(node: Node): Node | undefined {
  if (/^(if_statement|elif_clause|while_statement)$/.test(node.kind)) return node.field("condition");
  if (node.kind === "conditional_expression") return node.children[1];
  return node.kind === "boolean_operator" ? node.field("left") : undefined;
}
