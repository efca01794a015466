import { rule, type Report } from "../../src/engine/rule.js";
import { apis, matches } from "../../src/python/tables/api.js";
import { inThread, runPlainly } from "../../src/concepts/coroutines/awaitable-fixes.js";
import { synchronousIn } from "../../src/concepts/coroutines/awaitables.js";
import { handedTo } from "../../src/concepts/coroutines/handed.js";
import { isOnLoop } from "../../src/concepts/coroutines/tasks.js";
import { evidence, explain } from "../../src/concepts/coroutines/proof.js";
import type { Call } from "../../src/python/model/call.js";
import { whereIs } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A task is made of something that is no coroutine.
 *
 * `create_task`, `run`, `wait_for` and their like need a coroutine or a future. Given the result of a plain function
 * they raise `TypeError` — after that function has already run, blocking the event loop for as long as it took; a server
 * whose `start` loops forever never lets the program come so far. Nothing tells until that line runs.
 *
 * @bad
 * ```python
 * import asyncio
 *
 * class Server:
 *     def start(self):
 *         self.running = True
 *
 * async def main():
 *     server = Server()
 *     asyncio.create_task(server.start())
 * ```
 * @good
 * ```python
 * import asyncio
 *
 * class Server:
 *     def start(self):
 *         self.running = True
 *
 * async def main():
 *     server = Server()
 *     await asyncio.to_thread(server.start)
 * ```
 * @limits Callees that cannot be found, that an unknown decorator wraps, or that a subclass overrides with a coroutine
 * function are not reported, nor is what the code has asked about with `iscoroutinefunction` or `isawaitable`.
 * @off When a test hands in plain functions on purpose to see the error.
 * @see https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task
 */
export default rule({
  severity: "critical",
  fixes: ["safe", "unsafe"],
  mentions: ["create_task", "ensure_future", "run_coroutine_threadsafe", "run_until_complete", "asyncio"],
  *check(module) {
    for (const [name, keyword] of Object.entries(COROUTINE_KEYWORDS)) {
      for (const call of module.callsOf(name)) {
        const argument = call.argument(0, keyword);
        if (!argument || !isScheduler(call)) continue;
        yield* scheduled(name, call, argument);
      }
    }
  },
});

function* scheduled(name: string, call: Call, argument: Node): Generator<Report> {
  const plain = synchronousIn(argument);
  if (plain) {
    yield {
      at: call.node,
      message: `'${call.name}' needs a coroutine, but ${explain(plain)}.`,
      related: evidence(plain),
      fix: /^run(_until_complete)?$/.test(name) ? runPlainly(call, argument, plain) : inThread(argument, plain),
      likely: plain.isLikely ?? false,
    };
    return;
  }
  for (const handed of handedTo(argument)) {
    yield {
      at: handed.call.node,
      message: `'${handed.call.lastName}' hands this to '${call.name}' ([${whereIs(call.node)}](1)), which needs a coroutine, but ${explain(handed.plain, 2)}.`,
      related: [{ at: call.node, message: `given to '${call.name}' here` }, ...evidence(handed.plain)],
      fix: inThread(handed.plain.at, handed.plain),
      likely: handed.plain.isLikely ?? false,
    };
  }
}

/** What takes a coroutine as its first argument, and that argument's name. */
const COROUTINE_KEYWORDS = {
  create_task: "coro",
  ensure_future: "coro_or_future",
  run_coroutine_threadsafe: "coro",
  run: "main",
  run_until_complete: "future",
  wait_for: "fut",
  shield: "arg",
};

const SCHEDULERS = apis(
  "{asyncio,asyncio.tasks}.{create_task,ensure_future,wait_for,shield,run_coroutine_threadsafe}",
  "{asyncio,asyncio.runners,uvloop}.run",
  "asyncio.AbstractEventLoop().{create_task,run_until_complete}",
  "asyncio.{TaskGroup,taskgroups.TaskGroup}().create_task",
  "asyncio.Runner().run",
);

function isScheduler(call: Call): boolean {
  const { targets } = call;
  if (targets.some((value) => value.kind === "api" && matches(SCHEDULERS, value.path))) return true;
  return isOnLoop(call) && /^(create_task|run_until_complete)$/.test(call.lastName);
}
