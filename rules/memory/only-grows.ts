import { rule } from "../../src/engine/rule.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import { CONTAINER_ADDS } from "../../src/python/tables/containers.js";
import { growingIn } from "./only-grows/container.js";
import { livesLong, repeatedBy } from "./only-grows/service.js";

/**
 * A container of an object that lives as long as the service gets more entries all the time, and nothing ever takes one out.
 *
 * The service needs more memory from day to day, until the system ends it. No test sees that, for none runs long enough.
 *
 * @bad
 * ```python
 * class Monitor:
 *     def __init__(self):
 *         self.readings = []
 *
 *     def on_reading(self, value):
 *         self.readings.append(value)
 *
 * def serve(socket):
 *     monitor = Monitor()
 *     while True:
 *         monitor.on_reading(socket.recv_json())
 * ```
 * @good
 * ```python
 * from collections import deque
 *
 * class Monitor:
 *     def __init__(self):
 *         self.readings = deque(maxlen=1000)
 *
 *     def on_reading(self, value):
 *         self.readings.append(value)
 *
 * def serve(socket):
 *     monitor = Monitor()
 *     while True:
 *         monitor.on_reading(socket.recv_json())
 * ```
 * @limits Reported with `--audit` only. How many keys there can be is not known, apart from constants and types.
 * @off Where as much comes as the memory holds, and no more.
 * @see https://docs.python.org/3/library/collections.html#collections.deque
 */
export default rule({
  severity: "medium",
  cwe: 401,
  likely: "everywhere",
  *check(module) {
    if (module.isTest) return;
    for (const node of module.within(ADDS, "class_definition")) {
      const of = module.class(node);
      if (!module.mayHold(ADDS, node)) continue;
      for (const { name, made, adds } of growingIn(of)) {
        const found = adds.flatMap((at) => {
          const by = moduleOf(at).functionAround(at);
          const loop = by && repeatedBy(at, by);
          return loop ? [{ at, loop }] : [];
        });
        const [first] = found;
        if (!first || !livesLong(of)) continue;
        yield {
          at: first.at,
          message: `'${of.name}.${name}' only grows: this is done again and again ([${whereIs(first.loop)}](1)), and nothing ever takes from '${name}' or bounds it.`,
          related: [
            { at: first.loop, message: "has it done without an end" },
            { at: made, message: "made here" },
          ],
        };
      }
    }
  },
});

/** A container that is added to. */
const ADDS = matchesPattern("what is added", new RegExp(String.raw`\b(?:${[...CONTAINER_ADDS].join("|")})\b|\]`));
