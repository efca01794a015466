import { counted } from "../counted.js";
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
import { phaseTitle } from "./plan-markdown.js";
import { titleOf, type Docs } from "./plan-task.js";
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

/** So many places are seen at a glance; of more, a task says how many. */
const MOST_PLACES = 10;
/** So many of them of one task. */
const MOST_OF_TASK = 3;

/** What is done, task by task, and what is left: all of it where it is little. */
export function leftText({ phases, added }: Progress, style: ProgressStyle): string {
  const isShort = leftOf(phases.flatMap(({ tasks }) => tasks)).length <= MOST_PLACES;
  const most = isShort ? Infinity : MOST_OF_TASK;
  const begun = phases.filter(({ tasks }) => !tasks.every(isDone));
  return [
    ...begun.map((phase) => {
      const [done, left] = [phase.tasks.filter(isDone), phase.tasks.filter((task) => !isDone(task))];
      const lines = [...doneLine(done, style), ...shortened(left, most, style)];
      return `${[phaseLine(phase, style), ...lines].join("\n")}\n`;
    }),
    ...newText(added, style),
    summary(phases, style),
  ].join("\n");
}

function doneLine(done: readonly TaskProgress[], { colors }: ProgressStyle): string[] {
  if (done.length === 0) return [];
  return [
    `  ${colors.green("[x]")} ${counted(done.length, "task")} done: ${done.map(({ number }) => number).join(", ")}`,
  ];
}

/** So many tasks are shown with their places; the others are counted. */
const MOST_TASKS = 12;

function shortened(tasks: readonly TaskProgress[], most: number, style: ProgressStyle): string[] {
  const shown = Number.isFinite(most) ? tasks.slice(0, MOST_TASKS) : tasks;
  const others = tasks.slice(shown.length);
  const rest = leftOf(others).length;
  return [
    ...shown.flatMap((task) => {
      const left = leftOf([task]);
      const more = left.length - Math.min(left.length, most);
      const lines = left.slice(0, most).map((outcome) => outcomeLine(outcome, style));
      return [taskLine(task, style), ...lines, ...(more > 0 ? [`        … and ${String(more)} more`] : [])];
    }),
    ...(others.length > 0
      ? [`  [ ] ${counted(others.length, "task")} more, ${counted(rest, "place")}: 'plan show' lists them`]
      : []),
  ];
}

/** How much is done, in a line. */
export function summary(phases: readonly PhaseProgress[], { colors }: ProgressStyle): string {
  const tasks = phases.flatMap((phase) => phase.tasks);
  const [places, left] = [tasks.flatMap(({ outcomes }) => outcomes).length, leftOf(tasks).length];
  const done = tasks.filter(isDone).length;
  if (places === 0) return "There is nothing to do in this plan\n";
  if (left === 0) {
    const none =
      places === 1 ? "the place does not have its bug" : `none of the ${counted(places, "place")} has its bug`;
    return `${colors.green("Done")}: ${none} any more\n`;
  }
  return `${colors.bold(`${String(left)} of ${counted(places, "place")} left`)}, ${String(done)} of ${counted(tasks.length, "task")} done\n`;
}

function phaseText(phase: PhaseProgress, tasks: readonly TaskProgress[], style: ProgressStyle): string {
  const lines = tasks.flatMap((task) => [
    taskLine(task, style),
    ...leftOf([task]).map((outcome) => outcomeLine(outcome, style)),
  ]);
  return `${[phaseLine(phase, style), ...lines].join("\n")}\n`;
}

function phaseLine({ number, severity, tasks }: PhaseProgress, { colors }: ProgressStyle): string {
  const left = leftOf(tasks).length;
  const state = left === 0 ? colors.green("done") : `${String(left)} left`;
  return `${colors.bold(`Phase ${String(number)}`)} ${painted(severity, colors)} ${phaseTitle(severity).replace(/^\w+ /, "")}: ${state}`;
}

function taskLine(task: TaskProgress, style: ProgressStyle): string {
  const { number, rules } = task;
  const [first] = task.outcomes;
  const mark = isDone(task) ? style.colors.green("[x]") : "[ ]";
  const cause = first?.entry.cause;
  const what = cause
    ? `${where(cause.path, cause.line, style)} ${visible(cause.message)}`
    : titleOf(rules[0] ?? "", style.docs);
  return `  ${mark} ${number} ${style.colors.dim(rules.join(", "))}  ${what}`;
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
