import { isImported } from "../../src/concepts/names/imports.js";
import { rule } from "../../src/engine/rule.js";

/**
 * The file cannot be compiled.
 *
 * Importing it, or running it, ends in a `SyntaxError` before its first line. A service that imports the file late
 * starts well and dies when the import is reached; the tests that should have told do not even load. What is
 * reported is refused by every CPython from 3.8 to 3.14, be it by the parser or by the compiler behind it.
 *
 * @bad
 * ```python
 * def publish(client, event):
 *     with client.session() as session:
 *     session.send(event)
 * ```
 * @good
 * ```python
 * def publish(client, event):
 *     with client.session() as session:
 *         session.send(event)
 * ```
 * @limits The first error of a file is reported, as CPython does; correcting it may uncover the next one. A program
 * that one of the versions compiles is left alone, even when the team's own version does not: `except OSError, error:`
 * compiles since Python 3.14, where it catches two types; it is reported with `--audit`, as are the holes of templates. Not judged are files with
 * null bytes, how many blocks nest, how long chains of lambdas and conditional expressions are, and whether a name in
 * `\N{…}` or an encoding exists. It is `high` in a file that another one imports, unless Python 2 would compile the line.
 * @off For templates and test data that end in `.py` and are not meant to be Python.
 * @see https://docs.python.org/3/reference/grammar.html
 */
export default rule({
  severity: "low",
  *check(module) {
    const { fault } = module;
    if (!fault) return;
    const { start, end, message, isOld = false } = fault;
    const who = isOld ? "Python before 3.14" : "Python";
    yield {
      at: { module, start, end },
      message: `${who} cannot compile this: ${message}.`,
      // What no other file imports is a piece of one, a template or a leftover, more often than not.
      // Nor does anybody run what is left of Python 2.
      severity: isImported(module) && !message.includes("in Python 3") ? "high" : "low",
      likely: isOld || isTemplate(module.source, start),
    };
  },
});

/** A hole to be filled in: `{{name}}`, `{% if %}`. */
const HOLE = /\{\{ {0,9}\w{1,99}|\{%/;

/** Whether Python stumbles over the hole of a template. */
function isTemplate(source: string, at: number): boolean {
  const start = source.lastIndexOf("\n", at - 1) + 1;
  const end = source.indexOf("\n", at);
  return HOLE.test(source.slice(start, end < 0 ? undefined : end));
}
