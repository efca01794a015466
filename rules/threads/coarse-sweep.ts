import { rule } from "../../src/engine/rule.js";
import { backgroundOf } from "../../src/concepts/threads/background.js";
import { fixedSeconds, onlySweeps, sweepTests, timeTests } from "./coarse-sweep/expiry.js";
import { lifetimeOf, type Lifetime } from "./coarse-sweep/lifetime.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { moduleOf, type Module } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A background loop takes back what has expired, and looks only every so many whole seconds.
 *
 * A lease of 200 ms is held for as long as the sweeper sleeps: whoever waits for the lock, the session or the memory
 * waits for the sweeper's pause instead of the time that was promised. The pause should follow the shortest time that
 * anything may last, or be given by whoever knows it.
 *
 * @bad
 * ```python
 * import threading
 * import time
 *
 * class Leases:
 *     def start(self):
 *         self._stop = threading.Event()
 *         self._sweeper = threading.Thread(target=self._sweep)
 *         self._sweeper.start()
 *
 *     def stop(self):
 *         self._stop.set()
 *         self._sweeper.join()
 *
 *     def _sweep(self):
 *         while not self._stop.is_set():
 *             for key, until in list(self.leases.items()):
 *                 if until < time.monotonic():
 *                     self.leases.pop(key, None)
 *             time.sleep(5)
 * ```
 * @good
 * ```python
 * import threading
 * import time
 *
 * class Leases:
 *     def start(self, interval=0.1):
 *         self._stop = threading.Event()
 *         self._sweeper = threading.Thread(target=self._sweep, args=(interval,))
 *         self._sweeper.start()
 *
 *     def stop(self):
 *         self._stop.set()
 *         self._sweeper.join()
 *
 *     def _sweep(self, interval):
 *         while not self._stop.wait(interval):
 *             for key, until in list(self.leases.items()):
 *                 if until < time.monotonic():
 *                     self.leases.pop(key, None)
 * ```
 * @limits What a loop takes back is told by its comparisons of times and by the names of what it calls. Loops that also
 * do other work, and pauses that come from a parameter, the environment or a configuration, are left alone, and so are
 * those that are shorter than what is swept lasts. Where that cannot be told, or others look at the times themselves,
 * the loop is reported with `--audit`.
 * @off When a late sweep costs nobody anything.
 * @see https://docs.python.org/3/library/threading.html#threading.Event.wait
 */
export default rule({
  severity: "low",
  mentions: ["sleep", "wait"],
  *check(module) {
    for (const loop of module.root.descendants("while_statement")) {
      const pause = longPause(loop, module);
      const around = pause && module.functionAround(loop);
      if (!pause || !around || !onlySweeps(loop) || !isInBackground(around)) continue;
      const lifetime = lifetimeOf(loop);
      if (typeof lifetime === "number" && lifetime > pause.seconds) continue;
      yield {
        at: pause.at,
        message: `'${around.name}' takes back only every ${String(pause.seconds)} s what ${howLong(lifetime)}.`,
        likely: lifetime === undefined || isLookedAtElsewhere(loop, around),
      };
    }
  },
});

function howLong(lifetime: Lifetime | undefined): string {
  if (typeof lifetime === "number") return `lasts ${String(lifetime)} s`;
  return lifetime === "chosen" ? "lasts as long as others say, however short" : "has expired";
}

/** Whether other methods of the object compare times, too: to whoever asks, what has expired is gone before it is swept. */
function isLookedAtElsewhere(loop: Node, { owner }: FunctionDefinition): boolean {
  const tests = new Set([...sweepTests(loop)]);
  const owners = new Set([owner, ...[...tests].map((test) => moduleOf(test).classAround(test))]);
  const methods = [...owners].flatMap((of) => (of ? [...of.methods.values()].flat() : []));
  return methods.some(
    (method) => method.body && !backgroundOf(method) && [...timeTests(method.body)].some((test) => !tests.has(test)),
  );
}

/** A pause this long, in seconds, is what people notice. */
const COARSE = 1;

interface Pause {
  readonly at: Node;
  readonly seconds: number;
}

/** The loop's own wait, when it is long and written in the program; what is waited after an error is no part of its pace. */
function longPause(loop: Node, module: Module): Pause | undefined {
  const waits = [...loop.descendants("call")].filter(
    (node) => /^(sleep|wait)$/.test(module.call(node).lastName) && !isInHandler(node, loop),
  );
  const pauses = waits.map((at) => {
    const length = module.call(at).argument(0, "timeout");
    return { at, seconds: (length && fixedSeconds(length, module)) ?? 0 };
  });
  return pauses.every(({ seconds }) => seconds >= COARSE) ? pauses[0] : undefined;
}

function isInHandler(node: Node, loop: Node): boolean {
  for (const outer of node.ancestors()) {
    if (outer === loop) return false;
    if (outer.kind === "except_clause") return true;
  }
  return false;
}

/** Coroutines with an endless loop are tasks, wherever they are started. */
function isInBackground(around: FunctionDefinition): boolean {
  return around.isAsync || backgroundOf(around) !== undefined;
}
