import type { Finding } from "../finding/finding.js";
import { groupedBy } from "../../grouped.js";
import type { RegisteredRule } from "../rule.js";
import { atLeast } from "../severity.js";

type Placed = Pick<Finding, "path" | "start" | "end" | "rule" | "severity" | "likely">;

/**
 * Takes one rule a place. What several rules report at the very same place is one bug to whoever mends it. A rule that
 * yields to another there is covered by it, but what is proved not by a guess; of rules that know nothing of each other the gravest finding stands, of
 * equals the first by id.
 *
 * @param rules that there are
 */
export function onePerPlace<T extends Placed>(
  findings: readonly T[],
  rules: readonly Pick<RegisteredRule, "id" | "rule">[],
): { standing: T[]; covered: T[] } {
  const yieldsTo = new Map(rules.map(({ id, rule }) => [id, rule.yieldsTo ?? []]));
  const standing: T[] = [];
  const covered: T[] = [];
  for (const here of groupedBy(findings, placeOf).values()) {
    const yields = ({ rule, likely }: T): boolean =>
      here.some(
        (other) => yieldsTo.get(rule)?.includes(other.rule) === true && (likely === true || other.likely !== true),
      );
    const claims = here.filter((finding) => !yields(finding));
    // Where each yields to another, none of them does.
    const first = (claims.length > 0 ? claims : here).reduce((best, other) => (isBefore(other, best) ? other : best));
    for (const finding of here) (finding.rule === first.rule ? standing : covered).push(finding);
  }
  return { standing, covered };
}

function placeOf({ path, start, end }: Placed): string {
  return [start.line, start.column, end.line, end.column, path].join(" ");
}

function isBefore(a: Placed, b: Placed): boolean {
  return a.severity === b.severity ? a.rule < b.rule : atLeast(a.severity, b.severity);
}
