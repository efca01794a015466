import type { Finding } from "../../src/engine/finding/finding.js";

/** What a scan of one commit of a project is known to find. */
export interface Expectation {
  readonly project: string;
  readonly commit: string;
  /** How many findings each rule has. */
  readonly counts: Readonly<Record<string, number>>;
  /** `rule path fingerprint`, sorted: says which findings, and survives lines that move. */
  readonly findings: readonly string[];
}

/** What differs between two scans of a project. */
export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Writes a scan down as an expectation. */
export function expectationOf(project: string, commit: string, findings: readonly Finding[]): Expectation {
  const counts: Record<string, number> = {};
  for (const rule of findings.map((finding) => finding.rule).sort()) counts[rule] = (counts[rule] ?? 0) + 1;
  return { project, commit, counts, findings: findings.map(identityOf).sort() };
}

/** The name of a finding in an expectation. */
export function identityOf(finding: Finding): string {
  return `${finding.rule} ${finding.path} ${finding.lineHash}`;
}

/** What `after` has and `before` does not, and the other way round. */
export function differenceOf(before: Expectation, after: Expectation): Difference {
  const old = new Set(before.findings);
  const now = new Set(after.findings);
  return {
    added: after.findings.filter((finding) => !old.has(finding)),
    removed: before.findings.filter((finding) => !now.has(finding)),
  };
}
