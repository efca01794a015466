import type { Finding } from "./finding.js";
import { atLeast } from "../severity.js";

type Sortable = Pick<Finding, "path" | "start" | "rule" | "message">;
type Placed = Pick<Finding, "path" | "start" | "end" | "rule" | "severity">;

/** The findings by path, position, rule and message, each once. */
export function inOrder<T extends Sortable>(findings: readonly T[]): T[] {
  const sorted = [...findings].sort(compare);
  return sorted.filter((finding, index) => {
    const before = sorted[index - 1];
    return !before || compare(before, finding) !== 0;
  });
}

/**
 * Takes one rule a place. What several rules report at the very same place is one bug to whoever mends it: the gravest
 * of them stands, of equals the first, and covers the others.
 */
export function onePerPlace<T extends Placed>(findings: readonly T[]): { standing: T[]; covered: T[] } {
  const gravest = new Map<string, T>();
  for (const finding of findings) {
    const known = gravest.get(placeOf(finding));
    if (!known || !atLeast(known.severity, finding.severity)) gravest.set(placeOf(finding), finding);
  }
  const standing: T[] = [];
  const covered: T[] = [];
  for (const finding of findings) {
    (gravest.get(placeOf(finding))?.rule === finding.rule ? standing : covered).push(finding);
  }
  return { standing, covered };
}

function placeOf({ path, start, end }: Placed): string {
  return [start.line, start.column, end.line, end.column, path].join(" ");
}

function compare(a: Sortable, b: Sortable): number {
  return (
    byCodeUnits(a.path, b.path) ||
    a.start.line - b.start.line ||
    a.start.column - b.start.column ||
    byCodeUnits(a.rule, b.rule) ||
    byCodeUnits(a.message, b.message)
  );
}

/** Not by locale: the order must be the same on every machine. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
