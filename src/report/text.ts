import type { Colors, Formatter } from "picocolors/types.js";
import type { Failure, Finding, Place, Step } from "../engine/finding/finding.js";
import type { Severity } from "../engine/severity.js";
import { groupedBy } from "../grouped.js";
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
  /** Makes the name of a rule lead to its page, where the terminal can. */
  readonly linked?: (rule: string) => string;
}

/** Findings for people, each with its code, its evidence and the way its value took; empty when there are none. */
export async function toText(findings: readonly Finding[], style: TextStyle): Promise<string> {
  return measuring(() => inert(findings.map((finding) => `${entry(finding, style)}\n\n`).join("")));
}

/** What a change did to the findings. */
export interface FindingChange {
  readonly added: readonly Finding[];
  readonly fixed: readonly Finding[];
}

/** The new findings as in a report, the fixed ones in a line each. */
export async function toChange({ added, fixed }: FindingChange, style: TextStyle): Promise<string> {
  const { green } = style.colors;
  const lines = fixed.map((finding) => {
    const message = visible(plainText(finding.message, finding.related.length));
    return `${green("fixed")} ${where(finding, style)} ${ruleName(finding.rule, style)} ${message}\n`;
  });
  return (await toText(added, style)) + lines.join("");
}

/** A build server takes a line for a command that begins with two colons; others may come about where texts meet. */
export function inert(lines: string): string {
  return lines.replace(/^([^\S\n]*):(?=:)/gm, "$1\\x3a").replace(COMMAND, "\\x23");
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
  const message = visible(plainText(finding.message, finding.related.length));
  const lines = [head(finding, style), told("", message, style), ...new Frames(style, colors.red).of([finding])];
  // What is also a step of the flow is shown there.
  const related = finding.related.filter((place) => !finding.flow.some((step) => isSame(place, step)));
  const shown = related.length > MOST_SHOWN + 1 ? related.slice(0, MOST_SHOWN) : related;
  const steps = [
    ...shown.map((step) => ({ step, label: "related: " })),
    ...finding.flow.map((step, index) => ({ step, label: `step ${String(index + 1)}: ` })),
  ];
  lines.push(...evidence(steps, finding, style));
  const others = related.slice(shown.length);
  if (others.length > 0) lines.push(told("related: ", moreOf(others, style), style));
  const { sharedCause: cause } = finding;
  if (cause) lines.push(told(`cause of ${count(cause.findings, "finding")}: `, causeLine(cause, style), style));
  for (const { description, isSafe } of finding.fixes) {
    lines.push(told(isSafe ? "fix: " : "unsafe fix: ", visible(description), style));
  }
  return lines.join("\n");
}

/** Places of one finding that are shown with their code; one cause may have hundreds. */
const MOST_SHOWN = 6;
/** Further ones that are named. */
const MOST_NAMED = 20;

/** `71 more: shop/pool.py:12, 15, shop/till.py:3`. */
function moreOf(steps: readonly Step[], style: TextStyle): string {
  const named = groupedBy(steps.slice(0, MOST_NAMED), ({ path }) => path);
  const places = [...named].map(([path, own]) => {
    const lines = own.map(({ start }) => String(start.line)).join(", ");
    return `${visible(style.pathOf(path))}:${lines}`;
  });
  const left = steps.length - MOST_NAMED;
  const rest = left > 0 ? `, and ${count(left, "other")}; --format json names them all` : "";
  return `${String(steps.length)} more: ${places.join(", ")}${rest}`;
}

/** Where, how grave, and which rule: over two lines where one is too narrow. */
function head(finding: Finding, style: TextStyle): string {
  const { colors, width, isWrapped } = style;
  const place = where(finding, style);
  const isNarrow = isWrapped && columns(`${place} ${finding.severity} ${finding.rule}`) > width;
  return `${colors.bold(place)}${isNarrow ? "\n  " : " "}${painted(finding.severity, colors)} ${ruleName(finding.rule, style)}`;
}

/** A rule's name, which leads to its page where the terminal can. */
export function ruleName(rule: string, { linked }: Pick<TextStyle, "linked">): string {
  return linked ? linked(rule) : rule;
}

/** `shop/pool.py:73:13 bound here`. */
export function causeLine(cause: Step, style: TextStyle): string {
  return `${where(cause, style)} ${visible(cause.message)}`.trimEnd();
}

/** A step with what it is called. */
interface Labelled {
  readonly step: Step;
  readonly label: string;
}

/** Places in a line each; below those of one line of code, that line once. */
function evidence(steps: readonly Labelled[], of: Finding, style: TextStyle): string[] {
  const frames = new Frames(style, style.colors.blue);
  // The finding's own code has just been shown.
  frames.leaveOut(of);
  return runsOf(steps).flatMap((run) => [
    ...run.map(({ step, label }) => told(label, `${where(step, style)} ${visible(step.message)}`, style)),
    ...frames.of(run.map(({ step }) => step)),
  ]);
}

/** Steps one after the other that are on one line. */
function runsOf(steps: readonly Labelled[]): Labelled[][] {
  const runs: Labelled[][] = [];
  for (const each of steps) {
    const run = runs.at(-1);
    if (run?.[0] && isSameLine(run[0].step, each.step)) run.push(each);
    else runs.push([each]);
  }
  return runs;
}

/** Lines of code with marks below, each once. */
class Frames {
  readonly #shown = new Set<string>();

  constructor(
    private readonly style: TextStyle,
    private readonly mark: Formatter,
  ) {}

  /** The line that some places are on, unless it has been shown. */
  of(places: readonly Place[]): string[] {
    const [first] = places;
    if (!first || this.#shown.has(lineKey(first))) return [];
    this.leaveOut(first);
    const { colors, width } = this.style;
    const gutter = `${String(first.start.line).padStart(6)} | `;
    const margin = `${" ".repeat(6)} | `;
    const { code, underline } = frameOf(first, Math.max(width - gutter.length, 20), places.slice(1));
    return [`${colors.dim(gutter)}${code}`, `${colors.dim(margin)}${this.mark(underline)}`];
  }

  leaveOut(place: Place): void {
    this.#shown.add(lineKey(place));
  }
}

/** A sentence, indented. */
export function told(label: string, sentence: string, style: TextStyle): string {
  return filled(`  ${label}`, sentence, style, "    ");
}

/** Words behind a label, over as many lines as they take where sentences are broken. */
export function filled(
  label: string,
  sentence: string,
  { width, isWrapped = false }: Pick<TextStyle, "width" | "isWrapped">,
  indent: string,
): string {
  if (!isWrapped) return label + sentence;
  const lines: string[] = [];
  let line = label;
  let isFirst = true;
  for (const word of sentence.split(" ")) {
    if (isFirst) line += word;
    else if (columns(line) + 1 + columns(word) <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = indent + word;
    }
    isFirst = false;
  }
  return [...lines, line].join("\n");
}

/** `shop/pool.py:73:13`. */
export function where({ path, start }: Place, { pathOf }: TextStyle): string {
  return `${visible(pathOf(path))}:${String(start.line)}:${String(start.column)}`;
}

function isSame(a: Place, b: Place): boolean {
  return isSameLine(a, b) && a.start.column === b.start.column;
}

function isSameLine(a: Place, b: Place): boolean {
  return a.path === b.path && a.start.line === b.start.line;
}

const lineKey = ({ path, start }: Place): string => `${String(start.line)} ${path}`;

/** `1 finding`, `2,000 findings`. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}
