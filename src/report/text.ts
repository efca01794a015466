import type { Colors, Formatter } from "picocolors/types.js";
import type { Failure, Finding, Place, ScanResult, Step } from "../engine/finding/finding.js";
import { SEVERITIES, type Severity } from "../engine/severity.js";
import { columns, measuring } from "./columns.js";
import { frameOf } from "./frame.js";
import { grouped } from "./grouped.js";
import { plainText } from "../engine/finding/message.js";
import { COMMAND, visible } from "./visible.js";

/** How a report for people looks. */
export interface TextStyle {
  /** picocolors, on or off. */
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  /** Whether sentences are broken between words where the width ends; a terminal breaks them itself, anywhere. */
  readonly isWrapped?: boolean;
  /** How a path of the result is shown. */
  readonly pathOf: (path: string) => string;
}

/** Findings for people, each with its code, its evidence and the way its value took; empty when there are none. */
export async function toText(findings: readonly Finding[], style: TextStyle): Promise<string> {
  return measuring(() => inert(findings.map((finding) => `${entry(finding, style)}\n\n`).join("")));
}

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

/** What a change did to the findings. */
export interface FindingChange {
  readonly added: readonly Finding[];
  readonly fixed: readonly Finding[];
}

/** The new findings as in a report, the fixed ones in a line each. */
export async function toChange({ added, fixed }: FindingChange, style: TextStyle): Promise<string> {
  const { green, dim } = style.colors;
  const lines = fixed.map((finding) => {
    const message = visible(plainText(finding.message, finding.related.length));
    return `${green("fixed")} ${where(finding, style)} ${dim(finding.rule)} ${message}\n`;
  });
  return (await toText(added, style)) + lines.join("");
}

/** A build server takes a line for a command that begins with two colons; others may come about where texts meet. */
function inert(lines: string): string {
  return lines.replace(/^([^\S\n]*):(?=:)/gm, "$1\\x3a").replace(COMMAND, "\\x23");
}

/** What a change came to, in a line. */
export function changeSummary({ added, fixed }: FindingChange, { findings, failures }: ScanResult): string {
  const numbers = { new: added, fixed, left: findings };
  const counts = Object.entries(numbers).map(([what, { length }]) => `${grouped(length)} ${what}`);
  const doubt = failures.length === 0 ? "" : `; incomplete: ${count(failures.length, "failure")}`;
  return `${counts.join(", ")}${doubt}\n`;
}

/** A failure in one line. */
export function failureLine({ path, rule, message }: Failure, pathOf: (path: string) => string): string {
  return visible(
    [...(path === undefined ? [] : [pathOf(path)]), ...(rule === undefined ? [] : [rule]), message].join(": "),
  );
}

/** A severity in its color. */
export function painted(severity: Severity, colors: Colors): string {
  const paint = {
    critical: (text: string) => colors.bold(colors.red(text)),
    high: colors.red,
    medium: colors.yellow,
    low: colors.cyan,
  };
  return paint[severity](severity);
}

function entry(finding: Finding, style: TextStyle): string {
  const { colors } = style;
  const head = `${colors.bold(where(finding, style))} ${painted(finding.severity, colors)} ${colors.dim(finding.rule)}`;
  const message = visible(plainText(finding.message, finding.related.length));
  const lines = [head, told("", message, style), ...codeLines(finding, style, colors.red)];
  // What is also a step of the flow is shown there.
  const related = finding.related.filter((place) => !finding.flow.some((step) => isSame(place, step)));
  for (const place of related) lines.push(...evidence("related:", place, finding, style));
  for (const [index, step] of finding.flow.entries()) {
    lines.push(...evidence(`step ${String(index + 1)}:`, step, finding, style));
  }
  for (const { description, isSafe } of finding.fixes) {
    lines.push(told(isSafe ? "fix: " : "unsafe fix: ", visible(description), style));
  }
  return lines.join("\n");
}

function evidence(label: string, step: Step, of: Finding, style: TextStyle): string[] {
  const line = told(`${label} `, `${where(step, style)} ${visible(step.message)}`, style);
  // The finding's own code has just been shown.
  return isSame(step, of) ? [line] : [line, ...codeLines(step, style, style.colors.blue)];
}

/** A sentence, indented. */
function told(label: string, sentence: string, { width, isWrapped = false }: TextStyle): string {
  if (!isWrapped) return `  ${label}${sentence}`;
  const lines = [`  ${label}`];
  for (const word of sentence.split(" ")) {
    const line = lines.at(-1) ?? "";
    const isFirst = line.endsWith(" ");
    if (isFirst || columns(line) + 1 + columns(word) <= width)
      lines.push(`${lines.pop() ?? ""}${isFirst ? "" : " "}${word}`);
    else lines.push(`    ${word}`);
  }
  return lines.join("\n");
}

function codeLines(place: Place, { colors, width }: TextStyle, mark: Formatter): string[] {
  const gutter = `${String(place.start.line).padStart(6)} | `;
  const { code, underline } = frameOf(place, Math.max(width - gutter.length, 20));
  const margin = `${" ".repeat(6)} | `;
  return [`${colors.dim(gutter)}${code}`, `${colors.dim(margin)}${mark(underline)}`];
}

function where({ path, start }: Place, { pathOf }: TextStyle): string {
  return `${visible(pathOf(path))}:${String(start.line)}:${String(start.column)}`;
}

function isSame(a: Place, b: Place): boolean {
  return a.path === b.path && a.start.line === b.start.line && a.start.column === b.start.column;
}

/** `1 finding`, `2,000 findings`. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}
