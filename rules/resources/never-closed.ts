import { rule, type Report } from "../../src/engine/rule.js";
import { fateOf, type Fate } from "../../src/concepts/resources/keeping.js";
import { resourceIn, resourcesIn, type Resource } from "../../src/concepts/resources/opening.js";
import { isProgram, isSlight, returnsWhileOpen } from "../../src/concepts/resources/ways-out.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { CLOSERS } from "../../src/python/tables/resources.js";
import { droppedDescriptors } from "./never-closed/descriptors.js";
import { openBehindTransactions } from "./never-closed/transactions.js";

/**
 * A connection, session or socket is opened, and there is a way out of the function on which nobody closes it.
 *
 * It is closed when the interpreter happens to free it, if at all. Until then the pool lacks a connection, or the server keeps one with
 * its locks and its open transaction. What is no object but a number, such as the descriptor that `tempfile.mkstemp()` opens, nobody ever frees.
 * A `with` over a connection of `sqlite3`, `psycopg2` or `pyodbc` ends a transaction and closes nothing; CPython 3.11 and later free that of `sqlite3` only when
 * they collect garbage, and a service runs out of descriptors before.
 *
 * @bad
 * ```python
 * import sqlite3
 *
 * def count(path, table):
 *     connection = sqlite3.connect(path)
 *     if not table:
 *         return 0
 *     number = connection.execute("select count(*) from entries").fetchone()
 *     connection.close()
 *     return number
 * ```
 * @good
 * ```python
 * import sqlite3
 * from contextlib import closing
 *
 * def count(path, table):
 *     if not table:
 *         return 0
 *     with closing(sqlite3.connect(path)) as connection:
 *         return connection.execute("select count(*) from entries").fetchone()
 * ```
 * @limits What is returned, stored, or passed to something that may keep it is left alone, as is what something that was made of it
 * leaves the function, and what a program's `main` or a command of a terminal opens. In folders of scripts, and of
 * datagram sockets, it is reported
 * with `--audit`.
 * @off Where the process ends with the function.
 * @see https://docs.python.org/3/library/contextlib.html#contextlib.closing
 */
export default rule({
  severity: "low",
  cwe: 772,
  *check(module) {
    if (module.isTest) return;
    for (const resource of resourcesOf(module)) {
      const fate = fateOf(resource);
      if (fate.escapes || fate.lends || isProgram(resource.of)) continue;
      yield* fate.closes.length === 0 ? neverClosed(resource) : leftOpen(resource, fate);
    }
    yield* droppedDescriptors(module);
    yield* openBehindTransactions(module);
  },
});

/** The resources that a file opens by what libraries call it, and those that it closes somewhere. */
function resourcesOf(module: Module): ReadonlySet<Resource> {
  const found = new Map([...resourcesIn(module)].map((resource) => [resource.name, resource]));
  for (const closer of CLOSERS) {
    for (const { receiver } of module.callsNamed(closer)) {
      const resource = receiver?.kind === "identifier" ? resourceIn(receiver) : undefined;
      if (resource?.kind.closes.has(closer) && !found.has(resource.name)) found.set(resource.name, resource);
    }
  }
  return new Set(found.values());
}

function* neverClosed(resource: Resource): Generator<Report> {
  const { opening, name, of } = resource;
  // What a function works with that never returns is open for as long as that.
  if (!of.graph.leavesWithout(opening, () => false, "exit")) return;
  yield {
    at: opening,
    message: `'${name.text}' is never closed, and nobody else holds it.`,
    likely: isSlight(resource),
  };
}

function* leftOpen(resource: Resource, fate: Fate): Generator<Report> {
  const { name, opening } = resource;
  for (const statement of returnsWhileOpen(resource, fate)) {
    yield {
      at: statement,
      message: `'${name.text}' ([${whereIs(opening)}](1)) is not closed on this way out.`,
      related: [{ at: opening, message: "opened" }],
      likely: isSlight(resource),
    };
  }
}
