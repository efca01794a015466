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
 * compiles since Python 3.14, where it catches two types; it is reported with `--audit`. Not judged are files with
 * null bytes, how many blocks nest, how long chains of lambdas and conditional expressions are, and whether a name in
 * `\N{…}` or an encoding exists.
 * @off For templates and test data that end in `.py` and are not meant to be Python.
 * @see https://docs.python.org/3/reference/grammar.html
 */
export default rule({
  severity: "high",
  *check(module) {
    const { fault } = module;
    if (!fault) return;
    const { start, end, message, isOld = false } = fault;
    const who = isOld ? "Python before 3.14" : "Python";
    yield { at: { module, start, end }, message: `${who} cannot compile this: ${message}.`, likely: isOld };
  },
});
