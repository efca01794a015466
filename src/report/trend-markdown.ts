import { SEVERITIES } from "../engine/severity.js";
import type { TrendEntry } from "../triage/trend.js";

/** So many points are readable. */
const MOST_SHOWN = 30;

/** How the number of open bugs went, as a chart that Markdown viewers draw, and as a table. */
export function trendSection(entries: readonly TrendEntry[]): string {
  const shown = entries.filter(isTelling).slice(-MOST_SHOWN);
  const totals = shown.map(({ counts }) => SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0));
  const days = shown.map(({ date }) => date.slice(0, 10));
  // A viewer of charts wants each name on the axis once.
  const names = days.map((day, index) => {
    const before = days.slice(0, index).filter((other) => other === day).length;
    return before === 0 ? day : `${day} (${String(before + 1)})`;
  });
  const chart = [
    "```mermaid",
    "xychart-beta",
    '    title "Open bugs"',
    `    x-axis [${names.map((name) => `"${name}"`).join(", ")}]`,
    `    y-axis "bugs" 0 --> ${String(Math.max(1, ...totals))}`,
    `    bar [${totals.join(", ")}]`,
    "```",
  ];
  const table = [
    "| Date | Commit | P0 | P1 | P2 | P3 | Open | Opened so far | Resolved so far | Mean time to resolve |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...shown.map((entry, index) => tableRow(entry, days[index] ?? "", totals[index] ?? 0)),
  ];
  return `## Trend\n\n${chart.join("\n")}\n\n${table.join("\n")}`;
}

/** Whether something changed with an entry: of the others only the first and the last are worth a bar. */
function isTelling(entry: TrendEntry, index: number, entries: readonly TrendEntry[]): boolean {
  const before = entries[index - 1];
  return !before || index === entries.length - 1 || figuresOf(entry) !== figuresOf(before);
}

/** All that an entry says but for when it does. */
function figuresOf({ counts, rules, opened, resolved }: TrendEntry): string {
  return JSON.stringify([SEVERITIES.map((severity) => counts[severity]), rules, opened, resolved]);
}

function tableRow(entry: TrendEntry, day: string, total: number): string {
  const { commit, counts, opened, resolved, meanHoursToResolve: hours } = entry;
  const mean = hours === null ? "–" : hours < 48 ? `${String(hours)} hours` : `${(hours / 24).toFixed(1)} days`;
  const cells = [day, `\`${commit.slice(0, 12)}\``, ...SEVERITIES.map((severity) => counts[severity])];
  return `| ${[...cells, total, opened, resolved, mean].join(" | ")} |`;
}
