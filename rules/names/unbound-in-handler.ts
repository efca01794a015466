import { rule, type Report } from "../../src/engine/rule.js";
import { whereIs } from "../../src/python/model/module.js";
import { unboundReads, type UnboundRead } from "./unbound-in-handler/reads.js";

/**
 * A handler or `finally` uses a name that only the `try` before it binds, and something fails before it is bound.
 *
 * The handler then dies of an `UnboundLocalError` itself: what it should have cleaned up or logged stays as it is, and
 * the error that led there is hidden behind another one.
 *
 * @bad
 * ```python
 * import sqlite3
 *
 * def count(path):
 *     try:
 *         connection = sqlite3.connect(path)
 *         return connection.execute("select count(*) from tickets").fetchone()
 *     finally:
 *         connection.close()
 * ```
 * @good
 * ```python
 * import sqlite3
 *
 * def count(path):
 *     connection = sqlite3.connect(path)
 *     try:
 *         return connection.execute("select count(*) from tickets").fetchone()
 *     finally:
 *         connection.close()
 * ```
 * @limits Handlers for particular classes, which mostly come from what runs after the name is bound, and uses under a condition are
 * reported with `--audit`. Left alone are names that anything binds before the `try`, functions that look into `locals()`, uses
 * whose own error is handled, a `finally` behind handlers that all bind the name, and what hardly fails: constants, reads of
 * names and attributes, `len(…)`, logging, imports of the standard library, `pop` and `get` with a default. Tests are not
 * looked at.
 * @off Where any error in such a place ends the program anyway, and nobody reads what it says.
 * @see https://docs.python.org/3/library/exceptions.html#UnboundLocalError
 */
export default rule({
  severity: "low",
  *check(module) {
    for (const read of unboundReads(module)) yield report(read);
  },
});

function report({ node, clause, binding, failing, reason, likely }: UnboundRead): Report {
  return {
    at: node,
    message: `'${node.text}' is not bound when ${reason} ([${whereIs(failing)}](1)).`,
    related: [
      { at: failing, message: "may fail before it is bound" },
      { at: binding, message: "bound here" },
    ],
    cause: { at: clause },
    advice: `Bind '${node.text}' before the 'try', or leave it out of the handler`,
    likely,
  };
}
