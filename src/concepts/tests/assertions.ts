import type { Node } from "../../syntax/node.js";
import { calledName } from "../../python/cfg/expression.js";
import { constantTruth, unwrap } from "../../python/cfg/evaluation.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { moduleOf } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";

/** Calls that assert, by their names: `self.assertEqual`, `mock.assert_called_once`, `eq_` of nose. */
const ASSERTING = /^_*(assert|eq_$|ok_$)/i;
/** Calls that can fail a test, by their names. */
const JUDGING =
  /^_*(assert|eq_$|ok_$|raises|warns|fail|xfail|skip|expect|verify|check|should|ensure|must|compare|match_snapshot)/i;
const JUDGING_LATER = /_(assert|check|verify|expect|compare)(ion|ions|s|ed)?$|_(raises|fails|fail)$/i;

const ASSERTS = question(false);

/** Whether a function asserts by its name. */
export const isNamedForAsserting = (name: string): boolean => ASSERTING.test(name);

/** Whether a call asserts: by its name, or because a function of the project that it calls does. */
export function isAssertingCall(call: Node): boolean {
  return isNamedForAsserting(calledName(call) ?? "") || moduleOf(call).call(call).functions.some(assertsItself);
}

/** Whether a function asserts something, itself or in what it calls. */
export function assertsItself(definition: FunctionDefinition): boolean {
  return definition.module.project.once(ASSERTS, definition, () => {
    for (const node of definition.node.descendants("assert_statement", "call")) {
      if (node.kind === "assert_statement" || isAssertingCall(node)) return true;
    }
    return false;
  });
}

/** The call that a statement is all of, awaited or not. */
export function callOf(statement: Node): Node | undefined {
  const [only] = statement.kind === "expression_statement" ? statement.children : [];
  const expression = only?.kind === "await" ? only.children[0] : only;
  return expression?.kind === "call" ? expression : undefined;
}

/** Whether a statement is an assertion, be it a call that asserts by its name. */
export function isAssertion(statement: Node): boolean {
  if (statement.kind === "assert_statement") return true;
  const call = callOf(statement);
  return call !== undefined && isNamedForAsserting(calledName(call) ?? "");
}

/** What an `assert` statement asserts. */
export function conditionOf(statement: Node): Node | undefined {
  const [condition] = statement.children;
  return condition && unwrap(condition);
}

/** Whether an assertion is an `assert False`, or a call that says that the test has failed. */
export function isFailure(statement: Node): boolean {
  const condition = statement.kind === "assert_statement" ? conditionOf(statement) : undefined;
  if (condition) return constantTruth(condition) === false;
  return /^(fail|xfail|skip|skipTest|exit)$/.test(calledName(callOf(statement)) ?? "");
}

/** Whether a node may fail the test that it is in: an assertion, a `raise`, a call that does either or is called like one. */
export function mayJudge(node: Node): boolean {
  if (node.kind === "assert_statement" || node.kind === "raise_statement") return true;
  const name = node.kind === "call" ? (calledName(node) ?? "") : "";
  if (JUDGING.test(name) || JUDGING_LATER.test(name)) return true;
  return node.kind === "call" && moduleOf(node).call(node).functions.some(assertsItself);
}

/** What a node may be that {@link mayJudge}. */
export const JUDGES = ["assert_statement", "raise_statement", "call"];
