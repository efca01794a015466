import type { Colors } from "picocolors/types.js";
import type { Finding, ScanResult } from "../engine/finding/finding.js";
import { SEVERITIES, type Severity } from "../engine/severity.js";
import { grouped } from "./grouped.js";
import { count, painted, type FindingChange, type TextStyle } from "./text.js";
import { visible } from "./visible.js";

/** How many paths are named where there are many. */
const MOST_PATHS = 3;

/** What a run came to, in a line. */
export function summary(result: ScanResult, seconds: number, { colors }: TextStyle): string {
  const { findings, suppressed, baseline, failures, files, lines } = result;
  const fresh = baseline ? "new " : "";
  const effort = `${count(files, "file")}, ${count(lines, "line")}, ${seconds.toFixed(1)} s`;
  const outcome =
    findings.length === 0
      ? colors.green(`No ${fresh}findings`)
      : `${colors.bold(count(findings.length, `${fresh}finding`))} (${bySeverity(findings, colors)})`;
  const put = baseline ? `; ${grouped(baseline.old)} old${fixedOf(baseline.fixed)}` : "";
  const silence = suppressed.length === 0 ? "" : `; ${grouped(suppressed.length)} suppressed`;
  const doubt = failures.length === 0 ? "" : `; incomplete: ${colors.bold(count(failures.length, "failure"))}`;
  return `${outcome} in ${effort}${put}${silence}${doubt}\n${fixable(findings)}`;
}

/** Of a result without findings, what was looked at and what for: otherwise nothing tells it from a mistyped command. */
export function lookedAt({ findings, looked }: ScanResult, paths: readonly string[], minSeverity: Severity): string {
  if (findings.length > 0 || !looked) return "";
  const named = paths.slice(0, MOST_PATHS).map((path) => visible(path));
  const rest = paths.length - named.length;
  const where = [
    ...(named.length > 0 ? named : ["the current directory"]),
    ...(rest > 0 ? [`${grouped(rest)} more`] : []),
  ];
  const severity = minSeverity === "low" ? "" : ` of severity ${minSeverity} and above`;
  const proof = looked.audit ? "proved and likely bugs" : "proved bugs";
  const more = looked.audit ? "" : "; --audit adds what is likely";
  return `Looked at ${where.join(", ")} with ${count(looked.rules, "rule")} for ${proof}${severity}${more}.\n`;
}

function fixedOf(fixed: number): string {
  return fixed === 0 ? "" : `, ${grouped(fixed)} fixed, which 'scarlint baseline --update' takes out of the baseline`;
}

/** How many findings `--fix` would mend; nothing when there are none. */
function fixable(findings: readonly Finding[]): string {
  const safe = findings.filter(({ fixes }) => fixes.some(({ isSafe }) => isSafe)).length;
  const unsafe = findings.filter(({ fixes }) => fixes.length > 0).length - safe;
  const more = unsafe === 0 ? "" : `${grouped(unsafe)}${safe > 0 ? " more" : ""} with --fix --unsafe-fixes`;
  const sure = safe === 0 ? "" : `${grouped(safe)} with --fix`;
  return safe + unsafe === 0 ? "" : `Fixable: ${[sure, more].filter(Boolean).join(", ")}\n`;
}

function bySeverity(findings: readonly Finding[], colors: Colors): string {
  return SEVERITIES.map((severity) => ({
    severity,
    number: findings.filter((finding) => finding.severity === severity).length,
  }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => `${grouped(number)} ${painted(severity, colors)}`)
    .join(", ");
}

/** What a change came to, in a line. */
export function changeSummary({ added, fixed }: FindingChange, { findings, failures }: ScanResult): string {
  const numbers = { new: added, fixed, left: findings };
  const counts = Object.entries(numbers).map(([what, { length }]) => `${grouped(length)} ${what}`);
  const doubt = failures.length === 0 ? "" : `; incomplete: ${count(failures.length, "failure")}`;
  return `${counts.join(", ")}${doubt}\n`;
}
