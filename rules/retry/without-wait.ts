import { rule, type Report } from "../../src/engine/rule.js";
import { quoted } from "../../src/python/editing/quote.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { matchesInOrder } from "../../src/python/prefilter/prefilter.js";
import type { Node } from "../../src/syntax/node.js";
import { holdsAfter } from "./without-wait/conditions.js";
import { goesOn, takesConnectionErrors } from "./without-wait/handlers.js";
import { isPaced, isPacedBy } from "./without-wait/pace.js";
import { requestIn } from "./without-wait/requests.js";
import { roundsGivenUp } from "./without-wait/statuses.js";

/**
 * A loop that failed to reach a server tries again at once, and for ever.
 *
 * While the server is down, each attempt fails within a millisecond: the loop uses a whole core, fills the disk with the same
 * line of log, and meets the server with thousands of requests when it comes back, which takes it down again.
 *
 * @bad
 * ```python
 * import requests
 *
 * def fetch(url):
 *     while True:
 *         try:
 *             return requests.get(url, timeout=5).json()
 *         except requests.RequestException:
 *             continue
 * ```
 * @bad
 * ```python
 * import requests
 *
 * def fetch(url):
 *     while True:
 *         answer = requests.get(url, timeout=5)
 *         if answer.status_code != 200:
 *             continue
 *         return answer.json()
 * ```
 * @good
 * ```python
 * import time
 *
 * import requests
 *
 * def fetch(url):
 *     wait = 1
 *     while True:
 *         try:
 *             return requests.get(url, timeout=5).json()
 *         except requests.RequestException:
 *             time.sleep(wait)
 *             wait = min(wait * 2, 60)
 * ```
 * @limits A request is known by its library, directly in the loop or up to two helpers further. Loops in which anything waits, counts, looks at the clock,
 * or takes something new (from a queue, a socket, an iterator), and handlers that may leave, are left alone, but for what only runs behind a request that has succeeded; so are those for errors that say
 * that time has passed. An answer is looked at where an `if` finds an error in it, and does nothing but tell before it begins the next round. Loops in tests are reported with `--audit`.
 * @off Where something outside of the loop paces it.
 * @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 * @see https://cwe.mitre.org/data/definitions/770.html
 */
export default rule({
  severity: "high",
  cwe: 770,
  likely: "in tests",
  mentions: ["while"],
  *check(module) {
    for (const loop of module.within(BEGINS_ANEW, "while_statement")) {
      const report = module.mayHold(HANDLES, loop) ? reportOf(module, loop) : undefined;
      const other = report ?? (module.mayHold(GIVES_UP, loop) ? refusalOf(module, loop) : undefined);
      if (other) yield other;
    }
  },
});

const HANDLES = matchesInOrder("a loop with a handler", /\bwhile\b/, /\bexcept\b/);
const GIVES_UP = matchesInOrder("a loop that begins a round anew", /\bwhile\b/, /\bcontinue\b/);
const BEGINS_ANEW = matchesInOrder("a loop that may try again", /\bwhile\b/, /\b(except|continue)\b/);

function reportOf(module: Module, loop: Node): Report | undefined {
  const condition = loop.field("condition");
  const body = loop.field("body");
  if (!condition || !body) return undefined;
  for (const attempt of attemptsIn(body)) {
    const handler = attempt.children.find((clause) => clause.kind === "except_clause" && takesConnectionErrors(clause));
    const tried = attempt.field("body");
    const request = handler && goesOn(handler) && tried ? requestIn(tried) : undefined;
    if (!handler || !request || !holdsAfter(condition, attempt, request, body) || isPaced(loop, request)) continue;
    return {
      at: handler,
      message: `When '${quoted(module.call(request).callee)}' ([${whereIs(request)}](1)) fails, this loop tries again at once and for ever: nothing waits, and nothing counts.`,
      related: [{ at: request, message: "asks a server here" }],
    };
  }
  return undefined;
}

/** A server that is overloaded, or does not know who asks, answers at once: as fast as one that is down. */
function refusalOf(module: Module, loop: Node): Report | undefined {
  const condition = loop.field("condition");
  const body = loop.field("body");
  if (!condition || !body) return undefined;
  for (const { request, at, running } of roundsGivenUp(condition, body)) {
    if (isPacedBy(running)) continue;
    return {
      at,
      message: `When the answer to '${quoted(module.call(request).callee)}' ([${whereIs(request)}](1)) is an error, this loop asks again at once and for ever: nothing waits, and nothing counts.`,
      related: [{ at: request, message: "asks a server here" }],
    };
  }
  return undefined;
}

/** The `try` statements that are all that a loop does in a round, but for what tells or prepares. */
function attemptsIn(body: Node): readonly Node[] {
  return body.children.filter(({ kind }) => kind === "try_statement");
}
