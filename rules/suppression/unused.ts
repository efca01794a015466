import { suppressionRule } from "../../src/engine/rule.js";

/**
 * A comment silences a rule that finds nothing there.
 *
 * The bug that it excused is gone, or was never there. What stays is a claim that nobody checks any more, and the day
 * that the bug comes back to this statement it comes back in silence.
 *
 * @bad
 * ```python
 * try:
 *     deliver()
 * except TimeoutError:  # scarlint: ignore[errors/swallowed-exception] delivery is retried by the caller
 *     pass
 * ```
 * @good
 * ```python
 * try:
 *     deliver()
 * except Exception:  # scarlint: ignore[errors/swallowed-exception] delivery is retried by the caller
 *     pass
 * ```
 * @limits Only said of rules that have run on all that was to be scanned: not when `--select` or `--ignore` left them
 * out, nor of a domain when they left out one of its rules, nor when a part of the scan failed, nor in a file with a
 * syntax error. A comment that silences what only `--audit` reports has its use.
 * @off While rules are being tried out that find more on one day and less on the next.
 * @see https://docs.astral.sh/ruff/rules/unused-noqa/
 */
export default suppressionRule({
  severity: "low",
  fixes: ["safe"],
  *judge({ names, verb, start, end }) {
    const unused = names.filter(({ isUnused }) => isUnused);
    const [first] = unused;
    if (!first) return;
    const at = unused.length === names.length ? { start, end } : first;
    const shown = unused.map(({ text }) => `'${text}'`).join(", ");
    const where = verb === "ignore-file" ? "in this file" : "in this statement";
    yield { at, message: `Nothing ${where} is silenced by ${shown}.`, withoutNames: unused };
  },
});
