import { rule, type Report } from "../../src/engine/rule.js";
import { unwrap } from "../../src/python/cfg/evaluation.js";
import { expectsTypeError } from "../../src/python/cfg/exceptions.js";
import { comparisonOf } from "../../src/python/cfg/expression.js";
import { quoted } from "../../src/python/editing/quote.js";
import { handlesAttributeError, hasAttribute, isTransparent } from "../../src/python/model/attributes.js";
import { textOf } from "../../src/python/model/literal.js";
import { moduleOf, whereIs, type Module } from "../../src/python/model/module.js";
import { lacksSpecialMethod } from "../../src/python/model/special-methods.js";
import { itemMethods } from "../../src/python/model/stores.js";
import { MAPPING_METHODS } from "../../src/python/tables/builtin-members.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import type { Node } from "../../src/syntax/node.js";
import { kindOf, type Kind } from "./not-a-mapping/kind.js";
import { isTested } from "./not-a-mapping/tested.js";

/**
 * Something is used as a mapping that is a bool, a number, a tuple, a list or a set.
 *
 * The line raises `AttributeError` or `TypeError` when it comes to that: where a function answers True instead of what it
 * found, or returns a pair on the path that nobody tests.
 *
 * @bad
 * ```python
 * class Lamp:
 *     def is_lit(self, hour) -> bool:
 *         return hour > 18
 *
 * def colour(lamp: Lamp, hour):
 *     state = lamp.is_lit(hour)
 *     return state.get("colour")
 * ```
 * @good
 * ```python
 * class Lamp:
 *     def state(self, hour) -> dict:
 *         return {"colour": "white", "lit": hour > 18}
 *
 * def colour(lamp: Lamp, hour):
 *     state = lamp.state(hour)
 *     return state.get("colour")
 * ```
 * @limits What is known of a function by its name alone, and what a function gives on some of its paths, is reported
 * with `--audit`. Attributes and parameters are followed to a dictionary that a caller writes out, and to objects of a class of
 * the project that nothing derives from, where the program is seen to give them one and nothing else.
 * @off Nothing is gained by it: the line can only fail.
 */
export default rule({
  severity: "high",
  *check(module) {
    if (module.isTest) return;
    for (const use of uses(module)) {
      const kind = kindOf(use.subject);
      if (!kind || !isUnfit(kind, use) || isExpected(use, kind)) continue;
      yield report(use, kind);
    }
  },
});

/** A place where a mapping, or at least a container, is needed. */
interface Use {
  readonly at: Node;
  readonly subject: Node;
  /** Whether only a mapping will do: `get`, or a key that is a text. */
  readonly isByText: boolean;
  /** The method that is called on it. */
  readonly method?: string;
  readonly fault: string;
}

function* uses(module: Module): Generator<Use> {
  for (const node of module.within(USES, "subscript", "call", "comparison_operator")) {
    const use = node.kind === "subscript" ? subscripted(node) : node.kind === "call" ? asked(node) : searched(node);
    if (use && FOLLOWED.has(unwrap(use.subject).kind)) yield use;
  }
}

const USES = matchesPattern("a use of a mapping", /\[|\b(?:get|items|keys|values|setdefault|in)\b/);
const FOLLOWED = new Set(["identifier", "call", "subscript", "attribute"]);

function subscripted(at: Node): Use | undefined {
  const [key] = at.fields("subscript");
  const subject = at.field("value");
  if (!subject || !key || isType(at)) return undefined;
  return { at, subject, isByText: textOf(key) !== undefined, fault: "no item can be taken from it" };
}

/** Whether a subscript belongs to an annotation. */
const isType = (node: Node): boolean => node.parent?.kind === "type" || node.parent?.kind === "type_parameter";

function asked(at: Node): Use | undefined {
  const callee = at.field("function");
  const method = callee?.kind === "attribute" ? (callee.field("attribute")?.text ?? "") : "";
  const subject = MAPPING_METHODS.has(method) ? callee?.field("object") : undefined;
  return subject ? { at, subject, method, isByText: true, fault: `it has no '${method}'` } : undefined;
}

function searched(at: Node): Use | undefined {
  const comparison = comparisonOf(at);
  if (!comparison || !/^(not )?in$/.test(comparison.operator)) return undefined;
  return { at, subject: comparison.right, isByText: false, fault: "nothing can be looked for in it" };
}

/** Whether what it is cannot be used so: in tuples and lists there are items, and a class may have the methods for it. */
function isUnfit({ what, of }: Kind, { at, isByText, method = "" }: Use): boolean {
  if (!of)
    return isByText || (!/ (?:tuple|list)$/.test(what) && !(what === "a set" && at.kind === "comparison_operator"));
  switch (at.kind) {
    case "subscript":
      return itemMethods(at).some((name) => lacksSpecialMethod(of, name));
    case "call":
      // What else a class lacks says `objects/unknown-member`.
      return method === "get" && isTransparent(of) && !hasAttribute(of, method);
    default:
      return ["__contains__", "__iter__", "__getitem__"].every((name) => lacksSpecialMethod(of, name));
  }
}

function isExpected({ at, subject }: Use, { isLikely }: Kind): boolean {
  return expectsTypeError(at) || handlesAttributeError(at) || isTested(unwrap(subject), isLikely !== true);
}

/** What cannot be done with an item, by the method that is missing. */
const FAULTS: ReadonlyMap<string | undefined, string> = new Map([
  ["__setitem__", "no item of it can be set"],
  ["__delitem__", "no item of it can be deleted"],
]);

function faultOf({ at, fault }: Use, { of }: Kind): string {
  if (at.kind !== "subscript") return fault;
  return FAULTS.get(itemMethods(at).find((name) => !of || lacksSpecialMethod(of, name))) ?? fault;
}

function report(use: Use, kind: Kind): Report {
  const { at, subject } = use;
  const { what, at: origin, isGiven, isLikely } = kind;
  const how = isGiven ? "given in" : "from";
  const where = moduleOf(origin) === moduleOf(at) && subject.contains(origin) ? "" : `, ${how} [${whereIs(origin)}](1)`;
  return {
    at,
    message: `'${quoted(subject)}' ${isLikely ? "may be" : "is"} ${what}${where}: ${faultOf(use, kind)}.`,
    related: [{ at: origin, message: isGiven ? `given here, as ${what}` : `${what} comes from here` }],
    likely: isLikely ?? false,
    // What its class lacks, it lacks wherever it is used so.
    ...(kind.of && { cause: { at: kind.of.node, name: faultOf(use, kind) } }),
  };
}
