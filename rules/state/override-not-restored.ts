import { rule, type Report } from "../../src/engine/rule.js";
import { isOnWayOut } from "../../src/concepts/errors/ways-out.js";
import { unwrap } from "../../src/python/cfg/evaluation.js";
import { comparisonOf, isSameExpression } from "../../src/python/cfg/expression.js";
import { callsAny } from "../../src/python/cfg/mentions.js";
import { quoted } from "../../src/python/editing/quote.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { MAY_OVERRIDE } from "../../src/python/prefilter/overrides.js";
import type { Node } from "../../src/syntax/node.js";
import { isShared, keepsNothing, type Sharing } from "./override-not-restored/kept.js";
import { overridesIn, type Override } from "./override-not-restored/overrides.js";
import { pairsAround } from "./override-not-restored/pairs.js";
import { departureBetween, failureBetween, isCaughtBefore } from "./override-not-restored/ways-out.js";

/**
 * Something shared is overridden for a while, and there is a way out on which the old value is not put back.
 *
 * The exception that skips it is handled somewhere else, and the process goes on with the override: in another folder,
 * with another `sys.stdout`, with signals off. What fails is the next request, or the next test, far from here.
 * An exception in the body of a `with` is raised at the `yield` of its context manager.
 *
 * @bad
 * ```python
 * import contextlib
 * import os
 *
 * @contextlib.contextmanager
 * def folder(path):
 *     before = os.getcwd()
 *     os.chdir(path)
 *     yield
 *     os.chdir(before)
 * ```
 * @good
 * ```python
 * import contextlib
 * import os
 *
 * @contextlib.contextmanager
 * def folder(path):
 *     before = os.getcwd()
 *     os.chdir(path)
 *     try:
 *         yield
 *     finally:
 *         os.chdir(before)
 * ```
 * @limits In a plain function it is reported for what the whole process shares, and for everything where a `raise` is
 * written in between; with `--audit` also for attributes of objects, past which only a call that fails can lead. What an
 * `if` puts back is reported where the old value is seen to be None somewhere, with `--audit` where that is not seen.
 * @off Where nothing goes on after an exception.
 * @see https://docs.python.org/3/library/contextlib.html#contextlib.contextmanager
 */
export default rule({
  severity: "low",
  *check(module) {
    for (const node of module.within(MAY_OVERRIDE, "function_definition")) {
      const of = module.function(node);
      if (!module.mayHold(MAY_OVERRIDE, node)) continue;
      const isManager = of.isDecorated("contextmanager", "asynccontextmanager");
      if (isManager) yield* pairsAround(of);
      else if (module.isTest || of.isGenerator) continue;
      for (const override of overridesIn(of)) {
        const report =
          neverPutBack(override) ?? (isManager ? skippedByBody(override, of) : skippedInFunction(override, of));
        if (report) yield report;
      }
    }
  },
});

/** In a context manager: the exception of the `with` body comes out of the `yield`. */
function skippedByBody(override: Override, of: FunctionDefinition): Report | undefined {
  const { restore, set, others, target } = override;
  const bare = of.yields.find(
    (each) =>
      !isCaughtBefore(each, [restore, ...others]) && of.graph.reaches(set, each) && of.graph.reaches(each, restore),
  );
  if (!bare || isOnWayOut(restore) || !isShared(target)) return undefined;
  return {
    at: restore,
    message: `Putting back ${nameOf(target)} is skipped when the body of the 'with' raises: the 'yield' ([${whereIs(bare)}](1)) stands in no 'try' with a 'finally'.`,
    related: [{ at: bare, message: "raises what the body raises" }, ...evidenceOf(override)],
    cause: { at: bare },
  };
}

function skippedInFunction(override: Override, of: FunctionDefinition): Report | undefined {
  const { restore, set, others, target } = override;
  const places = [restore, ...others];
  const sharing = isShared(target);
  if (of.name === "main" || !sharing || places.some(isOnWayOut) || !isForAWhile(override, of, sharing))
    return undefined;
  const leaving = departureBetween(of, set, restore, places);
  const failing = leaving ?? failureBetween(of, set, restore, places);
  if (!failing) return undefined;
  const isRaise = leaving?.kind === "raise_statement";
  const how = isRaise ? "by the 'raise'" : leaving ? "by the 'return'" : `when '${calleeOf(failing)}' raises`;
  return {
    at: restore,
    message: `Putting back ${nameOf(target)} is skipped ${how} ([${whereIs(failing)}](1)): nothing has it done in a 'finally'.`,
    related: [{ at: failing, message: leaving ? "leaves the function" : "may raise" }, ...evidenceOf(override)],
    cause: { at: failing },
    likely: sharing !== "process" && !isRaise,
  };
}

