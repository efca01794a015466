import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import { apis, matches } from "../../src/python/tables/api.js";
import { calledBefore } from "../../src/concepts/coroutines/awaitable-fixes.js";
import { synchronousIn } from "../../src/concepts/coroutines/awaitables.js";
import { evidence, explain } from "../../src/concepts/coroutines/proof.js";
import type { Call } from "../../src/python/model/call.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { itemsOf } from "../../src/python/dataflow/items.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * Something that is no coroutine is gathered with others.
 *
 * `gather`, `wait` and `as_completed` wait for coroutines and futures. One result of a plain function among them raises
 * `TypeError` before anything is waited for, even with `return_exceptions=True`; the coroutines beside it never run. In a
 * shutdown, the servers behind it stay up. So does a list that is handed to `gather` without a star.
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
          if (reported.has(item)) continue;
          const report = judge(call, item);
          if (!report) continue;
          reported.add(item);
          yield report;
        }
        yield* bare(call);
        yield* alone(call);
      }
    }
  },
});

function judge(call: Call, item: Node): Report | undefined {
  const plain = synchronousIn(item);
  const here = { at: call.node, message: `'${call.name}' is given it here` };
  if (plain) {
    const [definition, ...more] = evidence(plain);
    return {
      at: item,
      message: `'${call.name}' needs awaitables, but ${explain(plain)}.`,
      related: definition ? [definition, ...more, here] : [here],
      fix: starred(item) ?? calledBefore(call, item, plain),
      likely: plain.isLikely ?? false,
    };
  }
  return undefined;
}

/** Coroutines in what `wait` is given: once, at the first. */
function* bare(call: Call): Generator<Report> {
  if (isGather(call) || call.lastName === "as_completed") return;
  const items = gathered(call);
  for (const item of items) {
    const [coroutine] = coroutinesOf(item);
    if (!coroutine) continue;
    yield {
      at: item,
      message: `'${call.name}' takes no coroutines since Python 3.11, and '${coroutine.qualifiedName}' ([${whereIs(coroutine.node)}](1)) gives one.`,
      related: [
        { at: coroutine.node.field("name") ?? coroutine.node, message: "a coroutine function" },
        { at: call.node, message: `'${call.name}' is given it here` },
      ],
      likely: true,
    };
    return;
  }
}

/** `wait(server.stop())`: one coroutine, where a collection is asked for. */
function* alone(call: Call): Generator<Report> {
  const container = isGather(call) ? undefined : call.argument(0, "fs");
  const [coroutine] = container ? coroutinesOf(container) : [];
  if (!container || !coroutine) return;
  yield {
    at: container,
    message: `'${call.name}' needs a collection, but '${coroutine.qualifiedName}' ([${whereIs(coroutine.node)}](1)) gives one coroutine.`,
    related: [{ at: coroutine.node.field("name") ?? coroutine.node, message: "a coroutine function" }],
  };
}

/** The coroutine functions whose coroutines an expression surely gives. */
function coroutinesOf(expression: Node): readonly FunctionDefinition[] {
  const values = moduleOf(expression).valuesOf(expression);
  const coroutines = values.flatMap((value) => (value.kind === "coroutine" ? [value.of] : []));
  return coroutines.length === values.length ? coroutines : [];
}

/** Unpacks a list of coroutines, all of which are known to be some. */
function starred(list: Node): Fix | undefined {
  const items = itemsOf(list);
  if (items.length === 0 || !items.every((item) => coroutinesOf(item).length > 0)) return undefined;
  const edit = { module: moduleOf(list), start: list.start, end: list.start, text: "*" };
  return { description: "Unpack it, so that what is in it is gathered", isSafe: false, edits: [edit] };
}

const GATHERERS = apis("{asyncio,asyncio.tasks}.{gather,wait,as_completed}");

const isAsyncio = (call: Call): boolean => call.apis.some((path) => matches(GATHERERS, path));

const isGather = (call: Call): boolean =>
  call.lastName === "gather" || call.apis.some((path) => path.endsWith(".gather"));

function* gathered(call: Call): Generator<Node> {
  if (!isGather(call)) {
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
