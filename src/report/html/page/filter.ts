import { groupedBy } from "../../../grouped.js";
import type { Item, Report } from "./report.js";

/** Which findings are looked at. */
export interface Filter {
  /** Each of its words has to stand in the message, the rule or the place. */
  readonly text: string;
  readonly severities: ReadonlySet<number>;
  readonly wheres: ReadonlySet<number>;
  readonly rule: number | undefined;
  /** A part of the path. */
  readonly file: string;
}

/** How many findings there would be for each choice, with all else that is chosen as it is. */
export interface Counts {
  readonly severities: readonly number[];
  readonly wheres: readonly number[];
  readonly rules: readonly number[];
}

/** What is left of a report. */
export interface Narrowed {
  readonly items: readonly Item[];
  readonly counts: Counts;
}

export function narrowed(report: Report, filter: Filter): Narrowed {
  const { severities, wheres, rules, paths } = report.data;
  const [bySeverity, byWhere, byRule] = [severities, wheres, rules].map((all) => all.map(() => 0));
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const file = filter.file.toLowerCase();
  const isFile = paths.map((path) => path.toLowerCase().includes(file));
  const items = report.items.filter((item) => {
    if (!isFile[item.path] || !words.every((word) => item.words.includes(word))) return false;
    const misses = [
      !filter.severities.has(item.severity),
      !filter.wheres.has(item.where),
      filter.rule !== undefined && filter.rule !== item.rule,
    ];
    const missed = misses.filter(Boolean).length;
    if (missed > 1) return false;
    const counts = (choice: number): boolean => missed === 0 || misses[choice] === true;
    if (counts(0)) add(bySeverity, item.severity);
    if (counts(1)) add(byWhere, item.where);
    if (counts(2)) add(byRule, item.rule);
    return missed === 0;
  });
  return { items, counts: { severities: bySeverity ?? [], wheres: byWhere ?? [], rules: byRule ?? [] } };
}

function add(counts: number[] | undefined, at: number): void {
  if (counts) counts[at] = (counts[at] ?? 0) + 1;
}

/** What findings can be put together by. */
export const GROUPINGS = ["severity", "rule", "file", "cause"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Findings that have something in common. */
export interface Group {
  readonly title: string;
  readonly items: readonly Item[];
}

/** Findings in groups: the one with the gravest first, then the largest. */
export function groupsOf(report: Report, items: readonly Item[], grouping: Grouping): readonly Group[] {
  const titles: Readonly<Record<Grouping, (item: Item) => string>> = {
    severity: (item) => report.severityOf(item),
    rule: (item) => report.ruleOf(item).id,
    file: (item) => report.pathOf(item),
    cause: ({ cause }) => causeTitle(report, cause),
  };
  const groups = groupedBy(items, titles[grouping]);
  return [...groups]
    .map(([title, own]) => ({ title, items: grouping === "file" ? own.toSorted((a, b) => a.line - b.line) : own }))
    .sort((a, b) => gravest(a) - gravest(b) || b.items.length - a.items.length || (a.title < b.title ? -1 : 1));
}

const ALONE = "Each of a cause of its own";

export function causeTitle(report: Report, cause: number | undefined): string {
  const step = cause === undefined ? undefined : report.causeOf(cause);
  return step ? `${report.placeOf(step)} ${step.text}`.trim() : ALONE;
}

/** The number of the gravest severity of a group; what has no cause in common comes after all that has. */
function gravest({ title, items }: Group): number {
  const first = items.reduce((least, { severity }) => Math.min(least, severity), Infinity);
  return title === ALONE ? Infinity : first;
}
