import type { Finding } from "../engine/finding/finding.js";
import {
  isDone,
  leftOf,
  type Outcome,
  type PhaseProgress,
  type Progress,
  type TaskProgress,
} from "../plan/progress.js";
import type { Colors } from "picocolors/types.js";
import { count, phaseTitle, titleOf, type Docs } from "./plan-markdown.js";
import { painted } from "./text.js";
import { visible } from "./visible.js";

/** How the progress of a plan looks on a terminal. */
export interface ProgressStyle {
  /** picocolors, on or off. */
  readonly colors: Colors;
  /** How a path of the scan is shown. */
  readonly pathOf: (path: string) => string;
  readonly docs: Docs;
}

/** Every task with what is left of it. */
export function showText({ phases, added }: Progress, style: ProgressStyle): string {
  return [
    summary(phases, style),
    ...phases.map((phase) => phaseText(phase, phase.tasks, style)),
    ...newText(added, style),
  ].join("\n");
}

/** What is left, and nothing else. */
export function leftText({ phases, added }: Progress, style: ProgressStyle): string {
  const open = phases.map((phase) => ({ phase, tasks: phase.tasks.filter((task) => !isDone(task)) }));
  return [
    ...open.filter(({ tasks }) => tasks.length > 0).map(({ phase, tasks }) => phaseText(phase, tasks, style)),
    ...newText(added, style),
    summary(phases, style),
  ].join("\n");
}

/** How much is done, in a line. */
export function summary(phases: readonly PhaseProgress[], { colors }: ProgressStyle): string {
  const tasks = phases.flatMap((phase) => phase.tasks);
  const [places, left] = [tasks.flatMap(({ outcomes }) => outcomes).length, leftOf(tasks).length];
  const done = tasks.filter(isDone).length;
  if (places === 0) return "There is nothing to do in this plan\n";
  if (left === 0) {
    const none = places === 1 ? "the place does not have its bug" : `none of the ${count(places, "place")} has its bug`;
    return `${colors.green("Done")}: ${none} any more\n`;
  }
  return `${colors.bold(`${String(left)} of ${count(places, "place")} left`)}, ${String(done)} of ${count(tasks.length, "task")} done\n`;
}

function phaseText(
  { number, severity, tasks: all }: PhaseProgress,
  tasks: readonly TaskProgress[],
  style: ProgressStyle,
): string {
  const { colors } = style;
  const left = leftOf(all).length;
  const state = left === 0 ? colors.green("done") : `${String(left)} left`;
  const head = `${colors.bold(`Phase ${String(number)}`)} ${painted(severity, colors)} ${phaseTitle(severity).replace(/^\w+ /, "")}: ${state}`;
  return `${[head, ...tasks.flatMap((task) => taskLines(task, style))].join("\n")}\n`;
}

function taskLines(task: TaskProgress, style: ProgressStyle): string[] {
  const { number, rule } = task;
  const [first] = task.outcomes;
  const mark = isDone(task) ? style.colors.green("[x]") : "[ ]";
  const cause = first?.entry.cause;
  const what = cause ? `${where(cause.path, cause.line, style)} ${visible(cause.message)}` : titleOf(rule, style.docs);
  return [
    `  ${mark} ${number} ${style.colors.dim(rule)}  ${what}`,
    ...leftOf([task]).map((outcome) => outcomeLine(outcome, style)),
  ];
}

/** A place that is left, with what keeps it from being done. */
export function outcomeLine({ entry, state }: Outcome, style: ProgressStyle): string {
  const { path, start, message } = "finding" in state ? state.finding : entry;
  return `        ${where(path, start.line, style)} ${visible(message)}${remark(state, style)}`;
}

function remark(state: Outcome["state"], { colors, pathOf }: ProgressStyle): string {
  if (state.is === "silenced") {
    return colors.yellow(` [silenced, not fixed${state.reason === "" ? "" : `: ${visible(state.reason)}`}]`);
  }
  if (state.is !== "unknown") return "";
  return colors.yellow(` [cannot be checked while ${visible(pathOf(state.broken))} does not compile]`);
}

function newText(added: readonly Finding[], style: ProgressStyle): string[] {
  if (added.length === 0) return [];
  const lines = added.map(({ path, start, severity, rule, message }) => {
    return `  ${where(path, start.line, style)} ${painted(severity, style.colors)} ${style.colors.dim(rule)} ${visible(message)}`;
  });
  return [`${[`${style.colors.bold("New since the plan")}, and no part of it:`, ...lines].join("\n")}\n`];
}

function where(path: string, line: number, { pathOf }: ProgressStyle): string {
  return `${visible(pathOf(path))}:${String(line)}`;
}
