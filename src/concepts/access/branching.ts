import { holdsUnconfigured } from "../settings/defaults.js";
import type { Block, Edge } from "../../python/cfg/graph.js";
import { unwrap } from "../../python/cfg/evaluation.js";
import { comparisonOf, isSameExpression } from "../../python/cfg/expression.js";
import { factsOf } from "../../python/cfg/guards.js";
import { textOf } from "../../python/model/literal.js";
import type { Node } from "../../syntax/node.js";
import { isServiceWide } from "./service-wide.js";

/** A function with more tests and ends than this does other things than to check a caller; each costs a walk through it. */
export const MOST_TESTS = 100;

/** The edges of a block that a test of an expression decides about. */
export function decisions(block: Block): readonly Edge[] {
  return block.out.filter(({ condition, kind }) => {
    if (!condition || condition.kind === "case_pattern" || (kind !== "true" && kind !== "false")) return false;
    return !(condition.parent?.kind ?? "").startsWith("for_");
  });
}

export function opposite(edge: Edge): Edge | undefined {
  return edge.from.out.find((other) => other.condition === edge.condition && other.kind !== edge.kind);
}

/**
 * The blocks that control gets to only where a test does not take an edge: what is done there, the test decides. What
 * both ways lead to, another test decides, or none.
 */
export function decidedAgainst(edge: Edge): ReadonlySet<Block> {
  const both = blocksAfter(edge.to, edge);
  const other = opposite(edge);
  return new Set([...(other ? blocksAfter(other.to, edge) : [])].filter((block) => !both.has(block)));
}

/** Where control gets from a block without an error and without coming back to a test. */
function blocksAfter(from: Block, test: Edge): ReadonlySet<Block> {
  const seen = new Set([from]);
  for (const block of seen) {
    for (const { to, kind } of block.out) if (kind !== "raise" && to !== test.from) seen.add(to);
  }
  return seen;
}

/** What is missing once an edge is taken. */
export function missingSubject(edge: Edge): Node | undefined {
  for (const fact of factsOf(edge)) {
    if (fact.kind === "falsy" || fact.kind === "none") return fact.subject;
    if (fact.kind === "equals" && textOf(fact.other) === "") return fact.subject;
  }
  return undefined;
}

/** What a comparison says is missing when it holds: `token` of `token is None` and of `token == ""`. */
export function comparedWithNothing(test: Node): Node | undefined {
  const comparison = comparisonOf(test);
  if (!comparison || !/^(is|==)$/.test(comparison.operator)) return undefined;
  const right = unwrap(comparison.right);
  return right.kind === "none" || textOf(right) === "" ? unwrap(comparison.left) : undefined;
}

/** Whether an edge can be taken while something is missing, nobody has configured the rest, and nothing fails. */
export function isPossible(edge: Edge, missing: Node): boolean {
  const { condition, kind } = edge;
  if (kind === "raise") return false;
  if (!condition) return true;
  const facts = factsOf(edge);
  const isSame = (node: Node): boolean => isSameExpression(node, missing);
  if (facts.some((fact) => isSame(fact.subject))) {
    return !facts.some((fact) => (fact.kind === "truthy" || fact.kind === "not-none") && isSame(fact.subject));
  }
  if (condition.kind === "case_pattern" || !isServiceWide(condition)) return true;
  const truth = holdsUnconfigured(condition);
  return truth === undefined || truth === (kind === "true");
}

export function* elementsOf(blocks: ReadonlySet<Block>): Generator<Node> {
  for (const block of blocks) {
    yield* block.elements;
    for (const { condition } of block.out) if (condition) yield condition;
  }
}
