import type { Finding } from "../engine/finding/finding.js";
import { SEVERITIES } from "../engine/severity.js";
import { groupedBy } from "../grouped.js";
import { columns, measuring } from "./columns.js";
import { grouped } from "./grouped.js";
import { toText, type TextStyle } from "./text.js";

/** How many findings a report shows in full: more than can be read in one go are shown in part. */
const MOST = 50;
/** How many of a rule are shown in any case. */
const FEW = 3;

/** Findings of one rule and severity; the last ones matter most. */
export interface Likes {
  readonly rule: string;
  readonly findings: readonly Finding[];
  /** Those of them that are shown. */
  readonly shown: readonly Finding[];
}

/**
 * The findings in the order in which people read them from the prompt upwards: the gravest last, of those the rule with
 * the most, and of a rule the program's own, those of one cause together, last those of the cause behind most.
 *
 * @param isAll whether all are shown, however many
 */
export function likesOf(findings: readonly Finding[], isAll = false): readonly Likes[] {
  const groups = SEVERITIES.toReversed().flatMap((severity) => {
    const own = findings.filter((finding) => finding.severity === severity);
    return [...groupedBy(own, ({ rule }) => rule)].sort(([a, x], [b, y]) => x.length - y.length || (a < b ? -1 : 1));
  });
  const most = isAll || findings.length <= MOST ? Infinity : Math.max(FEW, Math.floor(MOST / groups.length));
  return groups.map(([rule, own]) => {
    const sorted = ordered(own);
    return { rule, findings: sorted, shown: shownOf(sorted, most) };
  });
}

/** Findings for people, as {@link likesOf} sorts them. @param more the command that shows all findings of a rule */
export async function toListing(
  likes: readonly Likes[],
  style: TextStyle,
  more: (rule: string) => string,
): Promise<string> {
  const texts = likes.map(async ({ rule, findings, shown }) => {
    const left = findings.length - shown.length;
    const rest = left === 0 ? "" : await measuring(() => `${moreLine(left, more(rule), style)}\n\n`);
    return (await toText(shown, style)) + rest;
  });
  return (await Promise.all(texts)).join("");
}

/** `… and 61 more like these: scarlint --select zmq/rebind --all`, over two lines where one is too narrow. */
function moreLine(number: number, command: string, { width, isWrapped }: TextStyle): string {
  const text = `… and ${grouped(number)} more like these:`;
  return isWrapped && text.length + 1 + columns(command) > width ? `${text}\n  ${command}` : `${text} ${command}`;
}

function ordered(findings: readonly Finding[]): Finding[] {
  const causes = new Map(findings.map((finding) => [finding, causeOf(finding)]));
  // What is equal stays in the order of the findings.
  return [...findings].sort((a, b) => -byWeight(a, b) || compare(causes.get(a) ?? "", causes.get(b) ?? ""));
}

/** The program's own first, then what has most findings of its cause. */
function byWeight(a: Finding, b: Finding): number {
  return (
    Number(a.purpose !== undefined) - Number(b.purpose !== undefined) ||
    (b.sharedCause?.findings ?? 0) - (a.sharedCause?.findings ?? 0)
  );
}

/** The first few of those that matter most, one of each cause before a second one of any. */
function shownOf(sorted: readonly Finding[], most: number): readonly Finding[] {
  if (sorted.length <= most) return sorted;
  const seen = new Set<string>();
  const [first, rest]: [Finding[], Finding[]] = [[], []];
  for (const finding of [...sorted].sort(byWeight)) {
    const cause = causeOf(finding);
    (cause !== "" && seen.has(cause) ? rest : first).push(finding);
    seen.add(cause);
  }
  const shown = new Set([...first, ...rest].slice(0, most));
  return sorted.filter((finding) => shown.has(finding));
}

function causeOf({ sharedCause }: Finding): string {
  return sharedCause ? JSON.stringify([sharedCause.path, sharedCause.start]) : "";
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
