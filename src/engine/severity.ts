/** The severities, the gravest first. */
export const SEVERITIES = ["critical", "high", "medium", "low"] as const;

/** How soon a finding has to be dealt with: within 24 hours, 72 hours, a week, two weeks. */
export type Severity = (typeof SEVERITIES)[number];

/** Whether `severity` weighs at least as much as `bar`. */
export function atLeast(severity: Severity, bar: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(bar);
}

/** The next severity down; `low` stays. */
export function lowered(severity: Severity): Severity {
  return SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? "low";
}
