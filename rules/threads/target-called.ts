import { rule, type Fix } from "../../src/engine/rule.js";
import { isThreadClass } from "../../src/concepts/threads/background.js";
import { isOnLoop } from "../../src/concepts/coroutines/tasks.js";
import { unwrap } from "../../src/python/cfg/evaluation.js";
import { isInert, replace } from "../../src/python/editing/edit.js";
import type { Call } from "../../src/python/model/call.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";
import { HANDOVERS, type Handover } from "../../src/python/tables/handovers.js";
import { givesNoCallable, type Given } from "./target-called/given.js";

/**
 * A function is called where it was to be handed over.
 *
 * `Thread(target=work())` runs `work` at once, in the thread that makes the call, and hands its result to the new one.
 * Where that is None the thread does nothing and says nothing; where `work` loops for ever, the program never comes as
 * far as the thread. Executors, timers and event loops raise `TypeError`, some of them in a place where nobody looks.
 *
 * @bad
 * ```python
 * import threading
 *
 * def watch():
 *     print("watching")
 *
 * def start():
 *     watcher = threading.Thread(target=watch())
 *     watcher.start()
 *     watcher.join()
 * ```
 * @good
 * ```python
 * import threading
 *
 * def watch():
 *     print("watching")
 *
 * def start():
 *     watcher = threading.Thread(target=watch)
 *     watcher.start()
 *     watcher.join()
 * ```
 * @limits A call whose result may be something to call is left alone, and so is one of a function that cannot be found.
 * @off Nothing is gained by it: where None is meant, say None.
 * @see https://docs.python.org/3/library/threading.html#threading.Thread
 */
export default rule({
  severity: "high",
  fixes: ["unsafe"],
  mentions: [...new Set([...HANDOVERS.keys()].map(lastName)), "target"],
  *check(module) {
    for (const name of new Set([...HANDOVERS.keys()].map(lastName))) {
      for (const call of module.callsOf(name)) {
        const handover = handoverOf(call);
        const argument = handover && argumentOf(call, handover);
        const given = argument?.kind === "call" ? givesNoCallable(module.call(argument)) : undefined;
        if (!handover || !argument || !given) continue;
        yield {
          at: argument,
          message: `${quoted(argument, given)} is called here at once, where '${call.lastName}' was to run it ${handover.how}: it gets ${given.what}.`,
          related: given.definition ? [{ at: given.definition, message: "defined here" }] : [],
          fix: handedOver(call, argument, handover),
        };
      }
    }
  },
});

function lastName(path: string): string {
  return path.split(".").at(-1) ?? path;
}

function handoverOf(call: Call): Handover | undefined {
  for (const value of call.targets) {
    const known = value.kind === "api" ? HANDOVERS.get(value.path) : undefined;
    if (known) return known;
    if (value.kind === "class" && isThreadClass(value.definition) && !value.definition.method("__init__"))
      return HANDOVERS.get("threading.Thread");
  }
  return isOnLoop(call) ? HANDOVERS.get(`asyncio.AbstractEventLoop().${call.lastName}`) : undefined;
}

function argumentOf(call: Call, { place, keyword }: Handover): Node | undefined {
  const argument = call.argument(place, keyword);
  return argument && unwrap(argument);
}

function quoted(argument: Node, { definition }: Given): string {
  const { name } = moduleOf(argument).call(argument);
  return definition ? `'${name}' ([${whereIs(definition)}](1))` : `'${name}'`;
}

/** Hands the function over instead of what it returns, with its arguments where there is a place for them. */
function handedOver(call: Call, argument: Node, { passes }: Handover): Fix | undefined {
  const inner = call.module.call(argument);
  const rest = inner.arguments.map(({ node }) => node.text).join(", ");
  const isPlain = inner.arguments.every(({ keyword, splat }) => keyword === undefined && splat === undefined);
  if (!isInert(inner.callee) || inner.callee.kind === "lambda") return undefined;
  const description = `Hand over '${inner.name}' itself`;
  const bare = { description, isSafe: false, edits: [replace(argument, inner.name)] };
  if (rest === "") return bare;
  const isLast = call.arguments.at(-1)?.value === argument;
  if (!isPlain || !passes) return undefined;
  if (passes === "after")
    return isLast && !isKeyword(argument)
      ? { ...bare, edits: [replace(argument, `${inner.name}, ${rest}`)] }
      : undefined;
  if (call.keyword("args") || !isKeyword(argument)) return undefined;
  const comma = inner.arguments.length === 1 ? "," : "";
  return { ...bare, edits: [replace(argument, `${inner.name}, args=(${rest}${comma})`)] };
}

const isKeyword = (argument: Node): boolean => argument.parent?.kind === "keyword_argument";
