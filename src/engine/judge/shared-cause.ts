import type { Finding, SharedCause, Step } from "../finding/finding.js";
import { byCause } from "./causes.js";

/**
 * Says of each finding of a report which place it follows from together with others: one that several give as evidence,
 * or else the one that its own rule names behind all that it stands for.
 */
export function withSharedCauses(findings: readonly Finding[]): Finding[] {
  const causes = new Map<Finding, SharedCause>();
  const share = (cause: Step, own: readonly Finding[]): void => {
    const number = own.reduce((sum, { standsFor = 1 }) => sum + standsFor, 0);
    if (number > 1) for (const finding of own) causes.set(finding, { ...cause, findings: number });
  };
  const { shared, alone } = byCause(findings);
  for (const { cause, findings: own } of shared) share(cause, own);
  for (const finding of alone) if (finding.cause) share(finding.cause, [finding]);
  return findings.map((finding) => {
    const sharedCause = causes.get(finding);
    return sharedCause ? { ...finding, sharedCause } : finding;
  });
}
