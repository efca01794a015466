import { URGENCY } from "../docs/page.js";
import type { RuleDoc } from "../docs/rule-doc.js";
import type { Finding, Step } from "../engine/finding/finding.js";
import type { Severity } from "../engine/severity.js";
import { commands, type Words } from "../plan/commands.js";
import { CLOSING, ledgerOf, OPENING, PLAN_VERSION } from "../plan/ledger.js";
import { groupedBy } from "../grouped.js";
import { effortOf, findingsOf, SETUP, type Part, type Phase, type Plan, type Task } from "../plan/plan.js";
import { block, code, prose } from "./markdown.js";
import { shellLine, shellLines } from "./shell.js";
import { visibleJson } from "./visible.js";

/** What there is to read about every rule, by id. */
export type Docs = ReadonlyMap<string, RuleDoc>;

/** Longer than this, a line of code hides the list that it stands in. */
const LONGEST_CODE = 100;

/** A plan for people, in Markdown; what a later scan needs stands in a comment at its end. The same plan gives the same bytes. */
export function toPlanMarkdown(plan: Plan, docs: Docs): string {
  const sections = [
    "# Remediation plan",
    introduction(plan),
    ...(plan.phases.length === 0 ? [] : [overview(plan), setup(plan)]),
    ...plan.phases.flatMap((phase) => phaseSections(phase, plan, docs)),
    remembered(plan),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** One task with only some of its parts, for whoever is about to do it. */
export function taskMarkdown(task: Task, docs: Docs): string {
  return `${taskSections(task, docs).join("\n\n")}\n`;
}

/** `Critical (P0): fix within 24 hours`. */
export function phaseTitle(severity: Severity): string {
  const { name, within } = URGENCY[severity];
  return `${severity.charAt(0).toUpperCase()}${severity.slice(1)} (${name}): fix within ${within}`;
}

/** `4 places in 2 files`. */
export function extent(findings: readonly Pick<Finding, "path">[]): string {
  const { places, files } = effortOf(findings);
  return `${count(places, "place")} in ${count(files, "file")}`;
}

/** `1 place`, `2 places`. */
export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** A rule's first sentence as a heading. */
export function titleOf(rule: string, docs: Docs): string {
  return docs.get(rule)?.summary.replace(/\.$/, "") ?? rule;
}

function introduction({ phases, created, commit, files, scope }: Plan): string {
  const findings = phases.flatMap(({ tasks }) => tasks.flatMap(findingsOf));
  const state = [
    ...(commit === undefined ? [] : [`commit ${code(commit.slice(0, 12))}`]),
    ...(created === undefined ? [] : [`of ${created.slice(0, 10)}`]),
  ].join(" ");
  const source = `scarlint read ${count(files, "Python file")}${state && ` at ${state}`}`;
  if (findings.length === 0) return `${source} and found nothing to do.`;
  const likely = scope.audit ? " Some of them are likely rather than proved, because it was asked for those, too." : "";
  const tasks = phases.reduce((sum, phase) => sum + phase.tasks.length, 0);
  return (
    `${source} and found ${extent(findings)} with bugs that tests rarely catch and that take services down. ` +
    `This plan puts them into ${count(tasks, "task")}, the gravest first. scarlint is a program that reads Python code ` +
    `without running it: each place below comes with the places that prove it.${likely}`
  );
}

function overview({ phases }: Plan): string {
  const rows = phases.map((phase) => {
    const numbers = phase.tasks.map(({ number }) => number);
    const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
    const tasks = first === last ? String(first) : `${String(first)}–${String(last)}`;
    const { name, within } = URGENCY[phase.severity];
    const effort = phase.tasks.flatMap(findingsOf);
    return `| ${phase.number} | ${phase.severity} (${name}) | ${within} | ${tasks} | ${extent(effort)} |`;
  });
  return ["| Phase | Severity | Fix within | Task numbers | What |", "| --- | --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

/** The protocol: how to work a plan, in Markdown, step by step. */
export function protocol(plan: Plan): string[] {
  const task = plan.phases[0]?.tasks[0];
  const example = task?.parts[0]?.findings[0]?.path ?? "";
  const form =
    plan.form === "markdown" ? "Your own words in it are safe: scarlint reads only the comment at its end. " : "";
  return [
    `Keep this file as ${code(plan.file)} in the project's root, the directory that ${code(example)} is relative to, and ` +
      `commit it. ${form}Run all commands of the plan in that directory.`,
    "Work the phases in order, because a later one never matters more than an earlier one. In a phase, begin with the " +
      "tasks that name a shared cause: they settle several places at once.",
    "Before you change anything, read the task: why it hurts, what the code does, and the lines that prove it. " +
      `${code(shellLine(commands.explain(task?.rule ?? "")))} shows all there is to know about a rule.`,
    "Write a test that fails because of the bug, mend the bug, and see the test pass. Make one commit a task.",
    "Tick nothing off. A task is done when a scan no longer finds its bugs; a finding that a comment silences, or that " +
      "cannot be seen because a file does not compile, is not done.",
    "If you are sure that a place is no bug, silence it with a comment that says why, and make the plan anew: " +
      `${code(shellLine(commands.anew(plan)))}.`,
  ];
}

function setup(plan: Plan): string {
  return [
    "## Phase 0: Set-up",
    `### ${String(SETUP)}. How to work this plan`,
    protocol(plan)
      .map((step, index) => `${String(index + 1)}. ${step}`)
      .join("\n"),
    "These commands show how far the plan is, what to do next, and whether everything is done:",
    shell([commands.show(plan), commands.next(plan), commands.verify(plan)]),
  ].join("\n\n");
}

function phaseSections(phase: Phase, plan: Plan, docs: Docs): string[] {
  return [
    `## Phase ${phase.number}: ${phaseTitle(phase.severity)}`,
    ...phase.tasks.flatMap((task) => taskSections(task, docs)),
    conclusion(phase, plan),
  ];
}

function conclusion(phase: Phase, plan: Plan): string {
  return [
    `### ${phase.conclusion}. Conclude phase ${phase.number}`,
    "The first command shows what is left with its code, the second how far each task is. The phase is finished when " +
      "the third exits with 0 and the project's tests pass.",
    shell([commands.scanPhase(plan, phase), commands.showPhase(plan, phase), commands.verifyPhase(plan, phase)]),
  ].join("\n\n");
}

function taskSections(task: Task, docs: Docs): string[] {
  const { number, rule, parts } = task;
  const doc = docs.get(rule);
  const findings = findingsOf(task);
  const [bad, good] = [doc?.bad[0], doc?.good[0]];
  const isSplit = parts.some((part) => part.number !== String(number));
  return [
    `### ${String(number)}. ${titleOf(rule, docs)}`,
    `${code(rule)}, ${extent(findings)}. Effort: ${effortOf(findings).size}.`,
    ...(doc ? [`**Context (root cause and impact).** ${unwrapped(doc.description)}`] : []),
    ...(bad === undefined || good === undefined
      ? []
      : [
          "**Proposed fix.** Where the code does something like this (an example, not your code):",
          block("python", bad),
          "let it do this instead:",
          block("python", good),
        ]),
    ...mending(rule, findings),
    ...parts.flatMap((part) => partSections(part, isSplit)),
  ];
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
  const what = all ? (findings.length === 1 ? "this" : "all of this") : `${count(fixable.length, "place")} of this`;
  const caution = isSafe ? "" : " That may change what the program does, so read the difference.";
  const command = shellLines(["scarlint", ...options, ...paths]);
  const isLong = command.includes("\n");
  const sentence = `mends ${what}; with \`--diff-only\` it shows what it would write.${caution}`;
  return isLong ? [`This command ${sentence}`, block("sh", command)] : [`${code(command)} ${sentence}`];
}

/** Paragraphs on one line each: where Markdown keeps line ends, they would break in the middle of a sentence. */
function unwrapped(text: string): string {
  return text.includes("```") ? text : text.replace(/(\S)\n(?=[^\s\d*>|#-])/g, "$1 ");
}

function partSections(part: Part, isSplit: boolean): string[] {
  const { cause, findings, number } = part;
  const [first] = findings;
  const title = cause ? `${code(placeName(cause))}: ${prose(cause.message)}` : code(first?.path ?? "");
  return [
    ...(isSplit ? [`#### ${number} ${title}`] : []),
    ...(cause ? [sharedCause(cause, findings)] : []),
    ["**The bug.**", ...bugs(findings)].join(findings.length === 1 ? " " : "\n\n"),
    `**Locations.**\n\n${locations(part)}`,
  ];
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
  return [[...said].map(([message, own]) => `- ${own.map(name).join(", ")}: ${prose(message)}`).join("\n")];
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

function placeName({ path, start }: Pick<Step, "path" | "start">): string {
  return `${path}:${String(start.line)}`;
}

function shell(words: readonly Words[]): string {
  return block("sh", words.map(shellLines).join("\n"));
}

/** What a later scan needs, a line a finding, so that it can be read, merged and compared. */
function remembered(plan: Plan): string {
  const { entries, ...head } = ledgerOf(plan);
  const lines = [{ version: PLAN_VERSION, ...head }, ...entries].map((line) => inComment(JSON.stringify(line)));
  return [OPENING, ...lines, CLOSING].join("\n");
}

/** JSON in which nothing ends a comment. */
function inComment(json: string): string {
  return visibleJson(json).replace(/[<>&]|-(?=-)/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
