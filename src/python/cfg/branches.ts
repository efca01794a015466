import type { Node } from "../../syntax/node.js";
import { isSameExpression } from "./expression.js";

/** A statement that sends control one way or another, and which way leads to a node. */
interface Way {
  readonly statement: Node;
  /** The clause that holds the node. */
  readonly clause: Node;
  readonly test: Node | undefined;
  /** Whether the test holds on this way; undefined when there is none. */
  readonly holds: boolean | undefined;
}

/**
 * Whether two places of one function never run in the same pass: they stand in different branches, in a `try` and its
 * handler, or under a test and its opposite.
 */
export function excludeEachOther(first: Node, second: Node): boolean {
  const others = [...waysTo(second)];
  for (const way of waysTo(first)) {
    for (const other of others) {
      if (way.statement === other.statement && way.clause !== other.clause) return true;
      const isSame =
        way.test && other.test && way.statement !== other.statement && isSameExpression(way.test, other.test);
      if (isSame && way.holds !== undefined && other.holds !== undefined && way.holds !== other.holds) return true;
    }
  }
  return false;
}

function* waysTo(node: Node): Generator<Way> {
  let inner = node;
  for (const around of node.ancestors()) {
    if (/^(function_definition|lambda|class_definition)$/.test(around.kind)) return;
    if (isBranch(inner, around)) yield wayInto(inner, around);
    inner = around;
  }
}

function isBranch(inner: Node, around: Node): boolean {
  switch (around.kind) {
    case "if_statement":
      return inner.fieldName === "consequence" || inner.fieldName === "alternative";
    case "try_statement":
      return inner.fieldName === "body" || inner.kind === "except_clause";
    case "match_statement":
    case "block":
      return inner.kind === "case_clause";
    default:
      return false;
  }
}

function wayInto(clause: Node, statement: Node): Way {
  let test = statement.kind === "if_statement" ? statement.field("condition") : undefined;
  let holds = clause.fieldName === "consequence";
  while (test?.kind === "not_operator" || test?.kind === "parenthesized_expression") {
    if (test.kind === "not_operator") holds = !holds;
    test = test.children[0];
  }
  // A `try` and its `else` run in the same pass; a handler does not run with them.
  return { statement, clause, test, holds: test ? holds : undefined };
}
