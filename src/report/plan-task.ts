import { counted } from "../counted.js";
import type { RuleDoc } from "../docs/rule-doc.js";
import type { Finding, Step } from "../engine/finding/finding.js";
import { groupedBy } from "../grouped.js";
import { effortOf, findingsOf, type Part, type Plan, type Task } from "../plan/plan.js";
import { isAside, type Standing } from "../plan/standing.js";
import { block, code, prose } from "./markdown.js";
import { exampleChange, ownChanges, remedyOf } from "./plan-fix.js";
import { shellLines } from "./shell.js";

/** What there is to read about every rule, by id. */
export type Docs = ReadonlyMap<string, RuleDoc>;

/** Longer than this, a line of code hides the list that it stands in. */
const LONGEST_CODE = 100;

/** The first task of each rule: what is to be said of the rule is said there. */
export type FirstTasks = ReadonlyMap<string, number | string>;

/** The first task of each rule in a plan. */
export function firstTasks({ phases }: Pick<Plan, "phases">): FirstTasks {
  const tasks = phases.flatMap((phase) => phase.tasks);
  return new Map(tasks.toReversed().flatMap(({ number, rules }) => rules.map((rule) => [rule, number] as const)));
}

/**
 * A task in full: why it hurts, how to mend it, and the lines that prove it.
 *
 * @param first where other tasks say the same of a rule; of a task that is read alone, nowhere
 */
export function taskSections(task: Task, docs: Docs, first: FirstTasks = new Map()): string[] {
  const { number, rules, parts } = task;
  const isSplit = parts.some((part) => part.number !== String(number));
  const fresh = rules.filter((rule) => (first.get(rule) ?? number) === number);
  return [
    `### ${taskHeading(task, docs, first)}`,
    outline(task),
    ...fresh.map((rule) => context(rule, docs, rules.length > 1)),
    ...saidBefore(task, first),
    ...proposal(task, docs, fresh),
    ...parts.flatMap((part) => partSections(part, isSplit)),
  ];
}

/** Where it is said why a task's rules hurt, when that is not in the task. */
export function saidBefore({ number, rules }: Task, first: FirstTasks): string[] {
  const others = [...new Set(rules.map((rule) => first.get(rule) ?? number))].filter((other) => other !== number);
  if (others.length === 0) return [];
  return [`Why it hurts, and how it is mended: see ${others.map((other) => `task ${String(other)}`).join(", ")}.`];
}

/** `3. A socket that is already bound is bound again`, and where that is when an earlier task has the same title. */
export function taskHeading(task: Task, docs: Docs, first: FirstTasks): string {
  const isAgain = task.rules.some((rule) => (first.get(rule) ?? task.number) !== task.number);
  const where = isAgain && isAside(task.standing) ? `, ${STANDINGS[task.standing]}` : "";
  return `${String(task.number)}. ${taskTitle(task, docs)}${where}`;
}

/** What a task is called: by its rule, or by the place that is behind several. */
export function taskTitle({ rules, cause, parts }: Task, docs: Docs): string {
  const [rule = ""] = rules;
  if (!cause || rules.length < 2) return titleOf(rule, docs);
  const places = parts.reduce((sum, { findings }) => sum + findings.length, 0);
  const name = cause.thing ? `${code(cause.thing.name)} in ` : "";
  return `${name}${code(placeName(cause))} is behind ${counted(places, "place")} of ${counted(rules.length, "kind")}`;
}

/** A rule's first sentence as a heading. */
export function titleOf(rule: string, docs: Docs): string {
  return docs.get(rule)?.summary.replace(/\.$/, "") ?? rule;
}

/** `4 places in 2 files`. */
export function extent(findings: readonly Pick<Finding, "path">[]): string {
  const files = new Set(findings.map(({ path }) => path)).size;
  return `${counted(findings.length, "place")} in ${counted(files, "file")}`;
}

/** `zmq/rebind`, how much it is, and how much work. */
export function outline(task: Task): string {
  const findings = findingsOf(task);
  const where = isAside(task.standing) ? `${extent(findings)}, ${STANDINGS[task.standing]}` : extent(findings);
  return `${task.rules.map(code).join(", ")}, ${where}. Effort: ${effortOf(findings).size}.`;
}

