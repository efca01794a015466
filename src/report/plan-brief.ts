import { counted } from "../counted.js";
import type { Finding, Step } from "../engine/finding/finding.js";
import { groupedBy } from "../grouped.js";
import { findingsOf, type Part, type Plan, type Task } from "../plan/plan.js";
import { code, prose } from "./markdown.js";
import { remedyOf } from "./plan-fix.js";
import {
  extent,
  firstTasks,
  outline,
  placeName,
  saidBefore,
  STANDINGS,
  taskHeading,
  taskTitle,
  unwrapped,
  type Docs,
  type FirstTasks,
} from "./plan-task.js";

/** So many tasks have a section of their own in a plan that people read; the others are lines of a table. */
const MOST_SECTIONS = 24;
/** So many lines of tables there are besides. */
const MOST_ROWS = 160;
/** So many places of a part are named. */
const MOST_PLACES = 3;

/** How the tasks of a plan are shown in short. */
interface Shape {
  /** The file that has them in full. */
  readonly beside: string;
  /** So many parts of a task are named. */
  readonly most: number;
}

/** The tasks of each phase as they are read: the first ones in short sections, the others as lines of a table. */
export function briefSections(plan: Plan, docs: Docs, shape: Shape): readonly (readonly string[])[] {
  let [sections, rows] = [MOST_SECTIONS, MOST_ROWS];
  const first = firstTasks(plan);
  return plan.phases.map(({ tasks }) => {
    const own = tasks.slice(0, sections);
    const listed = tasks.slice(own.length, own.length + rows);
    sections -= own.length;
    rows -= listed.length;
    const left = tasks.slice(own.length + listed.length);
    return [
      ...own.flatMap((task) => briefSection(task, docs, first, shape)),
      ...(listed.length > 0 ? [table(listed, docs)] : []),
      ...(left.length > 0 ? [rest(left, shape.beside)] : []),
    ];
  });
}

function rest(left: readonly Task[], beside: string): string {
  const [first, last] = [left[0]?.number ?? "", left.at(-1)?.number ?? ""];
  return `Tasks ${String(first)}–${String(last)}, ${extent(left.flatMap(findingsOf))}, stand in ${code(beside)}.`;
}

function briefSection(task: Task, docs: Docs, first: FirstTasks, shape: Shape): string[] {
  const findings = findingsOf(task);
  const [rule = ""] = task.rules;
  const doc = docs.get(rule);
  const before = saidBefore(task, first);
  const isTold = doc !== undefined && before.length === 0;
  const fix = fixLine(findings, shape.beside);
  return [
    `### ${taskHeading(task, docs, first)}`,
    outline(task),
    ...(isTold ? [`**Why.** ${firstSentences(unwrapped(doc.description))}`] : before),
    ...(task.cause ? [`**Shared cause.** ${code(placeName(task.cause))} (${prose(task.cause.message)}).`] : []),
    ...(fix.length === 0 && isTold && doc.good.length > 0
      ? [`**Fix.** As in the example of ${code(rule)} in ${code(shape.beside)}.`]
      : fix),
    partLines(task, shape),
  ];
}

/** What mends findings: all of them, or else, where each is mended in a way of its own, the first of them. */
function fixLine(findings: readonly Finding[], beside: string): string[] {
  const ways = groupedBy(findings, remedyOf);
  const known = [...ways].filter((way): way is [string, Finding[]] => way[0] !== undefined);
  const [most] = known.sort(([, a], [, b]) => b.length - a.length);
  const [example] = most?.[1] ?? [];
  if (!most || !example) return [];
  if (ways.size === 1) return [`**Fix.** ${prose(most[0])}.`];
  const left = known.reduce((sum, [, own]) => sum + own.length, 0) - most[1].length;
  const others =
    left > 0 ? ` What mends the other ${left === 1 ? "place" : counted(left, "place")} stands in ${code(beside)}.` : "";
  const more = most[1].length - 1;
  const alike = more > 0 ? ` and ${counted(more, "more place")}` : "";
  return [`**Fix.** At ${code(placeName(example))}${alike}: ${prose(most[0])}.${others}`];
}

/** What people read before they decide: the first two sentences. */
function firstSentences(text: string): string {
  const [paragraph = ""] = text.split("\n\n");
  return paragraph
    .split(/(?<=[.!?])\s+(?=[A-Z`])/)
    .slice(0, 2)
    .join(" ");
}

/** The parts of a task, a line each; of a task that is one file alone, what is said of it. */
function partLines({ parts, cause }: Task, { beside, most }: Shape): string {
  const [only] = parts;
  const units = parts.length === 1 && only && !only.cause ? single(only) : parts;
  const shown = units.slice(0, most);
  const left = units.slice(most).flatMap(({ findings }) => findings);
  return [
    ...shown.map((part) => partLine(part, cause)),
    ...(left.length > 0 ? [`- and ${extent(left)} more in ${code(beside)}`] : []),
  ].join("\n");
}

/** The findings of a part by what is said of them. */
function single({ findings }: Part): readonly Pick<Part, "findings">[] {
  const groups = groupedBy(findings, ({ path, message }) => JSON.stringify([path, message]));
  return [...groups.values()].map((own) => ({ findings: own }));
}

function partLine({ cause, findings }: Pick<Part, "cause" | "findings">, known: Step | undefined): string {
  const [first] = findings;
  const said = prose(first?.message ?? "");
  const isOneMessage = new Set(findings.map(({ message }) => message)).size === 1;
  if (cause && cause !== known && first) {
    const where = isOneMessage ? "" : `At ${code(placeName(first))}: `;
    return `- ${code(placeName(cause))} (${prose(cause.message)}) is behind ${extent(findings)}: ${someOf(findings)}. ${where}${said}`;
  }
  return isOneMessage
    ? `- ${someOf(findings)}: ${said}`
    : `- ${code(first?.path ?? "")}, ${counted(findings.length, "place")}, as in line ${String(first?.start.line ?? 0)}: ${said}`;
}

function someOf(findings: readonly Finding[]): string {
  const names = [...new Set(findings.map(placeName))];
  return `${names.slice(0, MOST_PLACES).map(code).join(", ")}${names.length > MOST_PLACES ? ", …" : ""}`;
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
