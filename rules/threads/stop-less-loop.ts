import { rule } from "../../src/engine/rule.js";
import { backgroundOf, type Background } from "../../src/concepts/threads/background.js";
import { isEndedFromWithin } from "./stop-less-loop/ending.js";
import { endedByEvent } from "./stop-less-loop/stop-event.js";
import { isCleanupName } from "../../src/concepts/errors/cleanup.js";
import { familyOf, neverFails, readTest, type Test } from "../../src/concepts/threads/endless-loop.js";
import { catches, caughtNames, swallowedNames } from "../../src/python/cfg/exceptions.js";
import { isDaemonMadeAt, threadsOf } from "../../src/concepts/threads/thread.js";
import { isEmptyBody, type FunctionDefinition } from "../../src/python/model/function.js";
import { accessPath } from "../../src/python/cfg/guards.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A loop that runs in the background has no way out.
 *
 * Nothing can end the work in an orderly way: a thread that is no daemon keeps the process from exiting, and a daemon
 * is cut off in the middle of whatever it does. Tests that start the service leak a thread each, and a restart within
 * the process runs two of them.
 *
 * @bad
 * ```python
 * import threading
 * import time
 *
 * class Sampler:
 *     def start(self):
 *         self._thread = threading.Thread(target=self._run)
 *         self._thread.start()
 *
 *     def _run(self):
 *         while True:
 *             self.sample()
 *             time.sleep(0.5)
 * ```
 * @good
 * ```python
 * import threading
 *
 * class Sampler:
 *     def start(self):
 *         self._stop = threading.Event()
 *         self._thread = threading.Thread(target=self._run)
 *         self._thread.start()
 *
 *     def stop(self):
 *         self._stop.set()
 *         self._thread.join()
 *
 *     def _run(self):
 *         while not self._stop.wait(0.5):
 *             self.sample()
 * ```
 * @limits Loops are followed into the background through threads, timers, executors, and up to four calls from there;
 * a function handed to a framework that starts the thread itself is not. Loops of daemons whose object has no method to stop
 * it, and that nobody is handed, are reported with `--audit`, as are those in tests. A loop that would end with an error, because
 * its class closes what it waits for, is reported with `--audit`, as is one inside a `try` that expects an error.
 * Of coroutines, those are reported that swallow their own cancellation.
 * @off In programs that are only ever ended by a signal and hold nothing that could be left half done.
 * @see https://docs.python.org/3/library/threading.html#event-objects
 */
export default rule({
  severity: "low",
  fixes: ["unsafe"],
  mentions: ["while"],
  *check(module) {
    const reported = new Set<Node>();
    for (const loop of module.root.descendants("while_statement")) {
      const test = readTest(loop.field("condition") ?? loop);
      const around = module.functionAround(loop);
      if (!test || !around || around.isGenerator || isInside(loop, reported)) continue;
      if (around.graph.exits(loop).some((exit) => exit.kind !== "condition")) continue;
      if (around.isAsync) {
        const taken = test.kind === "constant" && swallowedCancellation(loop);
        if (!taken) continue;
        reported.add(loop);
        yield {
          at: loop,
          message: `The loop in '${around.name}' cannot be ended: the handler at [${whereIs(taken)}](1) swallows CancelledError.`,
          related: [{ at: taken, message: "takes the cancellation" }],
        };
        continue;
      }
      if (expectsToEnd(loop) || !neverFails(test)) continue;
      const background = backgroundOf(around);
      if (!background || isNeverStarted(background) || isEndedFromWithin(loop)) continue;
      reported.add(loop);
      yield {
        at: loop,
        message: `'${around.name}' runs in the background ([${whereIs(background.at)}](1)), and its loop cannot be ended: ${why(test)}.`,
        related: [{ at: background.at, message: "runs in the background from here" }],
        likely: module.isTest || endsByClosing(loop, around) || isLeftToTheProcess(test, background, around),
        fix: test.kind === "constant" ? endedByEvent(loop, around) : undefined,
      };
    }
  },
});

/**
 * Whether nobody is likely to miss an end: the thread is a daemon, nobody is handed it, nobody has thought of a signal for
 * it, and its object has no method that is there to end what it does.
 */
function isLeftToTheProcess({ kind }: Test, { at, by }: Background, { owner }: FunctionDefinition): boolean {
  // A script's own thread, with the script.
  if (at.kind === "call" && !moduleOf(at).functionAround(at) && !moduleOf(at).classAround(at)) return true;
  if (kind !== "constant" || by === "executor" || isDaemonMadeAt(at) === false || isHandedOut(at) || isGivenSignal(at))
    return false;
  const methods = owner ? familyOf(owner).flatMap((member) => [...member.methods.values()].flat()) : [];
  return !methods.some((method) => STOPS.test(method.name) && !isEmptyBody(method));
}

