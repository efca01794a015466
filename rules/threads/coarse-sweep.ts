import { rule } from "../../src/engine/rule.js";
import { backgroundOf } from "../../src/concepts/threads/background.js";
import { fixedSeconds, onlySweeps } from "./coarse-sweep/expiry.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import type { Module } from "../../src/python/model/module.js";
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
 * do other work, and pauses that come from a parameter, the environment or a configuration, are left alone.
 * @off When everything that is swept lasts for minutes, and a late sweep costs nobody anything.
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
      yield {
        at: pause.at,
        message: `'${around.name}' takes back what has expired only every ${String(pause.seconds)} s, however short its time was.`,
      };
    }
  },
});

/** A pause this long, in seconds, is what people notice. */
const COARSE = 1;

interface Pause {
  readonly at: Node;
  readonly seconds: number;
}

/** The loop's own wait, when it is long and written in the program. */
function longPause(loop: Node, module: Module): Pause | undefined {
  for (const at of loop.descendants("call")) {
    const call = module.call(at);
    if (!/^(sleep|wait)$/.test(call.lastName)) continue;
    const length = call.argument(0, "timeout");
    const seconds = length && fixedSeconds(length, module);
    if (seconds !== undefined && seconds >= COARSE) return { at, seconds };
  }
  return undefined;
}

/** Coroutines with an endless loop are tasks, wherever they are started. */
function isInBackground(around: FunctionDefinition): boolean {
  return around.isAsync || backgroundOf(around) !== undefined;
}
