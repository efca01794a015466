import { PURPOSES, type Finding, type Purpose } from "../engine/finding/finding.js";
import { plainText } from "../engine/finding/message.js";
import { SEVERITIES } from "../engine/severity.js";
import { groupedBy } from "../grouped.js";
import { columns, measuring } from "./columns.js";
import { grouped } from "./grouped.js";
import type { Likes } from "./listing.js";
import { sharedCausesOf } from "./shared-cause-line.js";
import { causeLine, count, inert, painted, ruleName, told, where, type TextStyle } from "./text.js";
import { visible } from "./visible.js";

/** So many findings are seen at a glance. */
const FEW = 10;
// What fits on one screen together.
const MOST_RULES = 6;
const MOST_CAUSES = 2;
const MOST_FOLDERS = 3;

const PLACES: Readonly<Record<Purpose | "program", string>> = {
  program: "program",
  script: "scripts",
  test: "tests",
  example: "examples",
  copy: "copies",
};

/**
 * What a long report comes to, on one screen: how many findings of which rules, where they are, what is behind most of
 * them, and the worst. Empty for a report of few findings.
 *
 * @param likes as they were shown
 * @param statistics the command that shows all rules
 */
export async function toOverview(likes: readonly Likes[], style: TextStyle, statistics: string): Promise<string> {
  const findings = likes.flatMap((group) => group.findings);
  if (findings.length <= FEW) return "";
  return measuring(() => {
    const sections = [
      rulesOf(likes, style, statistics),
      foldersOf(findings, style),
      causesOf(findings, style),
      worstOf(likes, style),
    ];
    return inert(
      sections
        .flat()
        .map((line) => `${line}\n`)
        .join(""),
    );
  });
}

/** A sentence behind what it is about. */
function labelled(label: string, sentence: string, style: TextStyle): string {
  return told(`${label}: `, sentence, style).replace(label, style.colors.bold(label));
}

/** A table of the gravest rules and those with the most findings, the gravest first. */
function rulesOf(likes: readonly Likes[], style: TextStyle, statistics: string): string[] {
  const rows = SEVERITIES.flatMap((severity) =>
    likes
      .filter(({ findings: [first] }) => first?.severity === severity)
      .sort((a, b) => b.findings.length - a.findings.length),
  );
  const [shown, rest] = [rows.slice(0, MOST_RULES), rows.slice(MOST_RULES)];
  const kept = (["program", ...PURPOSES] as const).filter((purpose) =>
    rows.some(({ findings }) => numberIn(findings, purpose) > 0),
  );
  const kinds = kept.length > 1 ? kept : [];
  const names = Math.max(...shown.map(({ rule }) => rule.length));
  const cells = (numbers: readonly string[]): string => numbers.map((number) => number.padStart(10)).join("");
  const lines = shown.map(({ rule, findings }) => {
    const severity = findings[0]?.severity ?? "low";
    const name = ruleName(rule, style) + " ".repeat(names - rule.length);
    const numbers = [findings.length, ...kinds.map((kind) => numberIn(findings, kind))];
    const gap = " ".repeat("critical".length - severity.length);
    return `  ${painted(severity, style.colors)}${gap}  ${name}${cells(numbers.map(shownNumber))}`;
  });
  const titles = cells(["all", ...kinds.map((kind) => PLACES[kind])]);
  const title = "  By rule:";
  const heading =
    style.colors.bold(title) + titles.padStart("  critical  ".length + names + titles.length - title.length);
  const left = rest.reduce((sum, { findings }) => sum + findings.length, 0);
  // A rule stands in it once for each severity that its findings have.
  const others = new Set(rest.map(({ rule }) => rule));
  for (const { rule } of shown) others.delete(rule);
  const of = others.size === 0 ? "the same rules" : count(others.size, "other rule");
  const more = rest.length === 0 ? [] : [`  and ${grouped(left)} more of ${of} (${statistics})`];
  return [heading, ...lines, ...more];
}

function shownNumber(number: number): string {
  return number === 0 ? "-" : grouped(number);
}

function numberIn(findings: readonly Finding[], kind: Purpose | "program"): number {
  return findings.filter(({ purpose = "program" }) => purpose === kind).length;
}

/** The folders of the program with the most findings. */
function foldersOf(findings: readonly Finding[], style: TextStyle): string[] {
  const paths = findings
    .filter(({ purpose }) => purpose === undefined)
    .map(({ path }) => style.pathOf(path).split("/"));
  const depth = commonDepth(paths);
  const folders = [...groupedBy(paths, (path) => path.slice(0, Math.min(depth + 1, path.length - 1)).join("/"))]
    .map(([folder, { length }]) => ({ folder, length }))
    .sort((a, b) => b.length - a.length || (a.folder < b.folder ? -1 : 1));
  if (folders.length < 2) return [];
  const shown = folders
    .slice(0, MOST_FOLDERS)
    .map(({ folder, length }) => `${visible(folder || ".")} ${grouped(length)}`);
  const rest = folders.slice(MOST_FOLDERS);
  const left = rest.reduce((sum, { length }) => sum + length, 0);
  const more = rest.length === 0 ? [] : [`${count(rest.length, "other folder")} ${grouped(left)}`];
  return [labelled("Where", [...shown, ...more].join(", "), style)];
}

/** How many folders all paths are in together. */
function commonDepth(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  const differs = first.findIndex((name, index) =>
    paths.some((path) => index >= path.length - 1 || path[index] !== name),
  );
  return Math.max(differs, 0);
}

/** The places behind most findings. */
function causesOf(findings: readonly Finding[], style: TextStyle): string[] {
  const most = sharedCausesOf(findings).slice(0, MOST_CAUSES);
  return most.map((cause) => labelled(`${grouped(cause.findings)} have one cause`, causeLine(cause, style), style));
}

/** The finding that was shown last, which may not be in view any more. */
function worstOf(likes: readonly Likes[], style: TextStyle): string[] {
  const worst = likes.at(-1)?.shown.at(-1);
  if (!worst) return [];
  const message = visible(plainText(worst.message, worst.related.length));
  const { severity, rule } = worst;
  const title = `  ${style.colors.bold("Worst")}: ${where(worst, style)}`;
  const name = `${painted(severity, style.colors)} ${ruleName(rule, style)}`;
  const isNarrow = columns(`  Worst: ${where(worst, style)} ${severity} ${rule}`) > style.width;
  return [`${title}${isNarrow ? "\n    " : " "}${name}`, told("  ", message, style)];
}
