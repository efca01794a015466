import type { Node } from "../../../src/syntax/node.js";
import { comparisonOf } from "../../../src/python/cfg/expression.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";

/** Calls in each other through which a program's start is looked for. */
const DEEPEST = 6;

/** Whether a place runs whenever the program starts, as nothing on the way to it can branch. */
export function runsAtStart(node: Node, depth = 0): boolean {
  const module = moduleOf(node);
  const around = module.functionAround(node);
  const scope = around?.node ?? module.root;
  if (!isStraightIn(node, scope)) return false;
  return around ? depth < DEEPEST && isCalledAtStart(around, depth) : true;
}

function isCalledAtStart(definition: FunctionDefinition, depth: number): boolean {
  if (definition.isAsync || definition.isGenerator || definition.node.kind === "lambda") return false;
  return definition.module.project.callersOf(definition).some(({ call }) => runsAtStart(call.node, depth + 1));
}

const BRANCHES =
  /^(for_statement|while_statement|match_statement|conditional_expression|boolean_operator|lambda|comparison_operator|.*_comprehension|generator_expression|except_clause|else_clause|elif_clause|assert_statement|decorator)$/;

/** Whether no branch stands between the beginning of a function or file and a place in it. */
function isStraightIn(node: Node, scope: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === scope) return leavesNowhereBefore(node, scope);
    if (around.kind === "if_statement" ? !isMainGuard(around) : BRANCHES.test(around.kind)) return false;
  }
  return false;
}

/** `if __name__ == "__main__":` */
function isMainGuard(statement: Node): boolean {
  const test = statement.field("condition");
  return test !== undefined && comparisonOf(test)?.left.text === "__name__";
}

/** Whether control cannot leave a function before it comes to a place. */
function leavesNowhereBefore(node: Node, scope: Node): boolean {
  if (scope.kind === "module") return true;
  return moduleOf(node)
    .graphAround(node)
    .everyPathOut({ element: (element) => element.contains(node) });
}
