import type { Finding } from "../engine/finding/finding.js";
import { groupedBy } from "../grouped.js";
import { findingsOf, type Plan, type Task } from "../plan/plan.js";
import { code, prose } from "./markdown.js";
import { extent, outline, placeName, STANDINGS, taskHeading, taskTitle, unwrapped, type Docs } from "./plan-task.js";

/** So many tasks have a section of their own in a plan that people read; the others are lines of a table. */
const MOST_SECTIONS = 24;
/** So many lines of tables there are besides. */
const MOST_ROWS = 160;
/** So many places of a task are named. */
const MOST_PLACES = 5;

/**
 * The tasks of each phase as they are read: the first ones in short sections, the others as lines of a table.
 *
 * @param beside the file that has them in full
 */
export function briefSections({ phases }: Plan, docs: Docs, beside: string): readonly (readonly string[])[] {
  let [sections, rows] = [MOST_SECTIONS, MOST_ROWS];
  return phases.map(({ tasks }) => {
    const own = tasks.slice(0, sections);
    const listed = tasks.slice(own.length, own.length + rows);
    sections -= own.length;
    rows -= listed.length;
    const left = tasks.slice(own.length + listed.length);
    return [
      ...own.flatMap((task) => briefSection(task, docs, beside)),
      ...(listed.length > 0 ? [table(listed, docs)] : []),
      ...(left.length > 0 ? [rest(left, beside)] : []),
    ];
  });
}

function rest(left: readonly Task[], beside: string): string {
  const [first, last] = [left[0]?.number ?? "", left.at(-1)?.number ?? ""];
  return `Tasks ${String(first)}–${String(last)}, ${extent(left.flatMap(findingsOf))}, stand in ${code(beside)}.`;
}

function briefSection(task: Task, docs: Docs, beside: string): string[] {
  const findings = findingsOf(task);
  const [rule = ""] = task.rules;
  const doc = docs.get(rule);
  const fix = soleFix(findings);
  return [
    `### ${taskHeading(task, docs)}`,
    outline(task),
    ...(doc ? [`**Why.** ${firstSentences(unwrapped(doc.description))}`] : []),
    ...(task.cause ? [`**Shared cause.** ${code(placeName(task.cause))} (${prose(task.cause.message)}).`] : []),
    ...(fix === undefined ? [] : [`**Fix.** ${prose(fix)}.`]),
    places(findings, beside),
  ];
}

/** What mends all of some findings; undefined where they are mended in several ways, or only some are. */
function soleFix(findings: readonly Finding[]): string | undefined {
  const ways = new Set(findings.map(({ fixes: [fix] }) => fix?.description));
  const [only] = ways;
  return ways.size === 1 ? only : undefined;
}

/** What people read before they decide: the first two sentences. */
function firstSentences(text: string): string {
  const [paragraph = ""] = text.split("\n\n");
  return paragraph
    .split(/(?<=[.!?])\s+(?=[A-Z`])/)
    .slice(0, 2)
    .join(" ");
}

/** The first places, one of each message and file before another of the same. */
function places(findings: readonly Finding[], beside: string): string {
  const groups = [...groupedBy(findings, ({ path, message }) => JSON.stringify([path, message])).values()];
  const shown = groups.slice(0, MOST_PLACES);
  const lines = shown.flatMap(([first, ...more]) =>
    first
      ? [
          `- ${[first, ...more]
            .slice(0, 3)
            .map((one) => code(placeName(one)))
            .join(", ")}${more.length > 2 ? ", …" : ""}: ${prose(first.message)}`,
        ]
      : [],
  );
  const left = findings.length - shown.reduce((sum, group) => sum + group.length, 0);
  return [...lines, ...(left > 0 ? [`- and ${String(left)} more in ${code(beside)}`] : [])].join("\n");
}

function table(tasks: readonly Task[], docs: Docs): string {
  const rows = tasks.map((task) => {
    const findings = findingsOf(task);
    const [first] = findings;
    const cells = [
      String(task.number),
      `${taskTitle(task, docs)} (${task.rules.map(code).join(", ")})`,
      `${extent(findings)}, ${STANDINGS[task.standing]}`,
      first ? code(placeName(first)) : "",
    ];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return ["| Task | Bug | Where | Begin with |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
