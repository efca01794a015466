import type { Report } from "../../../src/engine/rule.js";
import { isOnWayOut } from "../../../src/concepts/errors/ways-out.js";
import { isSameExpression } from "../../../src/python/cfg/expression.js";
import type { Call } from "../../../src/python/model/call.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { whereIs } from "../../../src/python/model/module.js";
import { UNDONE_BY } from "../../../src/python/tables/overrides.js";
import type { Node } from "../../../src/syntax/node.js";
import { isShared } from "./kept.js";
import { isCaughtBefore } from "./ways-out.js";

/** Methods that undo, behind a bare `yield`, what their opposite did before it: `gc.disable()`, `gc.enable()`. */
export function* pairsAround(of: FunctionDefinition): Generator<Report> {
  const [only, ...more] = of.yields;
  if (!only || more.length > 0) return;
  const calls = of.calls.filter(isStatement).map((node) => of.module.call(node));
  const undoing = calls.filter(({ node }) => node.start > only.end);
  for (const done of calls.filter(({ node }) => node.end < only.start)) {
    const undone = undoing.filter((call) => isUndone(done, call));
    const [last] = undone;
    const isPlain = last && !undone.some(({ node }) => isOnWayOut(node)) && of.graph.reaches(only, last.node);
    if (!isPlain || isOnWayOut(done.node) || isCaughtBefore(only, [last.node])) continue;
    yield {
      at: last.node,
      message: `'${last.name}' is skipped when the body of the 'with' raises: the 'yield' ([${whereIs(only)}](1)) stands in no 'try' with a 'finally'.`,
      related: [
        { at: only, message: "raises what the body raises" },
        { at: done.node, message: "undone by it" },
      ],
    };
  }
}

function isUndone(done: Call, undoing: Call): boolean {
  const isOpposite = UNDONE_BY[done.lastName] === undoing.lastName;
  const { receiver } = done;
  if (!isOpposite || !receiver || !undoing.receiver || !isShared(done.callee)) return false;
  return isSameExpression(receiver, undoing.receiver);
}

/** Whether a call is a statement of its own, awaited or not. */
function isStatement({ parent }: Node): boolean {
  return parent?.kind === "expression_statement" || parent?.kind === "await";
}
