import { mentionsName } from "../../python/cfg/mentions.js";
import { handlesAttributeError } from "../../python/model/attributes.js";
import { moduleOf } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import type { Node } from "../../syntax/node.js";

/** What a `with` calls that expects an error. */
const EXPECTS = new Set(["raises", "assertRaises", "assertRaisesRegex", "suppress", "RaisesGroup"]);
/** What decorators are called by which a test is not run, or need not pass. */
const SKIPS = /^(skip\w*|xfail|expectedFailure)$/i;

/** Whether the test around some code is there to see it fail, or does not run. */
export function isExpected(node: Node): boolean {
  return handlesAttributeError(node) || isInRaises(node) || isSkipped(node);
}

const RAISES = question(false);
const SKIPPED = question(false);

/** Whether some code stands in a `with` that expects an error, be it in the list of what is entered. */
export function isInRaises(node: Node): boolean {
  const { project } = moduleOf(node);
  for (const around of node.ancestors()) {
    const clause = around.kind === "with_statement" ? around.child("with_clause") : undefined;
    if (clause && project.once(RAISES, clause, () => mentionsName(clause, EXPECTS))) return true;
    if (around.kind === "function_definition" || around.kind === "lambda") return false;
  }
  return false;
}

/** Whether a decorator of a test, or of its class, has it skipped or allows it to fail. */
export function isSkipped(node: Node): boolean {
  const { project } = moduleOf(node);
  return [...node.ancestors()].some(
    (around) => around.kind === "decorated_definition" && project.once(SKIPPED, around, () => skips(around)),
  );
}

const skips = (definition: Node): boolean =>
  definition.children.some((decorator) => decorator.kind === "decorator" && mentionsName(decorator, SKIPS));
