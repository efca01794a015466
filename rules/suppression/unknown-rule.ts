import { suppressionRule } from "../../src/engine/rule.js";

/**
 * A comment silences a rule that does not exist.
 *
 * It was mistyped, or the rule has another name by now. Whoever wrote the comment believes that it does something;
 * the finding that it was meant for is still reported, or was never reported at all.
 *
 * @bad
 * ```python
 * try:
 *     deliver()
 * except TimeoutError:  # scarlint: ignore[errors/swallowed-exceptions] delivery is retried by the caller
 *     pass
 * ```
 * @good
 * ```python
 * try:
 *     deliver()
 * except Exception:  # scarlint: ignore[errors/swallowed-exception] delivery is retried by the caller
 *     pass
 * ```
 * @limits Rules of a team's own are known only in a scan that runs with them.
 * @off When different scans of the same code run with different rules of the team's own.
 * @see https://docs.astral.sh/ruff/rules/invalid-rule-code/
 */
export default suppressionRule({
  severity: "low",
  *judge({ names }) {
    for (const name of names) {
      if (name.isKnown) continue;
      const hint = name.suggestion === undefined ? "" : `; did you mean '${name.suggestion}'?`;
      yield { at: name, message: `There is no rule or domain '${name.text}' to ignore${hint || "."}` };
    }
  },
});
