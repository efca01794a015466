import type { Finding } from "../finding/finding.js";
import { atLeast } from "../severity.js";

type Placed = Pick<Finding, "path" | "start" | "end" | "rule" | "severity">;

/**
 * Takes one rule a place. What several rules report at the very same place is one bug to whoever mends it: the gravest
 * of them stands, of equals the first, and covers the others.
 */
export function onePerPlace<T extends Placed>(findings: readonly T[]): { standing: T[]; covered: T[] } {
  const gravest = new Map<string, T>();
  for (const finding of findings) {
    const known = gravest.get(placeOf(finding));
    if (!known || isBefore(finding, known)) gravest.set(placeOf(finding), finding);
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

/** Whether of two findings at one place the first is the one to report. */
function isBefore(a: Placed, b: Placed): boolean {
  return a.severity === b.severity ? a.rule < b.rule : atLeast(a.severity, b.severity);
}
