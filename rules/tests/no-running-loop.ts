import { isExpected } from "../../src/concepts/tests/expectations.js";
import { isPytestFixture, valuesInTest } from "../../src/concepts/tests/fixtures.js";
import { rule } from "../../src/engine/rule.js";
import { isCaught } from "../../src/python/cfg/exceptions.js";
import { quoted } from "../../src/python/editing/quote.js";
import type { Call } from "../../src/python/model/call.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { apis, matches } from "../../src/python/tables/api.js";
import { runsPlainly } from "./no-running-loop/plain.js";

/**
 * A plain test asks asyncio for the running event loop, and there is none.
 *
 * `asyncio.create_task` and `get_running_loop` raise `RuntimeError: no running event loop` outside of a coroutine: the test
 * fails every time. The coroutine that was to become a task is never awaited. A plain fixture runs outside of the loop,
 * too, also that of an asynchronous test.
 *
 * @bad
 * ```python
 * # test_shop.py
 * import asyncio
 *
 * async def work():
 *     return 1
 *
 * def test_work():
 *     task = asyncio.create_task(work())
 *     assert not task.done()
 * ```
 * @good
 * ```python
 * # test_shop.py
 * import asyncio
 *
 * async def work():
 *     return 1
 *
 * def test_work():
 *     async def scenario():
 *         task = asyncio.create_task(work())
 *         assert await task == 1
 *
 *     asyncio.run(scenario())
 * ```
 * @limits Left alone are tests with decorators that are not known, in classes with bases that were not found, with a parameter
 * that is called like a loop, those that expect the error and those that put something else in the place of the function.
 * `ensure_future` of a coroutine is reported with `--audit` only: before Python 3.14 it may make a loop of its own.
 * @off Where something outside of the tests runs them in a loop.
 * @see https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task
 */
export default rule({
  severity: "high",
  about: "tests",
  mentions: ["create_task", "get_running_loop", "ensure_future", "current_task"],
  *check(module) {
    for (const call of NAMES.flatMap((name) => module.callsOf(name))) {
      const test = module.functionAround(call.node);
      if (!test || !needsLoop(call) || !isPlain(test, call) || isHandled(call)) continue;
      const kind = isPytestFixture(test) ? "fixture" : "test";
      yield {
        at: call.node,
        message: `'${quoted(call.callee)}' needs a running event loop, and '${test.qualifiedName}' is a plain ${kind}: it raises a RuntimeError.`,
        related: [{ at: test.node.field("name") ?? test.node, message: `a plain ${kind}` }],
        likely: call.lastName === "ensure_future",
      };
    }
  },
});

const NAMES = ["create_task", "get_running_loop", "ensure_future", "current_task"];
const NEED = apis("asyncio.{create_task,get_running_loop,ensure_future,current_task}");
const ERRORS = new Set(["RuntimeError"]);

/** Whether a call fails without a running loop, whatever it is given. */
function needsLoop(call: Call): boolean {
  const { apis: called, targets } = call;
  const isOne = called.length === targets.length && called.length > 0 && called.every((path) => matches(NEED, path));
  if (!isOne || call.keyword("loop") || (call.lastName === "current_task" && call.arguments.length > 0)) return false;
  return call.lastName !== "ensure_future" || isCoroutine(call);
}

/** `ensure_future` gives a future back as it is. */
function isCoroutine(call: Call): boolean {
  const first = call.argument(0);
  const values = first ? valuesInTest(first) : [];
  return values.length > 0 && values.every(({ kind }) => kind === "coroutine");
}

/** Whether a call is made by a plain test or fixture itself, at once. */
function isPlain(test: FunctionDefinition, { node, module }: Call): boolean {
  for (const around of node.ancestors()) {
    if (around === test.node) break;
    if (around.kind === "generator_expression") return false;
  }
  return module.function(test.node) === test && runsPlainly(test);
}

const isHandled = (call: Call): boolean => isExpected(call.node) || isCaught(call.node, ERRORS, () => true);
