import type { Call } from "../../python/model/call.js";
import { apis, matches } from "../../python/tables/api.js";
import { lastNameOf } from "../../python/cfg/expression.js";

/** What makes a task of a coroutine, and leaves it to the caller to keep it. */
const TASK_MAKERS = apis(
  "{asyncio,asyncio.tasks}.{create_task,ensure_future}",
  "asyncio.AbstractEventLoop().create_task",
);

/** Whether a call makes a task that nothing but its caller keeps. */
export function makesTask(call: Call): boolean {
  if (call.targets.some((value) => value.kind === "api" && matches(TASK_MAKERS, value.path))) return true;
  return call.lastName === "create_task" && isOnLoop(call);
}

/** Whether a call is made on a loop that was handed in: nothing else with such a name has methods for coroutines. */
export function isOnLoop(call: Call): boolean {
  // What it is an attribute of may come from a library: `context.bot.loop`.
  const isOpen = call.targets.every(({ kind }) => kind === "unknown" || kind === "parameter" || kind === "api");
  const receiver = lastNameOf(call.receiver) ?? "";
  return isOpen && /^_?(event_?)?loop$/.test(receiver);
}
