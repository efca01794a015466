import { suppressionRule, type Suppression } from "../../src/engine/rule.js";

/**
 * A comment to scarlint cannot be understood.
 *
 * It silences nothing, whatever it was meant to silence. A comment has to name the rules that it is about: one that
 * silenced all of them would also hide the bugs that are made there later.
 *
 * @bad
 * ```python
 * try:
 *     deliver()
 * except TimeoutError:  # scarlint: ignore
 *     pass
 * ```
 * @good
 * ```python
 * try:
 *     deliver()
 * except Exception:  # scarlint: ignore[errors/swallowed-exception] delivery is retried by the caller
 *     pass
 * ```
 * @limits Only comments with `# scarlint:` in them are looked at, in small letters.
 * @off When the comments of another tool look like this.
 * @see https://docs.astral.sh/ruff/rules/blanket-noqa/
 */
export default suppressionRule({
  severity: "low",
  *judge({ fault, verb, found, start, end }) {
    if (fault) yield { at: { start, end }, message: `${SAYS[fault](verb)}${advice(found)}.` };
  },
});

const SAYS: Readonly<Record<NonNullable<Suppression["fault"]>, (verb: string) => string>> = {
  "unknown verb": (verb) => `After 'scarlint:' comes 'ignore[…]' or 'ignore-file[…]', not '${verb}'`,
  "no rules": (verb) => `'${verb}' names no rule in brackets and silences nothing`,
  "never closed": (verb) => `The bracket after '${verb}' is never closed, so that nothing is silenced`,
  "too many rules": (verb) => `'${verb}' names more rules than there are and silences nothing`,
  "no such day": (verb) => `After 'until' comes a day like 2030-12-31, and '${verb}' silences nothing without one`,
};

const MOST_SHOWN = 3;

function advice(found: readonly string[]): string {
  if (found.length === 0) return "";
  return `; found here: ${found
    .slice(0, MOST_SHOWN)
    .map((rule) => `'${rule}'`)
    .join(", ")}`;
}
