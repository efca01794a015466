import { counted } from "../counted.js";
import { cweUrl, URGENCY } from "../docs/page.js";
import type { RuleDoc } from "../docs/rule-doc.js";
import { groupedBy } from "../grouped.js";
import { SEVERITIES, type Severity } from "../engine/severity.js";
import {
  bringerOf,
  deadlineOf,
  firstEvent,
  isMended,
  isOpen,
  lastEvent,
  statusOf,
  type Bug,
  type BugEvent,
  type Moment,
  type Spot,
} from "../triage/bug.js";
import type { BugFix } from "../triage/bug-fix.js";
import { ledgerComment } from "../triage/ledger.js";
import { notesSection, WHOLE, type Notes } from "../triage/notes.js";
import { isGuarded, needsGuard, type Guards, type TestCase } from "../triage/tests.js";
import type { TrendEntry } from "../triage/trend.js";
import { block, code, plain, prose } from "./markdown.js";
import { plainText } from "../engine/finding/message.js";
import { shellLine } from "./shell.js";
import { trendSection } from "./trend-markdown.js";

/** All that a triage report says. */
export interface TriageReport {
  readonly bugs: readonly Bug[];
  /** The commit that it is about. */
  readonly head: Moment & { readonly commit: string };
  /** Milliseconds since 1970; what is overdue is so at this time. */
  readonly generated: number;
  /** The words of the command that writes it again. */
  readonly command: readonly string[];
  readonly notes: Notes;
  readonly guards: Guards;
  readonly trend: readonly TrendEntry[];
  /** How bugs were mended, by their ids. */
  readonly fixes: ReadonlyMap<string, BugFix>;
  readonly docs: ReadonlyMap<string, RuleDoc>;
  readonly cwes: ReadonlyMap<string, number>;
}

/** A triage report in Markdown. The same report gives the same bytes. */
export function toTriageMarkdown(report: TriageReport): string {
  const { bugs, head, notes, trend } = report;
  const sections = [
    "<!-- Written by scarlint, which writes it anew every time. Write only between the lines that mark notes. -->",
    "# Bug triage report",
    introduction(report),
    "## Summary",
    summary(report),
    notesSection(WHOLE, notes),
    ...urgent(report),
    ...unguarded(report),
    ...(trend.length > 0 ? [trendSection(trend)] : []),
    ...severitySections(report),
    ledgerComment({ commit: head.commit, bugs }).trimEnd(),
  ];
  return `${sections.join("\n\n")}\n`;
}

function introduction({ bugs, head, generated, command }: TriageReport): string {
  const about = `commit ${code(shortName(head.commit))} of ${timeName(head.time)}`;
  return [
    `Generated: ${timeName(generated)}, for ${about}.`,
    bugs.length === 0
      ? "scarlint, a program that reads Python code without running it, has found no bug here."
      : "This report lists bugs that scarlint has found in this repository's Python code and followed through its " +
        "history. scarlint is a program that reads code without running it. A bug is RESOLVED when a commit made its " +
        "finding disappear, never because somebody said so, REOPENED when it came back, and ACCEPTED when a comment in " +
        "the code says why it stays.",
    ...beginning(bugs),
    "Change the code, commit, and write the report anew:",
    block("sh", shellLine(command)),
  ].join("\n\n");
}

/** Where the history that was looked at begins, as far as bugs were there by then: their age is not known. */
function beginning(bugs: readonly Bug[]): readonly string[] {
  const firsts = bugs.flatMap(({ events: [first] }) => (first?.isBorder ? [first] : []));
  const [begun] = [...firsts].sort((a, b) => a.time - b.time);
  if (!begun) return [];
  const were = firsts.length === 1 ? "1 bug was" : `${String(firsts.length)} bugs were`;
  return [
    `${were} there already where the history that was looked at begins, on ${timeName(begun.time)}${inName(begun)}: how old ` +
      `${firsts.length === 1 ? "it is" : "they are"} is not known, and ${firsts.length === 1 ? "its deadline counts" : "deadlines count"} from there. An earlier \`--since\` tells more.`,
  ];
}

function summary({ bugs, generated }: TriageReport): string {
  const rows = SEVERITIES.map((severity) => row(severity, bugs, generated));
  const table = [
    "| Severity | Fix within | Bugs | Open | Overdue | Accepted | Resolved | Mended in time | Gone with its file |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map(({ name, cells }) => `| ${[name, ...cells].join(" | ")} |`),
    `| **Total** | | ${totals(rows.map(({ cells }) => cells.slice(1)))} |`,
  ];
  return table.join("\n");
}

