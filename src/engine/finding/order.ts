import type { Finding } from "./finding.js";

type Sortable = Pick<Finding, "path" | "start" | "rule" | "message">;

/** The findings by path, position, rule and message, each once. */
export function inOrder<T extends Sortable>(findings: readonly T[]): T[] {
  const sorted = [...findings].sort(compare);
  return sorted.filter((finding, index) => {
    const before = sorted[index - 1];
    return !before || compare(before, finding) !== 0;
  });
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
