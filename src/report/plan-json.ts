import { URGENCY } from "../docs/page.js";
import type { Finding, Place, Step } from "../engine/finding/finding.js";
import { SEVERITIES } from "../engine/severity.js";
import { commands, type Words } from "../plan/commands.js";
import { ledgerOf, PLAN_VERSION, type Ledger } from "../plan/ledger.js";
import { effortOf, findingsOf, type Part, type Phase, type Plan, type Task } from "../plan/plan.js";
import { protocol } from "./plan-markdown.js";
import { taskTitle, type Docs } from "./plan-task.js";
import { shellLine } from "./shell.js";

/** Goes up when a member changes its meaning or goes. */
const DOCUMENT_VERSION = 2;

/** A plan as JSON; docs/plan.schema.json says what its members are. The same plan gives the same bytes. */
export function toPlanJson(plan: Plan, docs: Docs, toolVersion: string): string {
  const findings = plan.phases.flatMap(({ tasks }) => tasks.flatMap(findingsOf));
  const counts: Record<string, number> = {};
  for (const severity of SEVERITIES) counts[severity] = findings.filter((each) => each.severity === severity).length;
  const document = {
    version: DOCUMENT_VERSION,
    tool: { name: "scarlint", version: toolVersion },
    created: plan.created ?? null,
    commit: plan.commit ?? null,
    summary: { files: plan.files, findings: findings.length, ...counts },
    setup: {
      phase: 0,
      steps: protocol(plan),
      commands: lines([commands.show(plan), commands.next(plan), commands.verify(plan)]),
    },
    phases: plan.phases.map((phase) => phaseJson(phase, plan, docs)),
    plan: rememberedJson(ledgerOf(plan)),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** What a plan remembers, to be read again. */
export function rememberedJson(ledger: Ledger): object {
  return { version: PLAN_VERSION, ...ledger };
}

function phaseJson(phase: Phase, plan: Plan, docs: Docs): object {
  const { number, severity, tasks } = phase;
  const { name, within } = URGENCY[severity];
  const words = [commands.scanPhase(plan, phase), commands.showPhase(plan, phase), commands.verifyPhase(plan, phase)];
  return {
    number,
    severity,
    class: name,
    within,
    tasks: tasks.map((task) => taskJson(task, docs)),
    conclusion: { commands: lines(words) },
  };
}

function taskJson(task: Task, docs: Docs): object {
  const [rule = ""] = task.rules;
  const doc = docs.get(rule);
  return {
    number: task.number,
    rule,
    rules: task.rules,
    standing: task.standing,
    title: taskTitle(task, docs),
    context: doc?.description ?? "",
    fix: { before: doc?.bad[0] ?? "", after: doc?.good[0] ?? "" },
    effort: effortOf(findingsOf(task)),
    parts: task.parts.map(partJson),
  };
}

function partJson({ number, cause, findings }: Part): object {
  return { number, cause: cause ? stepJson(cause) : null, findings: findings.map(findingJson) };
}

function findingJson(finding: Finding): object {
  const { rule, severity, message, related, flow, lineHash } = finding;
  return {
    rule,
    severity,
    message,
    ...placeJson(finding),
    related: related.map(stepJson),
    flow: flow.map(stepJson),
    lineHash,
  };
}

function stepJson(step: Step): object {
  return { role: step.message, ...placeJson(step) };
}

function placeJson({ path, start, end, line }: Place): object {
  return { path, start, end, code: line };
}

function lines(words: readonly Words[]): string[] {
  return words.map(shellLine);
}
