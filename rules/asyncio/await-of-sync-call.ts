import { rule } from "../../src/engine/rule.js";
import { withoutAwait } from "../../src/concepts/coroutines/awaitable-fixes.js";
import { evidence, explain, synchronousIn } from "../../src/concepts/coroutines/awaitables.js";

/**
 * The result of a plain function is awaited.
 *
 * `await` needs an awaitable. The plain function runs, blocks the event loop while it does, and then the line raises
 * `TypeError: object NoneType can't be used in 'await' expression`. It often stands in a clean-up path that only runs
 * when something else has gone wrong.
 *
 * @bad
 * ```python
 * async def answer(writer, store):
 *     await save(store)
 *
 * def save(store):
 *     store["saved"] = True
 * ```
 * @good
 * ```python
 * async def answer(writer, store):
 *     save(store)
 *
 * def save(store):
 *     store["saved"] = True
 * ```
 * @limits Callees that cannot be found, that an unknown decorator wraps, or that a subclass overrides with a coroutine
 * function are not reported, nor is what the code has asked about with `isawaitable` or `iscoroutinefunction`.
 * @off When a test awaits a plain function on purpose to see the error.
 * @see https://docs.python.org/3/reference/expressions.html#await-expression
 */
export default rule({
  severity: "high",
  fixes: ["safe", "unsafe"],
  mentions: ["await"],
  *check(module) {
    for (const node of module.root.descendants("await")) {
      // Elsewhere it is the `await` that is wrong: no Python compiles it.
      if (!module.functionAround(node)?.isAsync) continue;
      const operand = node.children[0];
      const plain = operand && synchronousIn(operand);
      if (!plain) continue;
      yield {
        at: node,
        message: `'await' needs an awaitable, but ${explain(plain)}${plain.isCalled ? " and returns nothing that could be awaited" : ""}.`,
        related: evidence(plain),
        fix: withoutAwait(node, plain),
      };
    }
  },
});
