import { counted } from "../counted.js";
import { createHash } from "node:crypto";
import { basename } from "node:path/posix";
import type { BarView } from "../evidence/bars.js";
import { KINDS, nameOf, type Kind } from "../evidence/category.js";
import { percentOf, type Share } from "../evidence/coverage.js";
import { lost, poorNew, type CoverageChange } from "../evidence/coverage-change.js";
import { slowest, type Duration } from "../evidence/durations.js";
import type { Evidence, FailedTest, RunView } from "../evidence/evidence.js";
import { proofOf } from "../evidence/proof.js";
import type { EvidenceEntry } from "../evidence/trend.js";
import { percentText, secondsText } from "../evidence/wording.js";
import { notesSection, WHOLE, type Notes } from "../triage/notes.js";
import { evidenceTrendSection } from "./evidence-trend.js";
import { block, code, prose } from "./markdown.js";
import { shellLine } from "./shell.js";

/** All that a report on evidence says. */
export interface EvidenceReport {
  readonly evidence: Evidence;
  readonly bars: readonly BarView[];
  /** Tests that have become slower since the last entry of the trend. */
  readonly slower: readonly Duration[];
  /** The commit that is checked out. */
  readonly commit: string | undefined;
  /** The words of the command that writes it again. */
  readonly command: readonly string[];
  readonly notes: Notes;
  readonly trend: readonly EvidenceEntry[];
}

/** The first line of every report, by which it is known. */
export const MARK =
  "<!-- Written by scarlint from what test runs wrote. Write only between the lines that mark notes. -->";

/** So many failures are told of one by one. */
const MOST_SHOWN = 300;

/** A report on evidence in Markdown. The same evidence gives the same bytes. */
export function toEvidenceMarkdown(report: EvidenceReport): string {
  const sections = [MARK, ...sectionsOf(report, (about) => [notesSection(about, report.notes)])];
  return `${sections.join("\n\n")}\n`;
}

/** The parts of a report, with what may be written below some of them. */
export function sectionsOf(report: EvidenceReport, notesOn: (about: string) => readonly string[]): readonly string[] {
  const { evidence, bars, commit, command, trend, notes } = report;
  return [
    "# Test evidence",
    `What test runs and coverage reports wrote${commit === undefined ? "" : `, for commit ${code(commit.slice(0, 12))}`}. ` +
      "No log was read, and no number was taken over from anybody.",
    block("sh", shellLine(command)),
    "## Summary",
    runTable(evidence.runs),
    ...(bars.length > 0 ? [barTable(bars)] : []),
    ...proofOf(evidence).map(prose),
    ...notesOn(WHOLE),
    ...failureSections(evidence, notes, notesOn),
    ...flakySection(evidence),
    ...coverageSections(evidence),
    ...hollowSection(evidence),
    ...durationSections(evidence, report.slower),
    ...(trend.length > 0 ? [evidenceTrendSection(trend)] : []),
  ];
}

function runTable(runs: readonly RunView[]): string {
  return table(
    [
      "Run",
      "Tests",
      "Passed",
      "Failed",
      "Errors",
      "Skipped",
      "Expected to fail",
      "Retried",
      "Not run",
      "Pass rate",
      "Duration",
    ],
    runs.map(({ run, counts, rate, absent }) => [
      code(run.name),
      ...[
        counts.tests,
        counts.passed,
        counts.failed,
        counts.errors,
        counts.skipped,
        counts.xfailed,
        counts.retried,
        absent,
      ].map(String),
      rate === undefined ? "no test ran" : percentText(rate),
      secondsText(run.seconds),
    ]),
  );
}

function barTable(bars: readonly BarView[]): string {
  return table(
    ["Asked for", "", "Found", ""],
    bars.map(({ name, asked, found, isMet }) => [name, asked, found, isMet ? "met" : "**missed**"]),
  );
}

/** What a failure is called where notes are kept on it: its test's name may hold anything. */
export function keyOf(id: string): string {
  return `failure ${createHash("sha256").update(id).digest("hex").slice(0, 8)}`;
}

/** The kind that somebody has written down in the notes, who knows better. */
export function overruled(id: string, notes: Notes): Kind | undefined {
  const said = /^[ \t*-]*category:[ \t*]*([a-z ]{1,20})/im
    .exec(notes.get(keyOf(id)) ?? "")?.[1]
    ?.trim()
    .toLowerCase();
  return KINDS.find((kind) => kind === said);
}

function failureSections(
  { failures }: Evidence,
  notes: Notes,
  notesOn: (about: string) => readonly string[],
): string[] {
  if (failures.length === 0) return ["## Failures", "None."];
  const kindOf = (failure: FailedTest): Kind => overruled(failure.id, notes) ?? failure.category.kind;
  const sorted = KINDS.flatMap((kind) => failures.filter((failure) => kindOf(failure) === kind));
  const rows = KINDS.map((kind) => [kind, String(failures.filter((failure) => kindOf(failure) === kind).length)]);
  return [
    "## Failures",
    "Why a test failed, as far as its evidence shows it. Whoever knows better writes a line such as `Category: test bug` " +
      "between the lines that mark notes.",
    table(
      ["Category", "Tests"],
      rows.filter(([, number]) => number !== "0"),
    ),
    ...sorted
      .slice(0, MOST_SHOWN)
      .flatMap((failure) => [failureSection(failure, notes), ...notesOn(keyOf(failure.id))]),
    ...(sorted.length > MOST_SHOWN
      ? [`${counted(sorted.length - MOST_SHOWN, "more test")} failed; ${code("--format json")} has them all.`]
      : []),
  ];
}