function row(severity: Severity, bugs: readonly Bug[], now: number): { name: string; cells: readonly string[] } {
  const own = bugs.filter(({ seen }) => seen.severity === severity);
  const resolved = own.filter((bug) => statusOf(bug) === "RESOLVED");
  const counts = [
    own.length,
    own.filter(isOpen).length,
    own.filter((bug) => isOverdue(bug, now)).length,
    own.filter((bug) => statusOf(bug) === "ACCEPTED").length,
    resolved.length,
    resolved.filter((bug) => isMended(bug) && isInTime(bug)).length,
    resolved.filter((bug) => !isMended(bug)).length,
  ];
  return { name: severityName(severity), cells: [URGENCY[severity].within, ...counts.map(String)] };
}

function totals(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.map((_, column) => rows.reduce((sum, cells) => sum + Number(cells[column]), 0)) ?? [];
  return columns.map((total) => `**${String(total)}**`).join(" | ");
}

/** What is late, the latest first, because that is what people have to look at; where most of a severity is, how much. */
function urgent({ bugs, generated }: TriageReport): string[] {
  const overdue = bugs.filter((bug) => isOverdue(bug, generated));
  if (overdue.length === 0) return [];
  const lines = SEVERITIES.flatMap((severity) => {
    const own = overdue.filter(({ seen }) => seen.severity === severity);
    const sorted = own.sort((a, b) => deadlineOf(a) - deadlineOf(b));
    const isGrave = severity === "critical" || severity === "high";
    const groups = together(sorted, (bug) => lateness(bug, generated));
    const most = isGrave ? MOST_LISTED : groups.length > FEW_LISTED ? 0 : FEW_LISTED;
    const listed = groups
      .slice(0, most)
      .map(
        ([bug, ...others]) =>
          `- ${withOthers(bug, others)} (${URGENCY[severity].name}, ${lateness(bug, generated)}): ${titleOf(bug)}`,
      );
    const left = groups.slice(most).flat();
    const [first] = left;
    if (!first) return listed;
    const number = counted(left.length, listed.length > 0 ? "more bug" : "bug");
    return [
      ...listed,
      `- ${number} of ${URGENCY[severity].name}, the longest ${lateness(first, generated)}: see below`,
    ];
  });
  return ["## Overdue", lines.join("\n")];
}

type Together = readonly [Bug, ...Bug[]];

/** Bugs of one rule in one file are one line of a list, as far as something else is the same of them, too. */
function together(bugs: readonly Bug[], same: (bug: Bug) => string): readonly Together[] {
  const groups = groupedBy(bugs, (bug) => JSON.stringify([bug.seen.rule, bug.seen.path, same(bug)]));
  return [...groups.values()].flatMap(([first, ...others]) => (first ? [[first, ...others] as const] : []));
}

/** `BUG-001 and 3 more of the kind in the file`. */
function withOthers({ id }: Bug, others: readonly Bug[]): string {
  return others.length === 0 ? id : `${id} and ${String(others.length)} more of the kind in the file`;
}

/** A longer list of grave bugs is read by nobody. */
const MOST_LISTED = 40;
/** The same of those that can wait. */
const FEW_LISTED = 10;

function unguarded({ bugs, guards }: TriageReport): string[] {
  const left = bugs.filter((bug) => needsGuard(bug) && isMended(bug) && !isGuarded(bug, guards));
  const sections: string[] = [];
  if (left.length > 0) {
    sections.push(
      "## Resolved but unguarded",
      "No test would notice if these P0 and P1 bugs came back. A regression test names the bug in its name or docstring, " +
        `as in ${code(`VALIDATED_BUG: ${left[0]?.id ?? ""}`)}; ${code("--scaffold-tests")} writes skeletons.`,
      together(left, (bug) => `${lastEvent(bug).commit ?? ""} ${flawOf(bug, guards)}`)
        .map(([bug, ...others]) => {
          const { name } = URGENCY[bug.seen.severity];
          return `- ${withOthers(bug, others)} (${name}): ${titleOf(bug)}${flawOf(bug, guards)}`;
        })
        .join("\n"),
    );
  }
  if (guards.strays.length > 0) {
    sections.push(
      "## Regression tests without a bug",
      "These tests call themselves regression tests and name no bug of this report:",
      guards.strays.map((test) => `- ${testName(test)}`).join("\n"),
    );
  }
  return sections;
}

