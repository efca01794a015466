import { URGENCY } from "../docs/page.js";
import type { Failure, Finding, Place, ScanResult } from "../engine/finding/finding.js";
import { plainText } from "../engine/finding/message.js";
import { SEVERITIES } from "../engine/severity.js";
import { countsByRule } from "./statistics.js";
import { grouped } from "./grouped.js";
import { code, prose } from "./markdown.js";
import { sharedCausesOf } from "./shared-cause-line.js";

// What people read through. A page of a build takes no more than a megabyte.
const MOST_RULES = 20;
const MOST_CAUSES = 5;
const MOST_FINDINGS = 10;

/**
 * What a run came to, as Markdown for the page of a build or a comment on a merge request: how many findings of which
 * rules, the places behind most of them, and the gravest. Its length is bounded, whatever was found.
 */
export function toMarkdown({ findings, failures, baseline, files, lines }: ScanResult): string {
  const old = baseline ? `, beside ${grouped(baseline.old)} old` : "";
  const sections = [
    `### scarlint: ${findings.length === 0 ? "no findings" : number(findings.length, "finding")}`,
    `In ${number(files, "file")} of ${number(lines, "line")}${old}.`,
    ...failuresIn(failures),
    ...rulesOf(findings),
    ...causesOf(findings),
    ...gravestOf(findings),
  ];
  return `${sections.join("\n\n")}\n`;
}

function failuresIn(failures: readonly Failure[]): string[] {
  if (failures.length === 0) return [];
  const items = failures.map(({ path, rule, message }) => {
    const about = [path, rule].flatMap((name) => (name === undefined ? [] : [`${code(name)}: `]));
    return `${about.join("")}${prose(message)}`;
  });
  return [`**The run cannot be trusted**, for it is incomplete:`, list(items, MOST_FINDINGS)];
}

/** A table of the rules, the gravest first, then those with the most findings. */
function rulesOf(findings: readonly Finding[]): string[] {
  const rows = SEVERITIES.flatMap((severity) => {
    const counts = Object.entries(countsByRule(findings.filter((finding) => finding.severity === severity)));
    const cells = counts.sort(([, a], [, b]) => b - a);
    return cells.map(
      ([rule, many]) => `| ${severity} | ${code(rule)} | ${grouped(many)} | ${URGENCY[severity].within} |`,
    );
  });
  if (rows.length === 0) return [];
  const table = [
    "| severity | rule | findings | act within |",
    "| --- | --- | --: | --- |",
    ...rows.slice(0, MOST_RULES),
  ];
  return [table.join("\n"), ...more(rows.length - MOST_RULES, "other rule")];
}

function causesOf(findings: readonly Finding[]): string[] {
  const causes = sharedCausesOf(findings);
  const items = causes.map((cause) => `${grouped(cause.findings)} findings: ${where(cause)} ${prose(cause.message)}`);
  return items.length === 0 ? [] : ["**One place behind several**, to mend first:", list(items, MOST_CAUSES)];
}

function gravestOf(findings: readonly Finding[]): string[] {
  const gravest = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const items = gravest.slice(0, MOST_FINDINGS).map((finding) => {
    const message = prose(plainText(finding.message, finding.related.length));
    return `${finding.severity} ${where(finding)} ${message} (${code(finding.rule)})`;
  });
  if (items.length === 0) return [];
  const title = items.length < gravest.length ? "The gravest" : "All of them";
  return [`**${title}:**`, list(items, MOST_FINDINGS)];
}

/** A list, as far as people read. */
function list(items: readonly string[], most: number): string {
  const left = items.length - most;
  return [...items.slice(0, most), ...(left > 0 ? [`and ${grouped(left)} more`] : [])]
    .map((item) => `- ${item}`)
    .join("\n");
}

function more(left: number, noun: string): string[] {
  return left > 0 ? [`and ${number(left, noun)}.`] : [];
}

function where({ path, start }: Pick<Place, "path" | "start">): string {
  return code(`${path}:${String(start.line)}`);
}

function number(many: number, noun: string): string {
  return `${grouped(many)} ${noun}${many === 1 ? "" : "s"}`;
}
