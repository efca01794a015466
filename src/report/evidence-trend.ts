import type { EvidenceEntry } from "../evidence/trend.js";
import { percentText, secondsText } from "../evidence/wording.js";

/** So many points are readable. */
const MOST_SHOWN = 30;

/** How pass rate and coverage went, as a chart that Markdown viewers draw, and as a table. */
export function evidenceTrendSection(entries: readonly EvidenceEntry[]): string {
  const shown = entries.slice(-MOST_SHOWN);
  const names = namesOf(shown);
  const chart = [
    "```mermaid",
    "xychart-beta",
    '    title "Lowest pass rate, in percent"',
    `    x-axis [${names.map((name) => `"${name}"`).join(", ")}]`,
    '    y-axis "percent" 0 --> 100',
    `    bar [${shown.map((entry) => (lowestRate(entry) ?? 0).toFixed(1)).join(", ")}]`,
    "```",
  ];
  const table = [
    "| Date | Commit | Runs | Lowest pass rate | Failed | Skipped | Flaky | Coverage | Longest run |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...shown.map(rowOf),
  ];
  return `## Trend\n\n${chart.join("\n")}\n\n${table.join("\n")}`;
}

/** Days, each once on the axis. */
export function namesOf(entries: readonly EvidenceEntry[]): readonly string[] {
  const days = entries.map(({ date }) => date.slice(0, 10));
  return days.map((day, index) => (days.indexOf(day) === index ? day : `${day} (${String(index + 1)})`));
}

/** In percent, of the worst run; undefined where none ran a test. */
export function lowestRate({ runs }: EvidenceEntry): number | undefined {
  const rates = runs.map(({ passed, failed, errors }) => (passed / (passed + failed + errors)) * 100);
  return rates.filter((rate) => !Number.isNaN(rate)).sort((a, b) => a - b)[0];
}

function rowOf(entry: EvidenceEntry): string {
  const { date, commit, runs, flaky, coverage } = entry;
  const rate = lowestRate(entry);
  const most = (of: (run: EvidenceEntry["runs"][number]) => number): number => Math.max(0, ...runs.map(of));
  const cells = [
    date.slice(0, 10),
    `\`${commit.slice(0, 12)}\``,
    String(runs.length),
    rate === undefined ? "–" : percentText(rate),
    String(most(({ failed, errors }) => failed + errors)),
    String(most(({ skipped }) => skipped)),
    String(flaky),
    coverage ? `${percentText(coverage.percent)}${coverage.branch ? " with branches" : ""}` : "–",
    secondsText(most(({ seconds }) => seconds)),
  ];
  return `| ${cells.join(" | ")} |`;
}
