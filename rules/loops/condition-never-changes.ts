import { rule, type Report } from "../../src/engine/rule.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";
import { readsPastTheEnd } from "./condition-never-changes/end-of-stream.js";
import { asksForSamePage } from "./condition-never-changes/same-page.js";
import { neverChanges } from "./condition-never-changes/unchanged.js";

/**
 * A loop waits for a change that nothing in it makes.
 *
 * The job that runs it never ends, and uses a whole core or asks a server for the same page until somebody stops it. It
 * shows on the day when there is a second page, when a peer closes its connection in the middle of a message, or when a file ends early.
 *
 * @bad
 * ```python
 * def read_frame(sock, size):
 *     data = b""
 *     while len(data) < size:
 *         data += sock.recv(size - len(data))
 *     return data
 * ```
 * @good
 * ```python
 * def read_frame(sock, size):
 *     data = b""
 *     while len(data) < size:
 *         chunk = sock.recv(size - len(data))
 *         if not chunk:
 *             raise ConnectionError("closed in the middle of a frame")
 *         data += chunk
 *     return data
 * ```
 * @limits Only conditions over local names, and over what a file or a socket gives at its end, and then loops that no condition on what was
 * read leaves. Names that a
 * function inside changes, objects that are handed to something or have methods called, generators, and loops with any other way
 * out are left alone. A local that is only ever True, and a loop in a `try`, are reported with `--audit`, as is what stands in tests.
 * @off Nothing is gained by it: such a loop only ends with the process.
 * @see https://docs.python.org/3/library/socket.html#socket.socket.recv
 * @see https://cwe.mitre.org/data/definitions/835.html
 */
export default rule({
  severity: "low",
  cwe: 835,
  likely: "in tests",
  mentions: ["while"],
  *check(module) {
    for (const loop of module.within(A_LOOP, "while_statement")) {
      const around = module.functionAround(loop);
      if (!around || around.isGenerator) continue;
      const found: Report | undefined =
        readsPastTheEnd(loop, around) ?? neverChanges(loop, around) ?? asksForSamePage(loop, around);
      if (found) yield found;
    }
  },
});

const A_LOOP = matchesPattern("a loop", /\bwhile\b/);