function failureSection({ id, runs, failure, category, origin, file }: FailedTest, notes: Notes): string {
  const said = overruled(id, notes);
  const where = origin ? nameOf(origin) : file === undefined ? undefined : `'${file}'`;
  const kind =
    said === undefined ? `**${category.kind}**` : `**${said}**, as the notes say; the evidence says ${category.kind}`;
  return [
    `### ${code(id)}`,
    [
      `- ${kind}: ${prose(category.evidence)}`,
      ...(where === undefined ? [] : [`- Where: ${prose(where)}`]),
      `- Message: ${code(`${failure.error}${failure.error && failure.message ? ": " : ""}${failure.message}`.slice(0, 500) || "none")}`,
      `- Failed in: ${runs.map(code).join(", ")}`,
    ].join("\n"),
  ].join("\n\n");
}

function flakySection({ flaky }: Evidence): string[] {
  if (flaky.length === 0) return [];
  return [
    "## Flaky tests",
    "These passed and failed on the same code:",
    table(
      ["Test", "Passed", "Failed"],
      flaky.map(({ id, passed, failed }) => [code(id), String(passed), String(failed)]),
    ),
  ];
}

function coverageSections({ coverage }: Evidence): string[] {
  if (!coverage) return [];
  const { total, before, hasBranches, incomparable } = coverage;
  const what = hasBranches ? "statements and branches" : "statements";
  const change = before ? `, before ${shareText(before)}` : "";
  return [
    "## Coverage",
    `${shareText(total)} of ${what}${change}.`,
    ...(incomparable === undefined ? [] : [incomparable]),
    ...changeTable("Less than before", lost(coverage)),
    ...changeTable("New, and below what the whole had", poorNew(coverage)),
    coverageTable(coverage),
  ];
}

function changeTable(title: string, files: CoverageChange["files"]): string[] {
  if (files.length === 0) return [];
  const rows = files.map(({ path, before, after }) => [code(path), before ? shareText(before) : "", shareText(after)]);
  return [`### ${title}`, table(["File", "Before", "Now"], rows)];
}

function coverageTable({ files, before }: CoverageChange): string {
  const rows = files.map((file) => [
    `${code(file.path)}${file.former === undefined ? "" : ` (${code(basename(file.former))} before)`}`,
    ...(before ? [file.before ? shareText(file.before) : "new"] : []),
    shareText(file.after),
  ]);
  return `### By file\n\n${table(["File", ...(before ? ["Before"] : []), "Now"], rows)}`;
}

/** `87.5 % (7 of 8)`. */
export function shareText(share: Share): string {
  return `${percentText(percentOf(share))} (${String(share.covered)} of ${String(share.all)})`;
}

function hollowSection({ hollow: { tests, lines }, coverage }: Evidence): string[] {
  if (tests.length === 0) return [];
  const number = counted(tests.length, "test");
  const intro = `${number} can notice a crash, and no wrong answer: nothing in ${tests.length === 1 ? "it" : "them"} asserts anything that could fail.`;
  const list = tests.slice(0, 20).map(({ path, name }) => `- ${code(`${path}::${name.replaceAll(".", "::")}`)}`);
  const more = tests.length > 20 ? [`- and ${String(tests.length - 20)} more`] : [];
  return ["## Tests that assert nothing", intro, [...list, ...more].join("\n"), ...coveredByThem(lines, coverage)];
}

function coveredByThem(lines: Evidence["hollow"]["lines"], coverage: CoverageChange | undefined): string[] {
  if (!coverage) return [];
  if (!lines) {
    return [
      `Which lines only they cover is not known: the coverage report does not say which test ran what. ${code("pytest --cov --cov-context=test")} ` +
        `and ${code("coverage json --show-contexts")} write that down.`,
    ];
  }
  const number = [...lines.values()].reduce((sum, { length }) => sum + length, 0);
  if (number === 0) return ["No line is covered by them alone."];
  const rows = [...lines].map(([path, numbers]) => [code(path), rangesOf(numbers)]);
  return [
    `${counted(number, "line")} ${number === 1 ? "is" : "are"} covered by them alone, and count as covered in every percentage above:`,
    table(["File", "Lines"], rows),
  ];
}

/** `3-5, 9`. */
function rangesOf(lines: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  const shown = ranges.slice(0, 50).map(([from, to]) => (from === to ? String(from) : `${String(from)}-${String(to)}`));
  return `${shown.join(", ")}${ranges.length > 50 ? ", …" : ""}`;
}

function durationSections({ durations }: Evidence, slower: readonly Duration[]): string[] {
  const slow = slowest(durations);
  if (slow.length === 0) return [];
  const rows = slow.map(({ id, seconds }) => [code(id), secondsText(seconds)]);
  const worse = slower.map(({ id, seconds, before = 0 }) => [code(id), secondsText(before), secondsText(seconds)]);
  return [
    "## Durations",
    table(["Slowest tests", "Mean"], rows),
    ...(worse.length > 0 ? ["### Slower than before", table(["Test", "Before", "Now"], worse)] : []),
  ];
}

/** A table; what stands in its cells is Markdown. */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, "\\|")).join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}
