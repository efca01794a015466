import { isAssertion } from "../../../src/concepts/tests/assertions.js";
import { chain, constantTruth, unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf, isSameExpression, type Comparison } from "../../../src/python/cfg/expression.js";
import type { Node } from "../../../src/syntax/node.js";
import { isPure } from "./pure.js";

/** The condition of the `if` that an assertion stands in first thing, when that implies it. */
export function implier(assertion: Node, condition: Node): Node | undefined {
  const block = assertion.parent;
  const around = block?.kind === "block" && block.fieldName === "consequence" ? block.parent : undefined;
  const test = around && /^(if_statement|elif_clause)$/.test(around.kind) ? around.field("condition") : undefined;
  // What stands between may change what was looked at; where more is asserted, this only says again what the rest is about.
  if (!test || block?.children[0] !== assertion || block.children.slice(1).some(isAssertion)) return undefined;
  const facts = unwrap(test).kind === "boolean_operator" ? chain(unwrap(test)) : { operands: [test], isAnd: true };
  const implies = facts.isAnd && facts.operands.some((fact) => follows(unwrap(fact), unwrap(condition)));
  return implies ? test : undefined;
}

function follows(fact: Node, claim: Node): boolean {
  if (isPure(fact) && isPure(claim) && constantTruth(fact) === undefined && isSameExpression(fact, claim)) return true;
  const [known, claimed] = [comparisonOf(fact), comparisonOf(claim)];
  if (!known || !claimed || ![known.left, known.right].every(isPure)) return false;
  return isImplied(known, claimed) || isImplied(mirrored(known), claimed);
}

/** What else holds where a comparison does. */
const IMPLIED: Readonly<Record<string, readonly string[] | undefined>> = {
  "<": ["<", "<="],
  "<=": ["<="],
  ">": [">", ">="],
  ">=": [">="],
  "==": ["=="],
  "!=": ["!="],
  is: ["is"],
  "is not": ["is not"],
  in: ["in"],
  "not in": ["not in"],
};

function isImplied(known: Comparison, claimed: Comparison): boolean {
  const areSame = isSameExpression(known.left, claimed.left) && isSameExpression(known.right, claimed.right);
  return areSame && (IMPLIED[known.operator]?.includes(claimed.operator) ?? false);
}

const MIRRORED: Readonly<Record<string, string | undefined>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "==": "==",
  "!=": "!=",
  is: "is",
  "is not": "is not",
};

function mirrored({ left, right, operator }: Comparison): Comparison {
  return { left: right, right: left, operator: MIRRORED[operator] ?? "" };
}
