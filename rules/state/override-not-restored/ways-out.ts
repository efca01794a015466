import { catches, caughtNames } from "../../../src/python/cfg/exceptions.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import { isOnWayOut, triesAround } from "../../../src/concepts/errors/ways-out.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { HARDLY_FAIL } from "../../../src/python/tables/harmless-calls.js";
import { SETTER_NAMES } from "../../../src/python/tables/overrides.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether an exception at a node is stopped in its function, or passes code that holds one of some places. */
export function isCaughtBefore(node: Node, places: readonly Node[]): boolean {
  for (const around of triesAround(node)) {
    for (const clause of around.children) {
      if (clause.kind === "finally_clause" && places.some((place) => clause.contains(place))) return true;
      if (clause.kind === "except_clause" && catches(caughtNames(clause), undefined)) return true;
    }
  }
  return false;
}

/** The first call between two places of a function that may well fail, where nothing would stop its exception. */
export function failureBetween(
  of: FunctionDefinition,
  first: Node,
  last: Node,
  places: readonly Node[],
): Node | undefined {
  return of.calls.find(
    (call) =>
      call.start >= first.end &&
      call.end <= last.start &&
      mayFail(call) &&
      !isOnWayOut(call) &&
      !isCaughtBefore(call, places),
  );
}

function mayFail(call: Node): boolean {
  const name = lastNameOf(call.field("function"));
  if (name === undefined || HARDLY_FAIL.has(name) || SETTER_NAMES.has(name) || isLogCall(call)) return false;
  return !/^(print|sleep|warn)$/.test(name) && !moduleOf(call).call(call).apis.includes("setattr");
}

/** The first `raise` or `return` between two places of a function that passes what stands at the last one. */
export function departureBetween(
  of: FunctionDefinition,
  first: Node,
  last: Node,
  places: readonly Node[],
): Node | undefined {
  for (const statement of of.body?.descendants("raise_statement", "return_statement") ?? []) {
    if (statement.start < first.end || statement.end > last.start) continue;
    if (moduleOf(statement).functionAround(statement) !== of || isOnWayOut(statement)) continue;
    const isStopped = [...triesAround(statement)].length > 0;
    const passes = !of.graph.reaches(first, statement, {
      through: (element) => !places.some((place) => element.contains(place)),
    });
    if (!isStopped && !passes) return statement;
  }
  return undefined;
}