function flawOf({ id }: Bug, guards: Guards): string {
  const tests = guards.of.get(id) ?? [];
  return tests.map((test) => `; ${testName(test)} ${plain(test.flaw ?? "")}`).join("");
}

function severitySections(report: TriageReport): string[] {
  const told = SEVERITIES.map((severity) => {
    const own = report.bugs.filter(({ seen }) => seen.severity === severity);
    return { severity, own, whole: inFull(own, report.notes) };
  });
  const first = firstOfEachRule(told.flatMap(({ whole }) => whole));
  return told.flatMap(({ severity, own, whole }) => {
    const heading = `## ${severityName(severity)}: fix within ${URGENCY[severity].within}`;
    if (own.length === 0) return [heading, "None."];
    const short = own.filter((bug) => !whole.includes(bug));
    return [heading, ...whole.flatMap((bug) => bugSections(bug, whole, first, report)), ...shortly(short, report)];
  });
}

function firstOfEachRule(bugs: readonly Bug[]): ReadonlyMap<string, Bug> {
  return new Map(bugs.toReversed().map((bug) => [bug.seen.rule, bug]));
}

/** Of so many bugs of a severity all is told; of the others, a line: nobody reads thirty sections on what can wait. */
const MOST_SECTIONS: Readonly<Record<Severity, number>> = { critical: 30, high: 30, medium: 15, low: 5 };

/** The bugs of a severity that have a section: open ones first, and one of each rule, and those that somebody wrote about. */
function inFull(own: readonly Bug[], notes: Notes): readonly Bug[] {
  const rank = (bug: Bug): number => (isOpen(bug) ? 0 : statusOf(bug) === "ACCEPTED" ? 1 : 2);
  const sorted = [...own].sort((a, b) => rank(a) - rank(b));
  const first = firstOfEachRule(sorted);
  const isLater = (bug: Bug): number => Number(first.get(bug.seen.rule) !== bug);
  const byWeight = [...sorted].sort((a, b) => rank(a) - rank(b) || isLater(a) - isLater(b));
  const most = MOST_SECTIONS[own[0]?.seen.severity ?? "low"];
  const chosen = new Set(byWeight.slice(0, most));
  return sorted.filter((bug) => chosen.has(bug) || (notes.get(bug.id) ?? "").trim() !== "");
}

