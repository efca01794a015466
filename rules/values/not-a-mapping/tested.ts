import type { Node } from "../../../src/syntax/node.js";
import { numberOf, unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf, isSameExpression } from "../../../src/python/cfg/expression.js";
import { FlowGraph } from "../../../src/python/cfg/graph.js";
import { question } from "../../../src/python/model/solver.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { lookupIn } from "./keys.js";

/**
 * Whether the function around tests an expression somewhere, or what it was looked up by.
 *
 * @param isSure whether it is what it is on every path, so that asking whether there is anything tells nothing
 */
export function isTested(subject: Node, isSure: boolean): boolean {
  const { owner } = moduleOf(subject).graphAround(subject);
  const tested = testedIn(owner);
  for (const word of wordsOf(subject))
    if (
      tested.get(word)?.some((condition) => !condition.contains(subject) && !(isSure && isTruthOf(condition, subject)))
    )
      return true;
  return false;
}

/** Whether a condition only asks for the truth of an expression or of its items, or whether it is None. */
function isTruthOf(condition: Node, subject: Node): boolean {
  if (asksForItem(condition, subject)) return true;
  const comparison = comparisonOf(condition);
  if (comparison)
    return (
      /^is( not)?$/.test(comparison.operator) &&
      comparison.right.kind === "none" &&
      isSameExpression(comparison.left, subject)
    );
  const asked = condition.kind === "not_operator" ? condition.children[0] : condition;
  return asked !== undefined && isSameExpression(unwrap(asked), subject);
}

/** Whether an expression is only mentioned where an item is taken by its number: `not result[0]`, which tuples have, too. */
function asksForItem(condition: Node, subject: Node): boolean {
  const mentions = [...condition.descendants(subject.kind)].filter((node) => isSameExpression(node, subject));
  return mentions.length > 0 && mentions.every(({ parent, fieldName }) => fieldName === "value" && isNumbered(parent));
}

const isNumbered = (subscript: Node | undefined): boolean =>
  subscript?.kind === "subscript" && numberOf(subscript.field("subscript") ?? subscript) !== undefined;

/** The name, and the keys under which it was looked up. */
function* wordsOf(subject: Node): Generator<string> {
  if (subject.kind === "identifier") {
    yield subject.text;
    for (const { from } of moduleOf(subject).bindingsReaching(subject.text, subject)) {
      const key = from && lookupIn(from)?.key;
      if (key !== undefined) yield key;
    }
  }
  const attribute = subject.kind === "attribute" ? subject.field("attribute")?.text : undefined;
  if (attribute !== undefined) yield attribute;
  const key = lookupIn(subject)?.key;
  if (key !== undefined) yield key;
}

const TESTED = question<ReadonlyMap<string, readonly Node[]>>(new Map());

/** The conditions of a function by the names and texts in them: for each the first two, as one may be what is asked about. */
function testedIn(owner: Node): ReadonlyMap<string, readonly Node[]> {
  return moduleOf(owner).project.once(TESTED, owner, () => {
    const edges = FlowGraph.of(owner).blocks.flatMap(({ out }) => out);
    const found = new Map<string, Node[]>();
    for (const condition of new Set(edges.flatMap((edge) => edge.condition ?? []))) {
      for (const { text } of condition.descendants("identifier", "string_content")) {
        const conditions = found.get(text) ?? [];
        if (conditions.length < 2 && conditions.at(-1) !== condition) found.set(text, [...conditions, condition]);
      }
    }
    return found;
  });
}
