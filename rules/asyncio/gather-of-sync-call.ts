import { rule } from "../../src/engine/rule.js";
import { apis, matches } from "../../src/python/tables/api.js";
import { calledBefore } from "../../src/concepts/coroutines/awaitable-fixes.js";
import { evidence, explain, synchronousIn } from "../../src/concepts/coroutines/awaitables.js";
import type { Call } from "../../src/python/model/call.js";
import { itemsOf } from "../../src/python/dataflow/items.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * Something that is no coroutine is gathered with others.
 *
 * `gather`, `wait` and `as_completed` wait for coroutines and futures. One result of a plain function among them raises
 * `TypeError` before anything is waited for, even with `return_exceptions=True`; the coroutines beside it never run. In a
 * shutdown, the servers behind it stay up.
 *
 * @bad
 * ```python
 * import asyncio
 *
 * class Metrics:
 *     def stop(self):
 *         self.running = False
 *
 * async def shutdown(http):
 *     metrics = Metrics()
 *     await asyncio.gather(http.stop(), metrics.stop())
 * ```
 * @good
 * ```python
 * import asyncio
 *
 * class Metrics:
 *     def stop(self):
 *         self.running = False
 *
 * async def shutdown(http):
 *     metrics = Metrics()
 *     metrics.stop()
 *     await asyncio.gather(http.stop())
 * ```
 * @limits Lists are followed through literals, comprehensions and `append` within the function, or the class when the
 * list is an attribute. Callees that cannot be found are not reported.
 * @off When a test hands in plain functions on purpose to see the error.
 * @see https://docs.python.org/3/library/asyncio-task.html#asyncio.gather
 */
export default rule({
  severity: "high",
  fixes: ["unsafe"],
  mentions: ["gather", "as_completed", "wait"],
  *check(module) {
    const reported = new Set<Node>();
    for (const name of ["gather", "wait", "as_completed"]) {
      for (const call of module.callsOf(name)) {
        if (!isAsyncio(call)) continue;
        for (const item of gathered(call)) {
          const plain = synchronousIn(item);
          if (!plain || reported.has(item)) continue;
          reported.add(item);
          const [definition, ...more] = evidence(plain);
          const thing = { kind: "call", name: call.name } as const;
          const here = { at: call.node, message: `'${call.name}' is given it here`, thing };
          yield {
            at: item,
            message: `'${call.name}' needs awaitables, but ${explain(plain)}${plain.isCalled ? " and returns nothing that could be awaited" : ""}.`,
            related: definition ? [definition, ...more, here] : [here],
            fix: calledBefore(call, item, plain),
          };
        }
      }
    }
  },
});

const GATHERERS = apis("{asyncio,asyncio.tasks}.{gather,wait,as_completed}");

const isAsyncio = (call: Call): boolean => call.apis.some((path) => matches(GATHERERS, path));

function* gathered(call: Call): Generator<Node> {
  if (call.lastName !== "gather" && !call.apis.some((path) => path.endsWith(".gather"))) {
    const container = call.argument(0, "fs");
    if (container) yield* itemsOf(container);
    return;
  }
  for (const { value, keyword, splat } of call.arguments) {
    if (keyword !== undefined || splat === "**") continue;
    if (splat) yield* itemsOf(value);
    else yield value;
  }
}
