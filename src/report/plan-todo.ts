import type { Ledger } from "../plan/ledger.js";
import { isDone, type Outcome, type PhaseProgress, type Progress, type TaskProgress } from "../plan/progress.js";
import { todoCommands } from "../plan/commands.js";
import { groupedBy } from "../grouped.js";
import { code, prose } from "./markdown.js";
import { rememberedJson } from "./plan-json.js";
import { phaseTitle } from "./plan-markdown.js";
import { extent, titleOf, type Docs } from "./plan-task.js";
import { shellLine } from "./shell.js";

/** What a task list is made of. */
export interface Todo {
  readonly ledger: Ledger;
  readonly progress: Progress;
  readonly docs: Docs;
  /** What the list is called in the commands that it shows, relative to the project's root. */
  readonly file: string;
  readonly created: string;
  readonly updated: string;
  /** Whether nobody has begun to work it. */
  readonly isNew: boolean;
}

/**
 * A plan as a list with one task whose to-dos are the phases, numbered like them from 0, in the JSON that programs for
 * to-do lists keep. It remembers the plan, so that it can be shown, verified and written again.
 */
export function toTodo({ ledger, progress, docs, file, created, updated, isNew }: Todo): string {
  const { phases } = progress;
  const areDone = phases.map(({ tasks }) => tasks.every(isDone));
  const todos = [
    { text: setupText(file), done: !isNew },
    ...phases.map((phase, index) => ({ text: phaseText(phase, file, docs), done: areDone[index] ?? false })),
  ];
  const status = areDone.every(Boolean) ? "completed" : isNew ? "pending" : "in_progress";
  const what = ledger.entries.length === 0 ? "nothing to do" : `${extent(ledger.entries)}, the gravest first`;
  const description = `Remediation plan of scarlint: ${what}`;
  const task = { id: "scarlint-plan", description, todos, status, created, updated, plan: rememberedJson(ledger) };
  return `${JSON.stringify([task], undefined, 2)}\n`;
}

function setupText(file: string): string {
  const words = todoCommands(file);
  return [
    "Phase 0: Set-up",
    "Work the phases in order. Mend a bug with a test that fails without it, one commit a task. A phase is done when a " +
      "scan no longer finds its bugs. Run these commands in the project's root:",
    `- ${code(shellLine(words.next))} shows what to do next: why it hurts, how to mend it, and the lines that prove it`,
    `- ${code(shellLine(words.verify))} ends with 1 as long as something is left`,
    `- ${code(shellLine(words.update))} writes this list again with what is done`,
  ].join("\n");
}

function phaseText({ number, severity, tasks }: PhaseProgress, file: string, docs: Docs): string {
  const entries = tasks.flatMap((task) => task.outcomes.map(({ entry }) => entry));
  const verify = shellLine([...todoCommands(file).verify, "--phase", String(number)]);
  return [
    `Phase ${String(number)}: ${phaseTitle(severity)} (${extent(entries)})`,
    ...tasks.map((task) => taskText(task, docs)),
    `Conclude: ${code(verify)} ends with 0, and the project's tests pass.`,
  ].join("\n\n");
}

function taskText(task: TaskProgress, docs: Docs): string {
  const { number, rules, outcomes } = task;
  const cause = outcomes[0]?.entry.cause;
  const shared = cause ? ` Shared cause: ${code(`${cause.path}:${String(cause.line)}`)}, ${prose(cause.message)}.` : "";
  const said = groupedBy(outcomes, ({ entry }) => entry.message);
  const items = [...said].map(([message, own]) => `- ${own.map(place).join(", ")}: ${prose(message)}`);
  const titles = rules.map((rule) => `${titleOf(rule, docs)} (${code(rule)})`).join("; ");
  return [`${number} ${titles}.${shared}`, ...items].join("\n");
}

function place({ entry }: Outcome): string {
  return code(`${entry.path}:${String(entry.start.line)}`);
}
