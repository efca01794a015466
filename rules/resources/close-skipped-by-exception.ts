import { rule } from "../../src/engine/rule.js";
import { isOnWayOut } from "../../src/concepts/errors/ways-out.js";
import { answersRequests } from "../../src/concepts/threads/handlers.js";
import { fateOf } from "../../src/concepts/resources/keeping.js";
import { resourceIn, type Resource } from "../../src/concepts/resources/opening.js";
import { failureWhileOpen, isProgram, isSlight } from "../../src/concepts/resources/ways-out.js";
import { whereIs, type Module } from "../../src/python/model/module.js";
import { CLOSERS, TAKERS_BACK } from "../../src/python/tables/resources.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A connection, session or socket is closed, but not when something fails before.
 *
 * The exception is handled elsewhere, and what it has left open is missing in the pool, or holds its locks at the server. One
 * such error does no harm, those of a bad night use up the pool, and then every request waits for a connection that
 * nobody gives back.
 *
 * @bad
 * ```python
 * import sqlite3
 *
 * def count(path):
 *     connection = sqlite3.connect(path)
 *     number = connection.execute("select count(*) from entries").fetchone()
 *     connection.close()
 *     return number
 * ```
 * @good
 * ```python
 * import sqlite3
 * from contextlib import closing
 *
 * def count(path):
 *     with closing(sqlite3.connect(path)) as connection:
 *         return connection.execute("select count(*) from entries").fetchone()
 * ```
 * @limits What is returned, stored, or passed to something that may keep it is left alone, and so is what a program's `main`
 * or a command of a terminal opens. In folders of scripts, and of
 * datagram sockets, it is reported with `--audit`. It is `medium` in a loop and in what answers requests, but for what
 * SQLite has open, which ends with the function.
 * @off Where the process ends with the exception.
 * @see https://docs.python.org/3/library/contextlib.html#contextlib.closing
 */
export default rule({
  severity: "low",
  cwe: 772,
  mentions: [...CLOSERS, ...TAKERS_BACK],
  *check(module) {
    if (module.isTest) return;
    for (const { close, resource } of closedIn(module)) {
      const fate = fateOf(resource);
      if (fate.escapes || isProgram(resource.of)) continue;
      const failing = failureWhileOpen(resource, fate);
      if (!failing) continue;
      const { name, opening, of } = resource;
      const isOften = of.graph.loopOf(opening) !== undefined || answersRequests(of);
      yield {
        at: close,
        severity: isOften && !isFreed(resource) ? "medium" : "low",
        message: `'${name.text}' ([${whereIs(opening)}](1)) stays open when '${module.call(failing).name}' fails: nothing has it closed in a 'finally' or a 'with'.`,
        related: [
          { at: opening, message: "opened" },
          { at: failing, message: "may raise" },
        ],
        likely: isSlight(resource),
      };
    }
  },
});

/** Whether nothing is left of it once its function has ended, be it by an exception: CPython closes a file then, and no server waits for it. */
const isFreed = ({ opening, of }: Resource): boolean =>
  of.module.valuesOf(opening).some((value) => value.kind === "api" && value.path.startsWith("sqlite3."));

/** The resources of a file that are closed in the function that opens them, each by the first call that closes it when nothing fails. */
function* closedIn(module: Module): Generator<{ readonly close: Node; readonly resource: Resource }> {
  const seen = new Set<Node>();
  for (const taker of TAKERS_BACK) {
    for (const { positional, node } of module.callsNamed(taker)) {
      const [given] = positional;
      const resource = given?.kind === "identifier" && !isOnWayOut(node) ? resourceIn(given) : undefined;
      if (resource?.kind.takenBack?.has(taker) !== true || seen.has(resource.name)) continue;
      seen.add(resource.name);
      yield { close: node, resource };
    }
  }
  for (const closer of CLOSERS) {
    for (const { receiver, node } of module.callsNamed(closer)) {
      const resource = receiver?.kind === "identifier" && !isOnWayOut(node) ? resourceIn(receiver) : undefined;
      if (!resource?.kind.closes.has(closer) || seen.has(resource.name)) continue;
      seen.add(resource.name);
      yield { close: node, resource };
    }
  }
}
