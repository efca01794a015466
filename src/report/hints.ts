import { atLeast, type Severity } from "../engine/severity.js";
import type { ScanResult } from "../engine/finding/finding.js";
import { columns } from "./columns.js";
import { grouped } from "./grouped.js";
import type { TextStyle } from "./text.js";

/** Commands that go on from a result; undefined where there is no such command. */
export interface Commands {
  /** What is at least as grave. */
  readonly grave: (severity: Severity) => string | undefined;
  /** Puts all of it aside. */
  readonly baseline: string | undefined;
  /** Writes a plan. */
  readonly plan: string | undefined;
  /** Shows the page of a rule. */
  readonly explain: (rule: string) => string;
}

/** A command, and what it is good for. */
export interface Hint {
  readonly command: string;
  readonly why: string;
}

/** More than people mend on the day that they see them. */
const MANY = 20;
const MOST = 3;

/** What to do next about a result, at most three things, the first of them first. @param worst the rule to begin with */
export function hintsOf(result: ScanResult, worst: string, commands: Commands): readonly Hint[] {
  const { findings, baseline } = result;
  const number = findings.length;
  const isMany = number >= MANY;
  const hints = [
    ...(isMany ? gravest(result, commands) : []),
    hint(isMany && !baseline, commands.baseline, "puts them aside, so that only new ones count"),
    hint(isMany, commands.plan, "says what to do about them, in which order"),
    hint(number > 0, commands.explain(worst), "says why it hurts, and what right code looks like"),
  ];
  return hints.flat().slice(0, MOST);
}

/** The lowest severity that takes out half of the findings or more, and leaves some. */
function gravest({ findings }: ScanResult, { grave }: Commands): Hint[][] {
  const about = { medium: "medium or worse", high: "critical or high", critical: "critical" };
  for (const severity of ["medium", "high", "critical"] as const) {
    const number = findings.filter((finding) => atLeast(finding.severity, severity)).length;
    const what = number === 1 ? "the one that is" : `the ${grouped(number)} that are`;
    if (number > 0 && number <= findings.length / 2)
      return [hint(true, grave(severity), `shows ${what} ${about[severity]}`)];
  }
  return [];
}

function hint(applies: boolean, command: string | undefined, why: string): Hint[] {
  return applies && command !== undefined ? [{ command, why }] : [];
}

/** Hints in a line each, or in two where one is too narrow. */
export function toHints(hints: readonly Hint[], { colors, width }: TextStyle): string {
  if (hints.length === 0) return "";
  const longest = Math.max(...hints.map(({ command }) => columns(command)));
  const isNarrow = hints.some(({ why }) => "  ".length + longest + "  ".length + why.length > width);
  const lines = hints.map(({ command, why }) => {
    const gap = isNarrow ? "\n      " : " ".repeat(longest - columns(command) + 2);
    return `  ${colors.bold(command)}${gap}${why}\n`;
  });
  return `Next:\n${lines.join("")}`;
}
