import type { Node } from "../../syntax/node.js";

/** Whether control never comes out at a block's end when no error occurs in it: it returns, raises, breaks, continues. */
export function alwaysLeaves(block: Node): boolean {
  const last = block.children.at(-1);
  return last !== undefined && leaves(last);
}

function leaves(statement: Node): boolean {
  switch (statement.kind) {
    case "return_statement":
    case "raise_statement":
    case "break_statement":
    case "continue_statement":
      return true;
    case "with_statement":
      return bodyLeaves(statement);
    case "if_statement": {
      const branches = statement.fields("alternative");
      const isWhole = branches.at(-1)?.kind === "else_clause";
      return isWhole && blockLeaves(statement.field("consequence")) && branches.every(branchLeaves);
    }
    case "try_statement": {
      const handlers = statement.children.filter((child) => child.kind === "except_clause");
      const otherwise = statement.child("else_clause");
      const body = bodyLeaves(statement) || (otherwise !== undefined && bodyLeaves(otherwise));
      return body && handlers.every((handler) => blockLeaves(handler.child("block")));
    }
    default:
      return false;
  }
}

const branchLeaves = (branch: Node): boolean => blockLeaves(branch.field("consequence") ?? branch.field("body"));
const bodyLeaves = (statement: Node): boolean => blockLeaves(statement.field("body"));
const blockLeaves = (block: Node | undefined): boolean => block !== undefined && alwaysLeaves(block);

/**
 * The statements that run after one when it ends normally, up to the end of the function: those behind it, behind what
 * it stands in, and behind the `for` loops around it once they are through. A `while` ends the list.
 */
export function* statementsAfter(statement: Node): Generator<Node> {
  for (let at = statement, parent = at.parent; parent; at = parent, parent = at.parent) {
    if (parent.kind === "block" || parent.kind === "module") {
      yield* parent.children.filter((sibling) => at.precedes(sibling));
    } else if (parent.kind === "for_statement") {
      const otherwise = parent.field("alternative");
      if (otherwise && otherwise !== at) yield otherwise;
    } else if (/^(while_statement|function_definition|class_definition)$/.test(parent.kind)) {
      return;
    }
  }
}
