import { createHash } from "node:crypto";
import type { Finding, ScanResult } from "../engine/finding/finding.js";
import type { Severity } from "../engine/severity.js";
import { plainText } from "../engine/finding/message.js";
import { sharedCauseLine } from "./shared-cause-line.js";

const SEVERITY: Readonly<Record<Severity, "blocker" | "critical" | "major" | "minor">> = {
  critical: "blocker",
  high: "critical",
  medium: "major",
  low: "minor",
};

/**
 * A run as a GitLab code quality report. A fingerprint stays the same when lines above the finding are added or its
 * code is indented anew, so that a merge request shows what is new in it and what it has fixed.
 */
export function toGitlab({ findings }: ScanResult): string {
  const seen = new Map<string, number>();
  const issues = findings.map((finding) => {
    const identity = JSON.stringify([finding.rule, finding.path, finding.lineHash]);
    const times = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, times);
    return issue(finding, sha256(`${identity}:${String(times)}`));
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

function issue(finding: Finding, fingerprint: string): object {
  const { rule, severity, message, related, path, start, end, sharedCause } = finding;
  const cause = sharedCause ? ` (${sharedCauseLine(sharedCause)})` : "";
  return {
    description: plainText(message, related.length) + cause,
    check_name: rule,
    fingerprint,
    severity: SEVERITY[severity],
    location: { path, lines: { begin: start.line, end: end.line } },
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