/** Whether the old value is put back wherever nothing fails: else the override may be meant to last. */
function isForAWhile({ set, restore, others }: Override, { graph }: FunctionDefinition, sharing: Sharing): boolean {
  const isEnd = (element: Node): boolean => [restore, ...others].some((place) => element.contains(place));
  if (sharing === "process" && statementOf(restore).parent?.contains(set)) return true;
  return !graph.leavesWithout(set, isEnd, "exit");
}

function statementOf(node: Node): Node {
  let at = node;
  while (at.parent && at.parent.kind !== "block" && at.parent.kind !== "module") at = at.parent;
  return at;
}

/** An `if` keeps an old value from being put back that is None, though what took its place was put there anyway. */
function neverPutBack(override: Override): Report | undefined {
  const { restore, old, set, target, saved } = override;
  const guard = guardOf(restore, old);
  const end = guard && clauseAround(guard.statement);
  if (!guard || !end || guard.statement.contains(set) || !isUnconditional(set, saved) || !isShared(target))
    return undefined;
  if (isPutBackOtherwise(end, override)) return undefined;
  const proof = keepsNothing(saved, guard.isTruth);
  if (proof === "never") return undefined;
  const what = guard.isTruth ? "a saved None or empty value" : "a saved None";
  return {
    at: guard.statement,
    message: `'${quoted(target)}' keeps what took its place ([${whereIs(set)}](1)): ${what} is never put back.`,
    related: [
      { at: set, message: "overridden whatever it was" },
      { at: saved, message: "the old value" },
      { at: restore, message: "put back only if there is one" },
    ],
    likely: proof === "unseen",
  };
}

interface Guard {
  readonly statement: Node;
  /** Whether it asks for the truth of the value, and not just whether it is None. */
  readonly isTruth: boolean;
}

function guardOf(restore: Node, old: Node): Guard | undefined {
  const statement = statementOf(restore).parent?.parent;
  if (statement?.kind !== "if_statement" || statement.fields("alternative").length > 0) return undefined;
  const test = unwrap(statement.field("condition") ?? statement);
  if (isSameExpression(test, old)) return { statement, isTruth: true };
  const comparison = comparisonOf(test);
  const isNotNone = comparison?.right.kind === "none" && /^(is not|!=)$/.test(comparison.operator);
  return isNotNone && isSameExpression(comparison.left, old) ? { statement, isTruth: false } : undefined;
}

/** The code that cleans up around a node. */
function clauseAround(node: Node): Node | undefined {
  const block = node.parent;
  return block?.parent?.kind === "finally_clause" ? block : undefined;
}

/** Whether what was put there stands under no condition that did not hold as the old value was kept. */
function isUnconditional(set: Node, saved: Node): boolean {
  for (const around of set.ancestors()) {
    if (around.contains(saved) || /^(function_definition|lambda)$/.test(around.kind)) return true;
    if (/^(if_statement|for_statement|while_statement|except_clause|match_statement)$/.test(around.kind)) return false;
  }
  return true;
}

const REMOVALS = new Set(["pop", "delattr", "clear", "update", "remove", "unset", "unsetenv", "unload"]);

/** Whether code that cleans up does something else about what was overridden. */
function isPutBackOtherwise(end: Node, { others }: Override): boolean {
  return (
    others.some((place) => end.contains(place)) ||
    [...end.descendants("delete_statement")].length > 0 ||
    callsAny(end, REMOVALS)
  );
}

/** What is overridden, in words: what is changed by a call has no name. */
function nameOf(target: Node): string {
  return target.fieldName === "function" ? `what '${quoted(target)}' set` : `'${quoted(target)}'`;
}

function calleeOf(call: Node): string {
  return moduleOf(call).call(call).name;
}

function evidenceOf({ saved, set }: Override): { at: Node; message: string }[] {
  return [
    { at: saved, message: "the old value is kept" },
    { at: set, message: "overridden" },
  ];
}
