import { runsUnconfigured } from "../../../src/concepts/settings/defaults.js";
import { assignedTo, calledName } from "../../../src/python/cfg/expression.js";
import { wrapped } from "../../../src/python/cfg/evaluation.js";
import { callerFrames } from "../../../src/python/dataflow/frames.js";
import { textOf } from "../../../src/python/model/literal.js";
import { tells } from "../../../src/python/model/logging.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { ROUTING_CLAIMS, TIME_CLAIMS } from "../../../src/python/tables/token-decoders.js";
import type { Node } from "../../../src/syntax/node.js";
import type { Decode } from "./decodes.js";

/** What is done with the claims of a token. */
export interface Use {
  readonly at: Node;
  /** The claim that is read; undefined where all of them are handed on. */
  readonly key: string | undefined;
  /** The variable that they are kept in. */
  readonly name: string | undefined;
  readonly isReturned: boolean;
}

/** Claims are followed through this many functions that return them. */
const MOST_RETURNS = 2;

/** What is done with what an expression gives: in the function around it, and in callers that it is returned to. */
export function usesOf(expression: Node, depth = MOST_RETURNS): readonly Use[] {
  const names = assignedTo(expression).filter(({ kind }) => kind === "identifier");
  if (names.length === 0) return useAt(expression, undefined, depth);
  return names.flatMap((name) => usesOfName(name, depth));
}

function usesOfName(name: Node, depth: number): readonly Use[] {
  const module = moduleOf(name);
  const around = module.functionAround(name);
  return module
    .identifiers(name.text)
    .filter((use) => use !== name && module.functionAround(use) === around && !isNoUse(use))
    .filter((use) => module.bindingsReaching(name.text, use).some(({ node }) => node === name))
    .flatMap((use) => useAt(use, name.text, depth));
}

/** Whether an identifier is an attribute, a keyword, or the target of an assignment. */
function isNoUse({ fieldName, parent }: Node): boolean {
  if (fieldName === "attribute" || fieldName === "left") return true;
  return parent?.kind === "keyword_argument" && fieldName === "name";
}

function useAt(place: Node, name: string | undefined, depth: number): readonly Use[] {
  const { key, whole } = readAt(wrapped(place));
  const { parent } = whole;
  // Asking whether there are any claims uses none of them.
  if (
    key === undefined &&
    /^(if_statement|not_operator|expression_statement|boolean_operator)$/.test(parent?.kind ?? "")
  )
    return [];
  if (isTold(whole)) return [];
  if (key === "payload" && name === undefined) return usesOf(whole, depth);
  const isReturned = parent?.kind === "return_statement";
  if (key === undefined && isReturned && depth > 0) {
    const around = moduleOf(place).functionAround(place);
    const callers = around ? callerFrames(around) : [];
    if (callers.length > 0) return callers.flatMap(({ call }) => usesOf(awaited(call.node), depth - 1));
  }
  return [{ at: place, key, name, isReturned }];
}

function awaited(call: Node): Node {
  return call.parent?.kind === "await" ? call.parent : call;
}

/** The claim that is read at a place: `claims["sub"]`, `claims.get("sub")`. */
function readAt(place: Node): { readonly key: string | undefined; readonly whole: Node } {
  const { parent } = place;
  if (parent?.kind === "subscript" && place.fieldName === "value") {
    const key = parent.field("subscript");
    return { key: (key && textOf(key)) ?? "?", whole: wrapped(parent) };
  }
  const call = parent?.kind === "attribute" && place.fieldName === "object" ? parent.parent : undefined;
  const [first] = call?.kind === "call" ? moduleOf(call).call(call).positional : [];
  const isGet = parent?.field("attribute")?.text === "get" && call && first;
  return isGet ? { key: textOf(first) ?? "?", whole: wrapped(call) } : { key: undefined, whole: place };
}

/** Whether a value only goes into a log. */
function isTold(value: Node): boolean {
  for (const around of value.ancestors()) {
    if (around.kind === "call" && (tells(around) || TELLS.test(calledName(around) ?? ""))) return true;
    if (around.kind.endsWith("_statement")) return false;
  }
  return false;
}

/** Names of a program's own functions that print or log. */
const TELLS = /(^|_)(debug|log|print|trace)(_|$)/i;

/** How much depends on the claims that are read. */
export function weighed(uses: readonly Use[], { how }: Decode): "much" | "little" | "none" {
  if (how === "algorithm") return "much";
  if (uses.length === 0) return "none";
  const isLittle = ({ key }: Use): boolean => key !== undefined && (TIME_CLAIMS.has(key) || ROUTING_CLAIMS.has(key));
  // What somebody has to switch on is a little.
  return uses.every((use) => isLittle(use) || !runsUnconfigured(use.at)) ? "little" : "much";
}
