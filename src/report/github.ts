import type { Failure, Finding, Place, ScanResult } from "../engine/finding/finding.js";
import { SEVERITIES, type Severity } from "../engine/severity.js";
import { plainText } from "../engine/finding/message.js";
import { sharedCauseLine } from "./shared-cause-line.js";
import { visible } from "./visible.js";

const COMMAND: Readonly<Record<Severity, "error" | "warning" | "notice">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "notice",
};

/**
 * A run as the workflow commands that GitHub Actions turns into annotations, a line each. GitHub shows the first ten
 * of a kind and a step, so the most severe come first; the log has them all.
 *
 * @param isWritten whether a change that was looked at has written a line: a pull request shows annotations nowhere else
 */
export function toGithub({ findings, failures }: ScanResult, isWritten: IsWritten = () => true): string {
  const gravestFirst = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const annotations = gravestFirst.map((finding) => findingCommand(finding, shownAt(finding, isWritten)));
  return [...failures.map(failureCommand), ...annotations].join("");
}

type IsWritten = (path: string, line: number) => boolean;

/** The finding itself, or else the first of the places it follows from that the change has written. */
function shownAt(finding: Finding, isWritten: IsWritten): Place {
  const places: readonly Place[] = [finding, ...finding.related, ...finding.flow];
  return places.find(({ path, start }) => isWritten(path, start.line)) ?? finding;
}

function findingCommand(finding: Finding, { path, start, end }: Place): string {
  const { rule, severity, related, flow, sharedCause } = finding;
  // The log shows nothing but the message, so the place is said there too.
  const lines = [`${where(finding)} ${visible(plainText(finding.message, related.length))}`];
  for (const step of related) lines.push(`related: ${where(step)} ${visible(step.message)}`);
  for (const [index, step] of flow.entries()) {
    lines.push(`step ${String(index + 1)}: ${where(step)} ${visible(step.message)}`);
  }
  if (sharedCause) lines.push(sharedCauseLine(sharedCause));
  const properties = {
    title: `${severity} ${rule}`,
    file: path,
    line: start.line,
    endLine: end.line,
    col: start.column,
    endColumn: end.column,
  };
  return command(COMMAND[severity], properties, lines.join("\n"));
}

function failureCommand({ path, rule, message }: Failure): string {
  const properties = { title: "the run is incomplete", ...(path !== undefined && { file: path }) };
  const parts = [...(path === undefined ? [] : [path]), ...(rule === undefined ? [] : [rule]), message];
  return command("error", properties, visible(parts.join(": ")));
}

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
  return `::${name} ${list.join(",")}::${escaped(message)}\n`;
}

function where({ path, start }: Place): string {
  return `${visible(path)}:${String(start.line)}:${String(start.column)}`;
}

/** What the runner takes out again: anything else would end the command in the middle. */
function escaped(text: string): string {
  return text.replace(/[%\r\n]/g, (character) => ENCODED[character] ?? character);
}

/** Whatever is not taken out again and would act upon the log is spelled out. */
function escapedProperty(text: string): string {
  return visible(text.replace(/[%\r\n:,]/g, (character) => ENCODED[character] ?? character));
}

const ENCODED: Readonly<Record<string, string>> = { "%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C" };
