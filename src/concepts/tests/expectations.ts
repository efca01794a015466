import { mentionsName } from "../../python/cfg/mentions.js";
import { handlesAttributeError } from "../../python/model/attributes.js";
import type { Node } from "../../syntax/node.js";

/** What a `with` calls that expects an error. */
const EXPECTS = new Set(["raises", "assertRaises", "assertRaisesRegex", "suppress", "RaisesGroup"]);
/** What decorators are called by which a test is not run, or need not pass. */
const SKIPS = /^(skip\w*|xfail|expectedFailure)$/i;

/** Whether the test around some code is there to see it fail, or does not run. */
export function isExpected(node: Node): boolean {
  return handlesAttributeError(node) || isInRaises(node) || isSkipped(node);
}

/** Whether some code stands in a `with` that expects an error, be it in the list of what is entered. */
export function isInRaises(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (around.kind === "with_statement" && mentionsName(around.child("with_clause") ?? around, EXPECTS)) return true;
    if (around.kind === "function_definition" || around.kind === "lambda") return false;
  }
  return false;
}

/** Whether a decorator of a test, or of its class, has it skipped or allows it to fail. */
export function isSkipped(node: Node): boolean {
  for (const around of node.ancestors()) {
    if (around.kind !== "decorated_definition") continue;
    const decorators = around.children.filter(({ kind }) => kind === "decorator");
    if (decorators.some((decorator) => mentionsName(decorator, SKIPS))) return true;
  }
  return false;
}
