import { suppressionRule } from "../../src/engine/rule.js";

/**
 * A comment silences a rule and does not say why.
 *
 * Reported only when the configuration says `require-reason = true`. Without a reason, nobody who comes after can tell
 * a finding that was understood and accepted from one that was in the way of a release, and nobody dares to remove the
 * comment.
 *
 * @bad
 * ```python
 * try:
 *     deliver()
 * except Exception:  # scarlint: ignore[errors/swallowed-exception]
 *     pass
 * ```
 * @good
 * ```python
 * try:
 *     deliver()
 * except Exception:  # scarlint: ignore[errors/swallowed-exception] delivery is retried by the caller
 *     pass
 * ```
 * @limits Any word after the brackets is taken for a reason.
 * @off It is off until the configuration demands reasons.
 * @see https://docs.astral.sh/ruff/rules/blanket-noqa/
 */
export default suppressionRule({
  severity: "low",
  *judge({ names, reason, needsReason, start, end }) {
    if (!needsReason || reason !== "" || names.length === 0) return;
    const shown = names.map(({ text }) => `'${text}'`).join(", ");
    yield { at: { start, end }, message: `The comment ignores ${shown} and gives no reason behind the brackets.` };
  },
});