/** Whether the function that makes a thread gives it to its caller, who can only wait for it or end it. */
function isHandedOut(made: Node): boolean {
  const results = moduleOf(made).functionAround(made)?.results ?? [];
  return results.some((result) => threadsOf(result).some((thread) => thread.made === made));
}

/** Whether a thread is given an event when it is made, by which somebody means to end it. */
function isGivenSignal(made: Node): boolean {
  const given = made.kind === "call" ? [...made.descendants("identifier")] : [];
  return given.some((name) => moduleOf(name).apiPathsOf(name).includes("threading.Event()"));
}

/** Methods that end what their object does. */
const STOPS = /^(_*(stop|shut_?down|a?close|quit|tear_?down|dispose)|__a?exit__)($|_)/;

/** Whether a thread is made and dropped before anything could start it. */
function isNeverStarted({ at, by }: Background): boolean {
  if (by === "executor" || at.kind !== "call" || at.parent?.kind !== "expression_statement") return false;
  return moduleOf(at)
    .call(at)
    .apis.some((path) => /^threading\.(Thread|Timer)$/.test(path));
}

function isInside(loop: Node, others: ReadonlySet<Node>): boolean {
  for (const around of loop.ancestors()) if (others.has(around)) return true;
  return false;
}

function why(test: Test): string {
  switch (test.kind) {
    case "constant":
      return "it has no break, return or test of a stop signal";
    case "flag":
      return `nothing ever changes '${lastName(test.flag)}'`;
    case "event":
      return `nothing ever sets '${lastName(test.event)}'`;
  }
}

const lastName = (node: Node): string => (node.field("attribute") ?? node).text;

/** Whether the loop stands in a `try` for an error that is named: that error is its way out. */
function expectsToEnd(loop: Node): boolean {
  let inner = loop;
  for (const outer of loop.ancestors()) {
    if (/^(function_definition|lambda)$/.test(outer.kind)) return false;
    if (inner.fieldName === "body" && outer.kind === "try_statement") {
      const clauses = outer.children.filter((child) => child.kind === "except_clause");
      if (clauses.some((clause) => !catches(caughtNames(clause), undefined))) return true;
    }
    if (inner.fieldName === "body" && outer.kind === "with_statement") {
      const items = outer.child("with_clause")?.children ?? [];
      if (items.some((item) => swallowedNames(item) !== undefined)) return true;
    }
    inner = outer;
  }
  return false;
}

/** The handler that takes the cancellation of every `await` in the loop, and goes on. */
function swallowedCancellation(loop: Node): Node | undefined {
  const takers = [...loop.descendants("await")].map((wait) => cancellationTaker(wait, loop));
  return takers.length > 0 && takers.every((taker) => taker) ? takers[0] : undefined;
}

function cancellationTaker(wait: Node, loop: Node): Node | undefined {
  let inner = wait;
  for (const outer of wait.ancestors()) {
    if (outer === loop) return undefined;
    if (outer.kind === "try_statement" && inner.fieldName === "body") {
      const clauses = outer.children.filter((child) => child.kind === "except_clause");
      const taker = clauses.find((clause) => {
        const names = caughtNames(clause);
        return !names || names.includes("BaseException") || names.includes("CancelledError");
      });
      if (taker) return taker;
    }
    inner = outer;
  }
  return undefined;
}

/** Whether the class closes an object that the loop waits for, so that the loop ends with an error. */
function endsByClosing(loop: Node, around: FunctionDefinition): boolean {
  const { owner } = around;
  if (!owner) return false;
  const awaited = new Set<string>();
  for (const call of loop.descendants("call")) {
    const object = call.field("function")?.field("object");
    const path = object && !isCaught(call, loop) ? accessPath(object) : undefined;
    if (path?.includes(".")) awaited.add(path);
  }
  const others = [...owner.methods.values()].flat().filter((method) => method !== around);
  return others.some((method) =>
    method.calls.some((node) => {
      const call = method.module.call(node);
      return call.receiver !== undefined && endsWaiting(call.lastName) && awaited.has(accessPath(call.receiver) ?? "");
    }),
  );
}

/** Whether those who wait for something get an error by a method: who waits for a queue or a thread to be done ends nothing. */
const endsWaiting = (method: string): boolean => method !== "join" && isCleanupName(method);

function isCaught(call: Node, loop: Node): boolean {
  for (const outer of call.ancestors()) {
    if (outer === loop) return false;
    if (outer.kind === "try_statement") return true;
  }
  return false;
}
