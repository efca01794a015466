import type { ClaimedBug } from "./claimed.js";

/** Whether a heading says by a tick, or by being struck out as a whole, that its bug is mended. @param raw as it is written */
export function isTickedHeading(raw: string): boolean {
  return (
    /^[^\p{L}]{0,20}(?:✅|☑|✔)|(?:✅|☑|✔)\ufe0f?[\s*_]{0,6}$/u.test(raw) ||
    /^\s{0,3}(?:\d{1,4}[.)] )?~~[^~]{3,200}~~\s*(?:✅\s*)?$/u.test(raw)
  );
}

/**
 * Counts ticks at headings among what is said of their bugs, where a report means by them that these are mended: at two
 * others or more, and at no more than one that it calls open. A tick may stand for something else, such as a review.
 */
export function believeTicks(bugs: readonly ClaimedBug[]): void {
  const said = bugs.filter(({ tickedOn, firm }) => tickedOn !== undefined && firm.length > 0);
  const open = said.filter(({ firm }) => firm.every(({ value }) => value !== "resolved"));
  if (open.length > 1 || said.length - open.length < 2) return;
  for (const { tickedOn, firm } of said)
    if (tickedOn !== undefined) firm.unshift({ value: "resolved", line: tickedOn });
}
