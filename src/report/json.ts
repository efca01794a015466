import type { Finding, Place, ScanResult, Step, SuppressedFinding } from "../engine/finding/finding.js";
import { SEVERITIES } from "../engine/severity.js";
import { plainText } from "../engine/finding/message.js";
import { countsByRule } from "./statistics.js";

/** Goes up when a reader of the format has to change; new members alone do not count. */
const VERSION = 1;

/** A run as JSON; docs/json.md says what its members mean. The same run gives the same bytes. */
export function toJson(result: ScanResult, toolVersion: string): string {
  const { root, findings, suppressed, baseline, failures, files, lines } = result;
  const counts: Record<string, number> = {};
  for (const severity of SEVERITIES) {
    counts[severity] = findings.filter((finding) => finding.severity === severity).length;
  }
  const document = {
    version: VERSION,
    tool: { name: "scarlint", version: toolVersion },
    root,
    summary: {
      files,
      lines,
      findings: findings.length,
      ...counts,
      suppressed: suppressed.length,
      rules: countsByRule(findings),
      ...(baseline && { baseline }),
    },
    findings: findings.map(findingJson),
    suppressed: suppressed.map(suppressedJson),
    failures,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** A finding as a member of a document. */
export function findingJson(finding: Finding): object {
  const { rule, severity, related, flow, lineHash, fixes, within, purpose, standsFor, sharedCause } = finding;
  return {
    rule,
    severity,
    message: plainText(finding.message, related.length),
    ...placeJson(finding),
    related: related.map(stepJson),
    flow: flow.map(stepJson),
    lineHash,
    fixes,
    ...(within !== undefined && { within }),
    ...(purpose && { purpose }),
    ...(standsFor !== undefined && { standsFor }),
    ...(sharedCause && { sharedCause: { ...stepJson(sharedCause), findings: sharedCause.findings } }),
  };
}

function suppressedJson(finding: SuppressedFinding): object {
  return { ...findingJson(finding), suppression: finding.suppression };
}

function stepJson(step: Step): object {
  return { message: step.message, ...placeJson(step) };
}

function placeJson({ path, start, end }: Place): object {
  return { path, start, end };
}
