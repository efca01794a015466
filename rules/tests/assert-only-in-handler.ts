import { rule } from "../../src/engine/rule.js";
import { isAssertion, isFailure, JUDGES, mayJudge } from "../../src/concepts/tests/assertions.js";
import { testsIn } from "../../src/concepts/tests/collection.js";
import { quoted } from "../../src/python/editing/quote.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { holdsWord } from "../../src/python/prefilter/prefilter.js";
import type { Node } from "../../src/syntax/node.js";
import { deniesError } from "./assert-only-in-handler/denial.js";
import { raisesAsWritten } from "./assert-only-in-handler/raising.js";

/**
 * All that a test asserts stands in the handler of an error that may never come.
 *
 * It looks at the error's text, or at its code, and does not ask whether there was an error. On the day that the program refuses
 * nothing any more, the handler is not run, and the test passes.
 *
 * @bad
 * ```python
 * # test_hosts.py
 * def parse(text):
 *     return text
 *
 * def test_refuses_garbage():
 *     try:
 *         parse("@#$%")
 *     except ValueError as error:
 *         assert "not a host" in str(error)
 * ```
 * @good
 * ```python
 * # test_hosts.py
 * import pytest
 *
 * def parse(text):
 *     raise ValueError("not a host")
 *
 * def test_refuses_garbage():
 *     with pytest.raises(ValueError, match="not a host"):
 *         parse("@#$%")
 * ```
 * @limits Leaves tests alone in which anything else could fail: another assertion, a `raise`, a call that is named like one. A
 * handler that only says that the error must not be (`assert False`, `pytest.fail`) is one way to write that nothing is raised.
 * @off Where the error comes on some machines only, and the test is about what it looks like then.
 */
export default rule({
  severity: "low",
  about: "tests",
  mentions: ["except"],
  *check(module) {
    if (!module.mayHold(EXCEPT)) return;
    for (const test of testsIn(module)) {
      const found = soleTry(test);
      const assertion = found && lonelyAssertionIn(found, test);
      if (!assertion) continue;
      const tried = lastCallIn(found);
      yield {
        at: found,
        message: `'${test.name}' passes when ${tried ? `'${quoted(tried)}'` : "its block"} raises nothing: all that it asserts ([${whereIs(assertion)}](1)) stands in the handler.`,
        related: [{ at: assertion, message: "runs only after an error" }],
      };
    }
  },
});

const EXCEPT = holdsWord("except");

/** The only `try` of a test with handlers, if it can end without an error and nothing says what then. */
function soleTry({ node, module }: FunctionDefinition): Node | undefined {
  const [found, ...others] = [...module.inside(node, EXCEPT, "try_statement")];
  const body = found?.field("body");
  if (!found || !body || others.length > 0 || found.child("else_clause")) return undefined;
  return alwaysRaises(body) ? undefined : found;
}

/** Whether a block ends in what raises an error as it is written, or in a call of what never returns. */
function alwaysRaises(body: Node): boolean {
  const last = body.children.at(-1);
  if (last && (last.kind === "raise_statement" || raisesAsWritten(last))) return true;
  const [expression] = last?.kind === "expression_statement" ? last.children : [];
  const call = expression?.kind === "await" ? expression.children[0] : expression;
  if (call?.kind !== "call") return false;
  const { list } = moduleOf(call).call(call).callees;
  return list.length > 0 && list.every(({ definition }) => neverReturns(definition));
}

function neverReturns({ body, fallsThrough, returns }: FunctionDefinition): boolean {
  if (!fallsThrough && returns.length === 0) return true;
  const last = body?.children.at(-1);
  return last !== undefined && raisesAsWritten(last);
}

/** An assertion in a handler of a `try`, when nothing else in the test can fail. */
function lonelyAssertionIn(tried: Node, test: FunctionDefinition): Node | undefined {
  const handlers = tried.children.filter(({ kind }) => kind === "except_clause");
  const said = handlers
    .flatMap((handler) => [...handler.descendants("assert_statement", "expression_statement")])
    .filter(isAssertion);
  const [first] = said;
  if (!first || said.some((assertion) => isFailure(assertion) || deniesError(assertion))) return undefined;
  const isHandled = (node: Node): boolean => handlers.some((handler) => handler.contains(node));
  for (const node of test.node.descendants(...JUDGES)) if (!isHandled(node) && mayJudge(node)) return undefined;
  return first;
}

function lastCallIn(tried: Node): Node | undefined {
  return [...(tried.field("body")?.descendants("call") ?? [])]
    .filter(({ parent }) => parent?.kind !== "argument_list")
    .at(-1);
}
