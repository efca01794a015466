import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { firstWhere, type Node } from "../../../src/syntax/node.js";

const CHILDREN = question<readonly Node[]>([]);

/**
 * The statements behind one, up to that with a read in it; undefined where something between them decides whether the read is
 * reached, or where it is a target that is bound anew.
 */
export function codeUpTo(node: Node, statement: Node): readonly Node[] | undefined {
  const { parent } = statement;
  if (!parent || isTarget(node)) return undefined;
  let inner = node;
  for (const around of node.ancestors()) {
    if (around === parent) break;
    if (decides(around, inner)) return undefined;
    inner = around;
  }
  if (inner.parent !== parent) return undefined;
  // Many may be asked about in one block.
  const siblings = moduleOf(node).project.once(CHILDREN, parent, () => parent.children);
  const code: Node[] = [];
  for (let at = firstWhere(siblings.length, (index) => (siblings[index]?.start ?? 0) >= statement.end); ; at++) {
    const sibling = siblings[at];
    if (!sibling || sibling.start > inner.start) return undefined;
    code.push(sibling);
    if (sibling === inner) return code;
    if (!SIMPLE.test(sibling.kind)) return undefined;
  }
}

const SIMPLE = /^(expression_statement|pass_statement|import_statement|import_from_statement|comment)$/;

/** Whether a name is bound anew, be it with others. */
function isTarget(node: Node): boolean {
  const { parent } = node;
  if (parent && /^(pattern_list|tuple_pattern|list_pattern|list_splat_pattern|as_pattern_target)$/.test(parent.kind))
    return isTarget(parent);
  const isLeft = node.fieldName === "left" && /^(assignment|for_statement|for_in_clause)$/.test(parent?.kind ?? "");
  return isLeft || node.fieldName === "alias";
}

/** Whether some code only evaluates a part of its own under a condition, later, or in other rounds. */
function decides(around: Node, inner: Node): boolean {
  switch (around.kind) {
    case "if_statement":
    case "while_statement":
      return inner.fieldName !== "condition";
    case "for_statement":
      return inner.fieldName !== "right";
    case "with_statement":
      return inner.kind !== "with_clause";
    case "match_statement":
      return inner.fieldName !== "subject";
    case "boolean_operator":
      return inner.fieldName === "right";
    case "conditional_expression":
      return around.children[1] !== inner;
    default:
      return DECIDES.test(around.kind);
  }
}

const DECIDES = /^(lambda|function_definition|class_definition|decorated_definition|try_statement|block)$/;
