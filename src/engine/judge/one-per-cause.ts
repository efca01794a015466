import { basename } from "node:path/posix";
import type { Finding, Step } from "../finding/finding.js";
import { withoutPlaces } from "../finding/identity.js";
import { plainText } from "../finding/message.js";
import { groupedBy } from "../../grouped.js";
import { atLeast } from "../severity.js";

/**
 * Makes one finding of those that go away together: what stands in copies of a file as in the original, then what
 * has the same cause. The others are among its related places.
 *
 * Last of all: what is new, what is old and what can be fixed is asked of each place.
 */
export function onePerCause(findings: readonly Finding[]): Finding[] {
  const originals = merged(findings, copyKey, "the same stands in this copy");
  return merged(originals, causeKey, "");
}

/** The findings with one for each key; `undefined` stands alone. Each comes where the one stood that is left. */
function merged(findings: readonly Finding[], keyOf: (finding: Finding) => string | undefined, why: string): Finding[] {
  const groups = groupedBy(findings, (finding) => keyOf(finding) ?? finding);
  const left = new Map([...groups.values()].map((group) => leading(group, why)));
  return findings.flatMap((finding) => left.get(finding) ?? []);
}

/** The finding that stands for some, with what it looks like then. */
function leading(group: readonly Finding[], why: string): [Finding, Finding] {
  const first = group.reduce((best, other) => (leads(other, best) ? other : best));
  const others = group.filter((other) => other !== first);
  if (others.length === 0) return [first, first];
  const more = others.map((other) => asStep(other, why));
  const message = why === "" ? `${first.message} ${shareOf(others.length)}` : first.message;
  const standsFor = group.reduce((sum, finding) => sum + (finding.standsFor ?? 1), 0);
  return [first, { ...first, message, related: [...first.related, ...more], standsFor }];
}

const shareOf = (others: number): string =>
  others === 1 ? "One more finding has the same cause." : `${String(others)} more findings have the same cause.`;

/** Whether a finding says more than another one before it: it weighs more, as the original does, or is proved. */
function leads(other: Finding, best: Finding): boolean {
  return !atLeast(best.severity, other.severity) || (best.likely === true && other.likely !== true);
}

function asStep({ path, start, end, line, message, related }: Finding, why: string): Step {
  return { path, start, end, line, message: why === "" ? plainText(message, related.length) : why };
}

/** What a finding and its likes in copies of the file have in common. */
function copyKey({ rule, path, text, start, message }: Finding): string | undefined {
  return text === undefined ? undefined : JSON.stringify([rule, basename(path), text, start, withoutPlaces(message)]);
}

function causeKey({ rule, cause }: Finding): string | undefined {
  return cause && JSON.stringify([rule, cause.path, cause.start, cause.message]);
}
