import type { Finding } from "../engine/finding/finding.js";
import { SEVERITIES, type Severity } from "../engine/severity.js";
import { painted, type TextStyle } from "./text.js";
import { grouped } from "./grouped.js";

/** How many findings of a severity a rule has. */
interface Row {
  readonly rule: string;
  readonly severity: Severity;
  readonly number: number;
}

/** How many findings there are of each rule that has any, by the rule's id. */
export function countsByRule(findings: readonly Finding[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How many findings there are of each rule and severity, as a table for people: the gravest first, then the most. */
export function toStatistics(findings: readonly Finding[], { colors }: TextStyle): string {
  const rows = SEVERITIES.flatMap((severity): Row[] => {
    const counts = countsByRule(findings.filter((finding) => finding.severity === severity));
    return Object.entries(counts)
      .map(([rule, number]) => ({ rule, severity, number }))
      .sort((a, b) => b.number - a.number);
  });
  const shown = rows.map(({ number }) => grouped(number));
  const width = Math.max(...shown.map(({ length }) => length), 0);
  const lines = rows.map(({ rule, severity }, index) => {
    const gap = " ".repeat("critical".length - severity.length);
    return `${(shown[index] ?? "").padStart(width)}  ${painted(severity, colors)}${gap}  ${rule}\n`;
  });
  return lines.length === 0 ? "" : `${lines.join("")}\n`;
}