/** Where the code of a task is, as what follows its extent. */
export const STANDINGS: Readonly<Record<Standing, string>> = {
  program: "in the program",
  alone: "in files that nothing imports",
  script: "in scripts that are started by hand",
  test: "in tests",
  example: "in examples",
  copy: "in copies",
};

function context(rule: string, docs: Docs, isNamed: boolean): string {
  const doc = docs.get(rule);
  const name = isNamed ? `${code(rule)}: ` : "";
  return `**Context (root cause and impact).** ${name}${doc ? unwrapped(doc.description) : "see the rule's page."}`;
}

/** How to mend a task: in the code's own words as far as the rule knows how, else as in an example. */
function proposal(task: Task, docs: Docs, fresh: readonly string[]): string[] {
  const findings = findingsOf(task);
  const own = ownChanges(findings);
  const commands = task.rules.flatMap((rule) =>
    mending(
      rule,
      findings.filter((finding) => finding.rule === rule),
    ),
  );
  const isAll = findings.every((finding) => remedyOf(finding) !== undefined);
  const examples = isAll ? [] : fresh.flatMap((rule) => example(rule, docs));
  return [...(own === "" ? [] : [`**Proposed fix.**\n\n${own}`]), ...examples, ...commands];
}

function example(rule: string, docs: Docs): string[] {
  const change = exampleChange(docs.get(rule));
  if (change === "") return [];
  return [`**Proposed fix.** As in this example of ${code(rule)}:`, block("diff", change)];
}

/** How many places the command can mend itself, and how to let it. */
function mending(rule: string, findings: readonly Finding[]): string[] {
  const fixable = findings.filter(({ fixes }) => fixes.length > 0);
  if (fixable.length === 0) return [];
  const isSafe = fixable.every(({ fixes }) => fixes.some((fix) => fix.isSafe));
  const options = ["--fix", ...(isSafe ? [] : ["--unsafe-fixes"]), "--select", rule];
  const paths = [...new Set(fixable.map(({ path }) => path))].map((path) =>
    path.startsWith("-") ? `./${path}` : path,
  );
  const all = fixable.length === findings.length;
  const what = all ? (findings.length === 1 ? "this" : "all of this") : `${counted(fixable.length, "place")} of this`;
  const caution = isSafe ? "" : " That may change what the program does, so read the difference.";
  const command = shellLines(["scarlint", ...options, ...paths]);
  const isLong = command.includes("\n");
  const sentence = `mends ${what}; with \`--diff-only\` it shows what it would write.${caution}`;
  return isLong ? [`This command ${sentence}`, block("sh", command)] : [`${code(command)} ${sentence}`];
}

