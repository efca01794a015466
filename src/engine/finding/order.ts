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

/** Values by what they have in common, in the order in which that first comes up. */
export function groupedBy<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
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
