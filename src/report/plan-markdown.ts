import { counted } from "../counted.js";
import { URGENCY } from "../docs/page.js";
import type { Severity } from "../engine/severity.js";
import { commands, type Words } from "../plan/commands.js";
import { CLOSING, ledgerOf, OPENING, PLAN_VERSION } from "../plan/ledger.js";
import { findingsOf, type Phase, type Plan, type Task } from "../plan/plan.js";
import { isAside } from "../plan/standing.js";
import { block, code } from "./markdown.js";
import { briefSections } from "./plan-brief.js";
import { extent, firstTasks, taskSections, type Docs } from "./plan-task.js";
import { stakes } from "./plan-stakes.js";
import { shellLine, shellLines } from "./shell.js";
import { visibleJson } from "./visible.js";

/** A plan with more lines than this is read by nobody. */
export const MOST_LINES = 600;

/** A plan for people, in Markdown; what a later scan needs stands in a comment at its end. The same plan gives the same bytes. */
export function toPlanMarkdown(plan: Plan, docs: Docs): string {
  const first = firstTasks(plan);
  return document(plan, [
    ...opening(plan),
    ...plan.phases.flatMap((phase) => [
      phaseHeading(phase),
      ...stakes(phase, docs),
      ...phase.tasks.flatMap((task) => taskSections(task, docs, first)),
      conclusion(phase, plan),
    ]),
    remembered(plan),
  ]);
}

/** A long plan in two files. */
export interface SplitPlan {
  /** What to do, in which order, in as many lines as people read. */
  readonly plan: string;
  /** Every task in full, and what a later scan needs. */
  readonly places: string;
}

/**
 * A plan that is too long for one file as two: one to read, and one with every place.
 *
 * @param beside what the second file is called, in the directory of the first
 */
export function toSplitPlan(plan: Plan, docs: Docs, beside: string): SplitPlan {
  const briefs = MOST_PARTS.map((most) => briefPlan(plan, docs, beside, most));
  const brief = briefs.find((text) => text.split("\n").length < MOST_LINES) ?? briefs.at(-1) ?? "";
  return { plan: brief, places: placesOf(plan, docs) };
}

/** So many parts of a task are named, as long as the plan does not get too long by that. */
const MOST_PARTS = [20, 12, 8, 5, 3];

function briefPlan(plan: Plan, docs: Docs, beside: string, most: number): string {
  const pointer = [OPENING, JSON.stringify({ version: PLAN_VERSION, beside }), CLOSING].join("\n");
  const brief = briefSections(plan, docs, { beside, most });
  return document(plan, [
    ...opening(plan),
    ...plan.phases.flatMap((phase, index) => [
      phaseHeading(phase),
      ...stakes(phase, docs),
      ...(brief[index] ?? []),
      conclusion(phase, plan),
    ]),
    pointer,
  ]);
}

function placesOf(plan: Plan, docs: Docs): string {
  const first = firstTasks(plan);
  const sections = [
    "# The places of a remediation plan",
    `Every task of ${code(plan.file)} in full: why it hurts, how to mend it, and the lines that prove it. The comment at ` +
      "the end of this file is what scarlint compares with later scans; keep it beside the plan.",
    ...plan.phases.flatMap((phase) => [
      phaseHeading(phase),
      ...phase.tasks.flatMap((task) => taskSections(task, docs, first)),
    ]),
    remembered(plan),
  ];
  return `${sections.join("\n\n")}\n`;
}

function document(plan: Plan, sections: readonly string[]): string {
  return `${["# Remediation plan", introduction(plan), ...sections].join("\n\n")}\n`;
}

function opening(plan: Plan): string[] {
  return plan.phases.length === 0 ? [] : [overview(plan), setup(plan)];
}

function phaseHeading({ number, severity }: Phase): string {
  return `## Phase ${number}: ${phaseTitle(severity)}`;
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

function introduction({ phases, created, commit, files, scope }: Plan): string {
  const findings = phases.flatMap(({ tasks }) => tasks.flatMap(findingsOf));
  const state = [
    ...(commit === undefined ? [] : [`commit ${code(commit.slice(0, 12))}`]),
    ...(created === undefined ? [] : [`of ${created.slice(0, 10)}`]),
  ].join(" ");
  const source = `scarlint read ${counted(files, "Python file")}${state && ` at ${state}`}`;
  if (findings.length === 0) return `${source} and found nothing to do.`;
  const likely = scope.audit ? " Some of them are likely rather than proved, because it was asked for those, too." : "";
  const tasks = phases.reduce((sum, phase) => sum + phase.tasks.length, 0);
  return (
    `${source} and found ${extent(findings)} with bugs that tests rarely catch and that take services down. ` +
    `This plan puts them into ${counted(tasks, "task")}, the gravest first; in a phase comes first what the program runs, and ` +
    "of that what most of it leads to. scarlint is a program that reads Python code without running it: each place comes " +
    `with the places that prove it.${likely}`
  );
}

function overview({ phases }: Plan): string {
  const rows = phases.map((phase) => {
    const numbers = phase.tasks.map(({ number }) => number);
    const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
    const tasks = first === last ? String(first) : `${String(first)}–${String(last)}`;
    const { name, within } = URGENCY[phase.severity];
    const effort = phase.tasks.flatMap(findingsOf);
    const own = phase.tasks.filter(({ standing }) => !isAside(standing)).flatMap(findingsOf).length;
    return `| ${phase.number} | ${phase.severity} (${name}) | ${within} | ${tasks} | ${extent(effort)} | ${counted(own, "place")} |`;
  });
  return [
    "| Phase | Severity | Fix within | Tasks | What | In what the program runs |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
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
      "first task: it is about what most of the program leads to. Files that nothing imports, scripts that are started " +
      "by hand, tests, examples and copies come last.",
    "Before you change anything, read the task: why it hurts, what the code does, and the lines that prove it. " +
      `${code(shellLine(commands.explain(task?.rules[0] ?? "")))} shows all there is to know about a rule.`,
    "Write a test that fails because of the bug, mend the bug, and see the test pass. Make one commit a task, " +
      "and of a task with several parts one a part: a part is one cause, or else one file.",
    "Tick nothing off. A task is done when a scan no longer finds its bugs; a finding that a comment silences, or that " +
      "cannot be seen because a file does not compile, is not done.",
    "If you are sure that a place is no bug, silence it with a comment that says why, and make the plan anew: " +
      `${code(shellLine(commands.anew(plan)))}.`,
  ];
}

function setup(plan: Plan): string {
  return [
    "## Phase 0: Set-up",
    "### How to work this plan",
    protocol(plan)
      .map((step, index) => `${String(index + 1)}. ${step}`)
      .join("\n"),
    "These commands show how far the plan is, what to do next, and whether everything is done:",
    shell([commands.show(plan), commands.next(plan), commands.verify(plan)]),
  ].join("\n\n");
}

function conclusion(phase: Phase, plan: Plan): string {
  return [
    `### Conclude phase ${phase.number}`,
    "The first command shows what is left with its code, the second how far each task is. The phase is finished when " +
      "the third exits with 0 and the project's tests pass; the last writes a page on what was done then.",
    shell([
      commands.scanPhase(plan, phase),
      commands.showPhase(plan, phase),
      commands.verifyPhase(plan, phase),
      commands.concludePhase(plan, phase),
    ]),
  ].join("\n\n");
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
