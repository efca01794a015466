import type { Block } from "../../../src/python/cfg/graph.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { DECODES } from "../../../src/python/tables/access.js";
import type { Node } from "../../../src/syntax/node.js";
import { isCheck } from "../../../src/concepts/access/access-check.js";
import { elementsOf } from "../../../src/concepts/access/branching.js";
import { Forms } from "./forms.js";
import { isServiceWide } from "../../../src/concepts/access/service-wide.js";

/** The expressions in a function that stand for a value: as it is written, what it was assigned from, what is made of it. */
export function formsOf(subject: Node, definition: FunctionDefinition): Forms {
  const forms = new Forms(subject);
  if (subject.kind === "identifier") {
    for (const { from } of moduleOf(subject).bindingsReaching(subject.text, subject)) {
      const value = from && unwrap(from);
      if (value && (accessPath(value) !== undefined || value.kind === "call")) forms.add(value);
    }
  }
  for (const assignment of definition.body?.descendants(
    "assignment",
    "named_expression",
    "for_in_clause",
    "for_statement",
  ) ?? []) {
    const target = assignment.field("left") ?? assignment.field("name");
    const value = assignment.field("right") ?? assignment.field("value");
    if (target?.kind === "identifier" && value && mentions(value, forms) && isMadeOf(unwrap(value), forms))
      forms.add(target);
  }
  return forms;
}

/** Whether a value is made of the ones that it mentions, and not looked up by them. */
function isMadeOf(value: Node, forms: Forms): boolean {
  return (
    /^(string|binary_operator|concatenated_string|list|set|tuple)$/.test(value.kind) ||
    (isServiceWide(value) && !isDecoded(value)) ||
    [...value.descendants("call")].some((call) => isCheck(call) && takes(call, forms))
  );
}

/** Whether a value is what was sent, decoded. */
function isDecoded(value: Node): boolean {
  const call = value.kind === "call" ? moduleOf(value).call(value) : undefined;
  return call !== undefined && DECODES.test(call.lastName) && (call.positional[0]?.kind ?? "string") !== "string";
}

/** Whether a value stands in an expression, other than as a function or an object whose method is called. */
export function mentions(node: Node, forms: Forms): boolean {
  for (const part of node.descendants("identifier", "attribute", "call", "subscript")) {
    if (forms.has(part) && !isCalled(part)) return true;
  }
  return false;
}

const TEXT_METHOD = /^(encode|decode|strip|lower|get_secret_value|format|split|values|keys|items)$/;

function isCalled(node: Node): boolean {
  const { parent } = node;
  if (parent?.kind === "call" && node.fieldName === "function") return true;
  if (parent?.kind !== "attribute" || node.fieldName !== "object") return false;
  const isMethod = parent.parent?.kind === "call" && parent.fieldName === "function";
  return isMethod && !TEXT_METHOD.test(parent.field("attribute")?.text ?? "");
}

/** Whether what a caller sent is held against a value in some blocks. */
export function isComparedIn(blocks: ReadonlySet<Block>, forms: Forms): boolean {
  for (const element of elementsOf(blocks)) {
    if (element.kind.endsWith("_definition") || element.kind === "raise_statement" || !mentions(element, forms))
      continue;
    if ([...element.descendants("call")].some((call) => isCheck(call) && takes(call, forms))) return true;
    if ([...element.descendants("comparison_operator")].some((test) => holds(test, forms))) return true;
  }
  return false;
}

/** Whether a call is given a value to check with, or what a loop takes out of it. What it decodes was sent. */
function takes(call: Node, forms: Forms): boolean {
  const { lastName: name, positional, receiver, arguments: given } = moduleOf(call).call(call);
  const keys = given.map(({ node }) => node).filter((key) => key !== positional[0] || !DECODES.test(name));
  return (
    keys.some((key) => mentions(key, forms)) ||
    (receiver?.kind === "call" && takes(receiver, forms)) ||
    isLooped(call, forms)
  );
}

/** `any(compare_digest(given, key) for key in keys)` */
function isLooped(call: Node, forms: Forms): boolean {
  for (const around of call.ancestors()) {
    if (around.kind.endsWith("_statement")) return false;
    const source =
      around.kind === "generator_expression" || around.kind.endsWith("_comprehension")
        ? around.child("for_in_clause")?.field("right")
        : undefined;
    if (source && mentions(source, forms)) return true;
  }
  return false;
}

/** Whether a comparison holds a value against something that is neither written there nor the service's own. */
export function holds(test: Node, forms: Forms): boolean {
  const { left, operator, right } = comparisonOf(test) ?? {};
  if (!left || !right || operator === "is" || operator === "is not") return false;
  const [secret, given] = mentions(right, forms) ? [right, left] : [left, right];
  return mentions(secret, forms) && !isServiceWide(given);
}
