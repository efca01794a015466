import { rule, type Report } from "../../src/engine/rule.js";
import { isAcceptedBy } from "../../src/concepts/coroutines/accepted.js";
import { synchronousIn } from "../../src/concepts/coroutines/awaitables.js";
import { makesTask } from "../../src/concepts/coroutines/tasks.js";
import type { Call } from "../../src/python/model/call.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { whereIs } from "../../src/python/model/module.js";
import { question } from "../../src/python/model/solver.js";
import type { Node } from "../../src/syntax/node.js";
import { fateOf, type Fate } from "./dangling-task/fate.js";
import { errorsAreSeen } from "./dangling-task/told.js";
import { holdsItself } from "./dangling-task/held.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";

/**
 * A task is started, and nothing keeps it until it is done.
 *
 * The event loop knows its tasks by weak references only. A task that waits for something which only the task itself
 * leads to can be collected in the middle of its work, without a word. And an error that ends it is seen by nobody:
 * it is logged when the task is collected, long after what it left undone has been missed.
 *
 * @bad
 * ```python
 * import asyncio
 *
 * class Socket:
 *     def __init__(self, session):
 *         self.session = session
 *
 *     def dispose(self):
 *         asyncio.create_task(self.session.close())
 * ```
 * @good
 * ```python
 * import asyncio
 *
 * class Socket:
 *     def __init__(self, session):
 *         self.session = session
 *         self.tasks = set()
 *
 *     def dispose(self):
 *         task = asyncio.create_task(self.session.close())
 *         self.tasks.add(task)
 *         task.add_done_callback(self.tasks.discard)
 * ```
 * @limits A task that is passed on or stored anywhere counts as kept, and so does one in a local of a function that
 * goes on waiting. Left alone are tests, lines that are marked `noqa` for Ruff's RUF006, and tasks of coroutines that never wait, or only for the clock
 * or a thread, which lead to the task. Tasks of coroutines that handle all their errors themselves, or in a project that has the
 * loop tell of them, those that are started just before the loop is, and those that a
 * callback returns to the loop, are reported with `--audit`.
 * @off When every coroutine of the project is kept alive by something else that it waits for.
 * @see https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task
 */
export default rule({
  severity: "low",
  mentions: ["create_task", "ensure_future"],
  *check(module) {
    if (module.isTest) return;
    for (const name of ["create_task", "ensure_future"]) {
      for (const call of module.callsOf(name)) {
        const fate = fateOf(call.node);
        if (fate && makesTask(call) && !isKept(call) && !isAcceptedBy(call.node, "RUF006")) yield* judge(call, fate);
      }
    }
  },
});

/** Whether something holds the task though nobody here does. */
function isKept(call: Call): boolean {
  const coroutine = call.argument(0, "coro") ?? call.keyword("coro_or_future");
  if (!coroutine) return true;
  // A future that is handed in by its name is somebody's already.
  if (call.lastName === "ensure_future" && coroutine.kind !== "call") return true;
  if (call.lastName === "ensure_future" && mentionsName(coroutine, GIVES_FUTURES)) return true;
  const { module } = call;
  // Of a plain function's result there is no task.
  if (synchronousIn(coroutine)) return true;
  const around = module.functionAround(call.node);
  if (around && looksForTasks(around)) return true;
  return holdsItself(module.valuesOf(coroutine));
}

/** Whether a function asks the loop for its tasks, which finds those that nobody keeps. */
function looksForTasks(definition: FunctionDefinition): boolean {
  return definition.module.project.once(LOOKS_FOR_TASKS, definition, () => mentionsName(definition.node, ALL_TASKS));
}

const LOOKS_FOR_TASKS = question(false);
const GIVES_FUTURES = /^(run_in_executor|gather|create_task)/;
const ALL_TASKS = new Set(["all_tasks"]);

function* judge(call: Call, fate: Fate): Generator<Report> {
  if (fate.kind === "returned") {
    yield* droppedByCallers(call);
    return;
  }
  const likely = fate.kind === "thrown-away" || startsTheLoop(call) || mayBeKeptFuture(call) || isSeen(call);
  yield { at: call.node, message: messageOf(call, fate), likely };
}

/** Whether what the task is made of handles its errors itself, or the loop tells of them. */
function isSeen({ module, positional: [coroutine] }: Call): boolean {
  return coroutine !== undefined && errorsAreSeen(module.valuesOf(coroutine), module);
}

function messageOf(call: Call, fate: Exclude<Fate, { kind: "returned" }>): string {
  switch (fate.kind) {
    case "dropped":
      return `Nothing keeps the task that '${call.name}' gives here: it may be collected before it is done, and its errors go unseen.`;
    case "called-back":
      return `Nothing keeps the task that '${call.name}' gives here, for a callback does not: it may be collected before it is done.`;
    case "unread":
      return `Nothing ${fate.isTold ? "but a log " : ""}reads '${fate.name}': the task is let go when the function ends, and may be collected before it is done.`;
    case "thrown-away":
      return `'${fate.by}' throws away the task that the lambda returns: it may be collected before it is done, and its errors go unseen.`;
  }
}

/** The calls of a helper that returns its task, and whose callers drop it: once, where the first of them does. */
function* droppedByCallers(call: Call): Generator<Report> {
  const helper = call.module.functionAround(call.node);
  if (!helper || helper.isAsync || helper.returns.length !== 1 || helper.decorators.length > 0) return;
  const dropping = callsDropping(helper);
  const [first, ...others] = dropping;
  if (!first) return;
  yield {
    at: first,
    likely: isSeen(call),
    message: `Nothing keeps the task that '${helper.qualifiedName}' ([${whereIs(call.node)}](1)) gives here: it may be collected before it is done, and its errors go unseen.`,
    related: [
      { at: call.node, message: "made and returned here" },
      ...others.map((at) => ({ at, message: "dropped here, too" })),
    ],
  };
}

function callsDropping(helper: FunctionDefinition): readonly Node[] {
  return helper.module.project
    .callersOf(helper)
    .filter(({ call }) => !call.module.isTest)
    .map(({ call }) => call.node)
    .filter((node) => /^(dropped|called-back|unread)$/.test(fateOf(node)?.kind ?? ""));
}

/** `ensure_future` gives a future back as it is, and somebody has made that. */
function mayBeKeptFuture({ lastName, module, positional: [given] }: Call): boolean {
  if (lastName !== "ensure_future" || !given) return false;
  return !module.valuesOf(given).every(({ kind }) => kind === "coroutine");
}

/** Whether the code only prepares what the loop is then started for: it stays on the stack until the loop is done. */
function startsTheLoop({ node, module }: Call): boolean {
  const around = module.functionAround(node);
  if (around?.isAsync) return false;
  const calls = around ? around.calls.map((each) => module.call(each)) : module.callsNamed("run_forever");
  const starts = [...calls, ...(around ? [] : module.callsNamed("run_until_complete"))];
  return starts.some(
    ({ lastName, node: at }) => /^run_(forever|until_complete)$/.test(lastName) && at.start > node.start,
  );
}