/** Paragraphs on one line each: where Markdown keeps line ends, they would break in the middle of a sentence. */
export function unwrapped(text: string): string {
  return text.includes("```") ? text : text.replace(/(\S)\n(?=[^\s\d*>|#-])/g, "$1 ");
}

function partSections(part: Part, isSplit: boolean): string[] {
  const { cause, findings, number } = part;
  const [first] = findings;
  const title = cause ? `${code(placeName(cause))}: ${prose(cause.message)}` : code(first?.path ?? "");
  return [
    ...(isSplit ? [`#### ${number} ${title}`] : []),
    ...(cause ? [sharedCause(cause, findings)] : []),
    ...(findings.some(({ related, flow }) => related.length + flow.length > 0)
      ? [
          ["**The bug.**", ...bugs(findings)].join(findings.length === 1 ? " " : "\n\n"),
          `**Locations.**\n\n${locations(part)}`,
        ]
      : [`**The bug.**\n\n${ownLines(findings)}`]),
  ];
}

/** Findings that nothing else proves than their own lines: each message once, with those. */
function ownLines(findings: readonly Finding[]): string {
  const said = groupedBy(findings, ({ message, line }) => JSON.stringify([message, line.trim()]));
  const lines = [...said.values()].flatMap(([first, ...more]) => {
    if (!first) return [];
    const where = [...new Set([first, ...more].map(placeName))].map(code).join(", ");
    return [`- ${where}: ${prose(first.message)}\n  - ${code(cut(first.line.trim()))}`];
  });
  return lines.join("\n");
}

function sharedCause(cause: Step, findings: readonly Finding[]): string {
  const all = findings.length === 2 ? "Both places" : `All ${String(findings.length)} places`;
  const helpers = helpersBefore(cause, findings);
  const behind = helpers.length === 0 ? "" : `, behind ${helpers.map(code).join(", ")}`;
  const place = `${code(placeName(cause))} (${prose(cause.message)})${behind}`;
  return `**Shared cause.** ${all} go through ${place}. Look there first.`;
}

/** What the helpers around a shared cause are called, when the evidence names them. */
function helpersBefore(cause: Step, findings: readonly Finding[]): string[] {
  const steps = findings.flatMap(({ related }) => related.filter(({ path }) => path === cause.path));
  const names = steps
    .filter((step) => step.start.line !== cause.start.line)
    .map(({ thing }) => (thing?.kind === "helper" ? thing.name : undefined));
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** Each message once, with the places that it is about. */
function bugs(findings: readonly Finding[]): string[] {
  const said = groupedBy(findings, ({ message }) => message);
  if (findings.length === 1) return [...said.keys()].map(prose);
  const isOneFile = new Set(findings.map(({ path }) => path)).size === 1;
  const name = (finding: Finding): string =>
    isOneFile ? `line ${String(finding.start.line)}` : code(placeName(finding));
  return [
    [...said].map(([message, own]) => `- ${[...new Set(own.map(name))].join(", ")}: ${prose(message)}`).join("\n"),
  ];
}

/** A line that matters for a task. */
interface Location {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly role: string;
  readonly isReported: boolean;
}

/** The lines that matter, by file: the shared cause's file first, then those that a value comes through, in that order. */
function locations({ cause, findings }: Part): string {
  const flows = findings.map(({ flow }) => flow).filter((flow) => flow.length > 0);
  // Of several ways, a number would not say which.
  const roleOf = ({ message }: Step, index: number): string =>
    flows.length === 1 ? `step ${String(index + 1)}: ${message}` : message;
  const all = findings.flatMap((finding) => [
    locationOf(finding, "", true),
    ...besides(finding).map((step) => locationOf(step, step.message, false)),
    ...finding.flow.map((step, index) => locationOf(step, roleOf(step, index), false)),
  ]);
  const files = [...groupedBy(all, ({ path }) => path)];
  const order = [...new Set([...(cause ? [cause.path] : []), ...flows.flat().map(({ path }) => path)])];
  const rank = (path: string): number => (order.includes(path) ? order.indexOf(path) : order.length);
  files.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return files.map(([path, own]) => `- ${code(path)}\n${lines(own)}`).join("\n");
}

/** What a finding relates that is no step of its flow. */
function besides({ related, flow }: Finding): readonly Step[] {
  const nameOf = (step: Step): string => `${placeName(step)} ${step.message}`;
  const steps = new Set(flow.map(nameOf));
  return related.filter((step) => !steps.has(nameOf(step)));
}

function lines(own: readonly Location[]): string {
  return [...groupedBy(own, ({ line }) => line)]
    .sort(([a], [b]) => a - b)
    .map(([line, same]) => {
      const roles = new Set(same.map(({ role }) => role).filter(Boolean));
      const reported = same.some(({ isReported }) => isReported) ? ["**the bug**"] : [];
      return `  - line ${String(line)}, ${[...reported, ...[...roles].map(prose)].join("; ")}: ${code(cut(same[0]?.text ?? ""))}`;
    })
    .join("\n");
}

function locationOf({ path, start, line: text }: Finding | Step, role: string, isReported: boolean): Location {
  return { path, line: start.line, text: text.trim(), role, isReported };
}

function cut(text: string): string {
  return text.length > LONGEST_CODE ? `${text.slice(0, LONGEST_CODE - 1)}…` : text;
}

/** `shop/bus.py:12`. */
export function placeName({ path, start }: Pick<Step, "path" | "start">): string {
  return `${path}:${String(start.line)}`;
}
