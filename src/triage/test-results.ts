const N = String.raw`(?<![\w.,/:-])(\d{1,6})`;
const TESTS = String.raw`(?: (?:unit |integration |regression |total )?(?:tests?|cases?|checks?))?`;
/** `12 passed, 3 failed`, and others behind them. */
const PARTS = String.raw`${N}${TESTS} pass(?:ed|ing)?,? (?:and |& )?(\d{1,6}) fail(?:ed|ing|ures?)?((?:,? (?:and |& )?\d{1,6} (?:skipped|errors?|xfailed|xpassed|pending|ignored)){0,4})`;
/** `12 passed, 3 failed of 15`. */
const PARTS_FIRST = new RegExp(
  String.raw`${PARTS},? (?:\(?out )?(?:of|von) (?:the |all )?(\d{1,6})(?![\w%]|[.,:/]\d)`,
  "giu",
);
/** `15 tests: 12 passed, 3 failed`, `15 tests (12 passed, 3 failed)`. */
const WHOLE_FIRST = new RegExp(
  String.raw`${N} (?:unit |integration |regression )?(?:tests?|cases?|checks?)(?: (?:run|total|in total|executed|collected))?(?::| \(| [—–-]|,) ?${PARTS.replace(N, String.raw`(\d{1,6})`)}`,
  "giu",
);
/** `12/15 tests passing, 3 failed`. */
const SHARE = new RegExp(
  String.raw`${N} ?(?:/| of | out of ) ?(\d{1,6})${TESTS} pass(?:ed|ing)?,? (?:\(|and |& )?(\d{1,6}) fail(?:ed|ing|ures?)?((?:,? (?:and |& )?\d{1,6} (?:skipped|errors?|xfailed|xpassed|pending|ignored)){0,4})`,
  "giu",
);

/** What numbers of tests come to that passed, failed or were left out, beside how many there are, as a flaw each where they do not. */
export function testResultsIn(text: string): (string | undefined)[] {
  const said = [
    ...[...text.matchAll(PARTS_FIRST)].map(([, passed, failed, others, whole]) => ({ whole, passed, failed, others })),
    ...[...text.matchAll(WHOLE_FIRST)].map(([, whole, passed, failed, others]) => ({ whole, passed, failed, others })),
    ...[...text.matchAll(SHARE)].map(([, passed, whole, failed, others]) => ({ whole, passed, failed, others })),
  ];
  return said.map(({ whole = "", passed = "", failed = "", others = "" }) => {
    const parts = [passed, failed, ...(others.match(/\d+/g) ?? [])];
    const sum = parts.reduce((all, part) => all + Number(part), 0);
    return sum === Number(whole) ? undefined : `${parts.join(" + ")} tests are ${String(sum)}, not ${whole}.`;
  });
}