function shortly(bugs: readonly Bug[], { generated }: TriageReport): string[] {
  if (bugs.length === 0) return [];
  const rows = bugs.map((bug) => {
    const cells = [
      bug.id,
      statusText(bug, generated),
      titleOf(bug),
      code(bug.seen.rule),
      firstSeen(firstEvent(bug)),
      deadlineText(bug),
    ];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return [
    `${counted(bugs.length, "more bug")} in short; what has notes is told in full.`,
    [
      "| Bug | Status | What | Category | First seen | Deadline |",
      "| --- | --- | --- | --- | --- | --- |",
      ...rows,
    ].join("\n"),
  ];
}

/** All that is told of a bug. @param whole the bugs of its severity that are told so, `first` of all those that of each rule */
function bugSections(bug: Bug, whole: readonly Bug[], first: ReadonlyMap<string, Bug>, report: TriageReport): string[] {
  const { bugs, docs, cwes, generated, guards, notes } = report;
  const { seen, id } = bug;
  const doc = docs.get(seen.rule);
  const cwe = cwes.get(seen.rule);
  const bringer = bringerOf(bug, bugs);
  return [
    `### ${id}: ${titleOf(bug)}`,
    [
      `- **Status:** ${statusText(bug, generated)}`,
      `- **Severity:** ${severityName(seen.severity)}`,
      `- **Category:** ${code(seen.rule)}${cwe === undefined ? "" : `, [CWE-${String(cwe)}](${cweUrl(cwe)})`}`,
      `- **First seen:** ${firstSeen(firstEvent(bug))}${bringer ? `, introduced by the fix of ${bringer.id}` : ""}`,
      `- **Deadline:** ${deadlineText(bug)}`,
      ...(bug.events.length > 1 ? [`- **History:** ${bug.events.map(eventText).join("; ")}`] : []),
      `- **Regression test:** ${guardText(bug, guards)}`,
    ].join("\n"),
    `**Locations**\n\n${locations(bug)}`,
    `**Root cause.** ${prose(plainText(seen.message, seen.related.length))} ${doc ? reasonAt(bug, doc, first) : ""}`.trimEnd(),
    `**How to reproduce.** ${reproduce(bug)}`,
    ...remedy(bug, whole, report),
    `**Notes**\n\n${notesSection(id, notes)}`,
  ];
}

/** Why bugs of a rule hurt, said at the first of them that is told of. */
function reasonAt(bug: Bug, doc: RuleDoc, told: ReadonlyMap<string, Bug>): string {
  const first = told.get(bug.seen.rule) ?? bug;
  return first === bug ? unwrapped(doc.description) : `${first.id} says why that hurts.`;
}

/** What was done about a bug, or what can be done: an example is shown once, at the first bug of its rule and severity. */
function remedy(bug: Bug, whole: readonly Bug[], { docs, fixes }: TriageReport): string[] {
  const { rule, fixes: known } = bug.seen;
  const fix = fixes.get(bug.id);
  if (fix) return fixed(bug, fix);
  if (!isOpen(bug)) return [];
  if (known.length > 0) return [`**Fix strategy.** ${known.map((one) => `${prose(one)}.`).join(" ")}`];
  const good = docs.get(rule)?.good[0];
  if (good === undefined) return [];
  const explained = `${code(shellLine(["scarlint", "explain", rule]))} tells more`;
  const first = whole.find(
    (other) => other.seen.rule === rule && statusOf(other) !== "RESOLVED" && other.seen.fixes.length === 0,
  );
  if (first && first !== bug) return [`**Fix strategy.** As for ${first.id}; ${explained}.`];
  return [`**Fix strategy.** Write it the way that this example does; ${explained}.`, block("python", good)];
}

/** How a bug was mended: by which commit, how much it changed, and the lines before and after. */
function fixed(bug: Bug, fix: BugFix): string[] {
  const { change, isElsewhere, isBeside } = fix;
  const said = `${code(shortName(lastEvent(bug).commit ?? ""))} changed ${figuresOf(fix)}`;
  if (isElsewhere) {
    return [
      `**The fix.** ${said}, and none of the files that the bug is seen in: what scarlint reads elsewhere speaks ` +
        "against it since. Make sure that it is mended.",
    ];
  }
  if (!change) return [`**The fix.** ${said}; not the bug's own file, so it is what it follows from.`];
  const lines = [...change.before.map((line) => `- ${line}`), ...change.after.map((line) => `+ ${line}`)];
  const beside = isBeside ? ", and left the bug's own line as it was" : "";
  return [`**The fix.** ${said}${beside}. In ${code(change.path)}:`, block("diff", lines.join("\n"))];
}

function figuresOf({ files, added, removed, elsewhere = [] }: BugFix): string {
  const more = files - elsewhere.length;
  const named = [...elsewhere.map(code), ...(more > 0 ? [`${String(more)} more`] : [])].join(", ");
  const where = elsewhere.length > 0 ? ` (${named})` : "";
  return `${counted(files, "Python file")}${where}: ${counted(added, "line")} added, ${String(removed)} removed`;
}

/** Of a longer message the beginning is title enough. */
const LONGEST_TITLE = 160;

/** Places that prove what is said stand below a title. */
const EVIDENCE = / \([\w.-]+\.py(?::\d+)?\)/g;

/** What a bug is called: what is wrong, and where. */
export function titleOf({ seen }: Pick<Bug, "seen">): string {
  const [sentence = ""] = plainText(seen.message, seen.related.length).split(/(?<=[^.])\.(?:\s|$)|;\s/);
  const place = `${seen.path}:${String(seen.start.line)}`;
  return `${prose(shortened(sentence.replaceAll(EVIDENCE, "")))} (${code(place)})`;
}

/** A sentence up to the last of its parts that fits, or else up to the last word. */
function shortened(sentence: string): string {
  if (sentence.length <= LONGEST_TITLE) return sentence;
  const begin = sentence.slice(0, LONGEST_TITLE);
  const parts = /^(.{50,})[:,] /.exec(begin)?.[1];
  return parts ?? `${begin.replace(/\s\S*$/, "")} …`;
}

function statusText(bug: Bug, now: number): string {
  const last = lastEvent(bug);
  const status = statusOf(bug);
  if (status === "ACCEPTED") return `ACCEPTED ${inCommit(last)}: ${prose(last.reason ?? "") || "no reason is given"}`;
  if (status === "RESOLVED" && last.isWithFile) return `RESOLVED ${inCommit(last)}: its file was taken away there`;
  if (status === "RESOLVED") {
    const late = isInTime(bug) ? "inside the deadline" : `${span(last.time - deadlineOf(bug))} after the deadline`;
    return `RESOLVED ${inCommit(last)}, ${late}`;
  }
  const when = status === "REOPENED" ? ` ${inCommit(last)}` : "";
  return `${status}${when}${isOverdue(bug, now) ? `, **${lateness(bug, now)}**` : ""}`;
}

function firstSeen(event: BugEvent): string {
  return `${timeName(event.time)}${inName(event)}${event.isBorder ? " or earlier" : ""}`;
}

function deadlineText(bug: Bug): string {
  const back = bug.events.some(({ kind }) => kind === "reopened") ? ", counted from when it came back" : "";
  return `${timeName(deadlineOf(bug))}${back}`;
}

const VERBS: Readonly<Record<BugEvent["kind"], string>> = {
  opened: "first seen",
  accepted: "accepted",
  resolved: "resolved",
  reopened: "reopened",
};

function eventText(event: BugEvent): string {
  return `${VERBS[event.kind]} ${inCommit(event)}`;
}

function inCommit(event: BugEvent): string {
  return event.commit === undefined
    ? `on ${timeName(event.time)} without a commit (${plain(event.reason ?? "")})`
    : `in ${code(shortName(event.commit))} on ${timeName(event.time)}`;
}

function inName({ commit }: Moment): string {
  return commit === undefined ? "" : ` in ${code(shortName(commit))}`;
}

function guardText(bug: Bug, guards: Guards): string {
  const tests = guards.of.get(bug.id) ?? [];
  if (tests.length === 0) return needsGuard(bug) ? "none yet" : "none";
  return tests.map((test) => `${testName(test)}${test.flaw === undefined ? "" : ` (${plain(test.flaw)})`}`).join(", ");
}

function testName({ path, name }: TestCase): string {
  return code(`${path}::${name.replaceAll(".", "::")}`);
}

function locations({ seen }: Bug): string {
  const own = { path: seen.path, line: seen.start.line, message: "" };
  const places = new Map<string, Spot>();
  for (const spot of [own, ...seen.related, ...seen.flow]) {
    const name = `${spot.path}:${String(spot.line)}`;
    if (!places.has(name)) places.set(name, spot);
  }
  return [...places]
    .map(([name, { message }], index) => {
      if (index > 0) return `- ${code(name)}: ${prose(message)}`;
      return `- ${code(name)}: ${seen.line.trim() === "" ? "here" : code(seen.line.trim())}`;
    })
    .join("\n");
}

function reproduce(bug: Bug): string {
  const { seen } = bug;
  const path = /^[\w.]/.test(seen.path) && seen.path.includes("/") ? seen.path : `./${seen.path}`;
  const command = code(shellLine(["scarlint", "--select", seen.rule, path]));
  if (statusOf(bug) === "RESOLVED") {
    const { commit } = lastEvent(bug);
    const before = commit === undefined ? "" : ` in the commit before ${code(shortName(commit))}`;
    return `${command}${before} showed it; today it does not.`;
  }
  return `${command} in the repository's root shows it${statusOf(bug) === "ACCEPTED" ? " among the suppressed ones with `--format json`" : " with the lines that prove it"}.`;
}

/** `P0 (critical)`. */
export function severityName(severity: Severity): string {
  return `${URGENCY[severity].name} (${severity})`;
}

function isOverdue(bug: Bug, now: number): boolean {
  return isOpen(bug) && now > deadlineOf(bug);
}

function isInTime(bug: Bug): boolean {
  return lastEvent(bug).time <= deadlineOf(bug);
}

function lateness(bug: Bug, now: number): string {
  return `overdue by ${span(now - deadlineOf(bug))}`;
}

const MINUTE = 60 * 1000;

/** A stretch of time in the unit that fits. */
function span(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 120) return counted(minutes, "minute");
  return minutes < 48 * 60 ? counted(Math.floor(minutes / 60), "hour") : counted(Math.floor(minutes / 60 / 24), "day");
}

/** `2030-12-31 23:59 UTC`. */
function timeName(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function shortName(commit: string): string {
  return commit.slice(0, 12);
}

/** Paragraphs on one line each. */
function unwrapped(text: string): string {
  return text.includes("```") ? text : text.replace(/(\S)\n(?=[^\s\d*>|#-])/g, "$1 ");
}
