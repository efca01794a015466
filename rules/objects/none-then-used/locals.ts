import type { Node } from "../../../src/syntax/node.js";
import { neverReturns } from "../../../src/python/model/diverging.js";
import { handlesAttributeError } from "../../../src/python/model/attributes.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { leadsConsistently } from "./consistent.js";
import { isNeverEmpty } from "./filled.js";
import { isDemandedIn, isDereferenced, isGuarded, isNone, tellsNotNone } from "./noneness.js";
import { noneResult } from "./results.js";
import { leadsStraight } from "./straight.js";
import type { NoneUse } from "./use.js";
import type { Binding } from "../../../src/python/model/scope.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import { callsAmong } from "../../../src/python/cfg/mentions.js";
import { isLogCall } from "../../../src/python/model/logging.js";

/** The uses of a function's own names that are None there: on every path, or because what fills them has failed. */
export function* noneLocals(definition: FunctionDefinition): Generator<NoneUse> {
  const { module, node } = definition;
  const scope = module.scopes.opened(node);
  const names = new Set<string>();
  for (const [name, bindings] of scope.all()) if (bindings.some(setsNone)) names.add(name);
  if (names.size === 0) return;
  for (const statement of node.descendants("nonlocal_statement"))
    for (const name of statement.children) names.delete(name.text);
  for (const use of node.descendants("identifier")) {
    if (!names.has(use.text) || !isDereferenced(use) || module.scopes.around(use) !== scope) continue;
    const bindings = module.bindingsReaching(use.text, use).filter((binding) => binding.kind !== "delete");
    const found = judge(use, bindings);
    if (found && !isGuarded(use, use.text) && !handlesAttributeError(use)) yield found;
  }
}

function setsNone({ kind, from, unpack }: Binding): boolean {
  return kind === "assign" && (isNone(from, unpack) || noneResult(from, unpack) !== undefined);
}

function judge(use: Node, bindings: readonly Binding[]): NoneUse | undefined {
  const none = bindings.filter((binding) => setsNone(binding) && !isNeverEmpty(binding.node));
  const others = bindings.filter((binding) => !setsNone(binding));
  const last = none.at(-1);
  const set = last?.node;
  if (!set) return undefined;
  const result = noneResult(last.from, last.unpack);
  if (others.length === 0) return { set, use, ...(result && { result }) };
  return afterFailure(use, set, others) ?? straightAfter(use, none, others);
}

/** One of several paths that lead to a use, on which a name is set to None and then nothing is decided any more. */
function straightAfter(use: Node, none: readonly Binding[], others: readonly Binding[]): NoneUse | undefined {
  const graph = moduleOf(use).graphAround(use);
  const kills = new Set(others.map(({ node }) => graph.elementOf(node)));
  const left = none.find(({ node }) => leadsStraight(graph, node, use, (element) => kills.has(element)));
  if (!left) return undefined;
  const result = noneResult(left.from, left.unpack);
  return { set: left.node, use, ...(result && { result }) };
}

/** A `try` whose body alone fills the name, and which goes on when that fails. */
function afterFailure(use: Node, set: Node, others: readonly Binding[]): NoneUse | undefined {
  const [failing] = others;
  const statement = failing && tryAround(failing.node);
  const body = statement?.field("body");
  if (!failing || !statement || !body || !others.every(({ node }) => body.contains(node))) return undefined;
  if (statement.precedes(set) || use.precedes(body) || body.contains(use)) return undefined;
  const handler = statement.children.find((child) => child.kind === "except_clause" && goesOn(child, use, set));
  if (!handler) return undefined;
  const isInside = statement.contains(use);
  return { set, use, failing: failing.node, likely: isInside || isDecidedLater(use, statement) || keepsNote(handler) };
}

function tryAround(node: Node): Node | undefined {
  for (const around of node.ancestors()) {
    if (around.kind === "try_statement") return around;
    if (around.kind === "function_definition") return undefined;
  }
  return undefined;
}

/** Whether control may come from a handler to a use with the name still unset. */
function goesOn(handler: Node, use: Node, set: Node): boolean {
  const first = handler.child("block")?.children[0];
  return first !== undefined && !mayLeave(handler) && reachesUnset(first, use, set);
}

/** Whether code makes a call that is likely not to return. */
function mayLeave(code: Node): boolean {
  return [...callsAmong(code, LEAVES)].some((call) => {
    const { lastName, receiver } = moduleOf(call).call(call);
    return lastName === "error" ? (lastNameOf(receiver) ?? "").endsWith("parser") : !isLogCall(call);
  });
}

/** What ends functions or programs is called; a parser of arguments ends the program by telling of an error. */
const LEAVES = new Set([
  "exit",
  "_exit",
  "fail",
  "abort",
  "die",
  "skip",
  "usage",
  "fatal",
  "quit",
  "error_exit",
  "print_usage",
  "handle_error",
  "error",
]);

function reachesUnset(from: Node, use: Node, set: Node): boolean {
  const module = moduleOf(use);
  const graph = module.graphAround(use);
  const bindings = module.scopes.lookup(use.text, use)?.bindings ?? [];
  const kills = new Set(bindings.map((binding) => graph.elementOf(binding.node)));
  const element = graph.elementOf(from);
  if (element && neverReturns(graph, element)) return false;
  if (element && kills.has(element) && graph.elementOf(set) !== element) return false;
  const along = (edge: Parameters<typeof tellsNotNone>[0]): boolean => !tellsNotNone(edge, use.text);
  const isLeft = (passed: Node): boolean =>
    neverReturns(graph, passed) ||
    isDemandedIn(passed, use.text) ||
    [...graph.partsOf(passed)].some((part) => part.kind === "call" && mayLeave(part));
  const through = (passed: Node): boolean => !kills.has(passed) && !isLeft(passed);
  if (!graph.reaches(from, use, { through, along })) return false;
  return leadsConsistently(graph, use, { set, avoids: (passed) => kills.has(passed), along });
}

/** Whether the use stands under a test that may know what happened. */
function isDecidedLater(use: Node, statement: Node): boolean {
  for (const around of use.ancestors()) {
    if (around.contains(statement)) return false;
    if (/^(if_statement|while_statement|conditional_expression|match_statement|for_statement)$/.test(around.kind))
      return true;
  }
  return false;
}

/** Whether a handler notes down what has happened, for others to ask. */
function keepsNote(handler: Node): boolean {
  for (const _ of handler.descendants("assignment", "augmented_assignment")) return true;
  return false;
}
