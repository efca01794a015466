import { byCause, type Shared } from "../engine/judge/causes.js";
import type { Finding, Step } from "../engine/finding/finding.js";
import type { Reach } from "../engine/scan/reach.js";
import { SEVERITIES, type Severity } from "../engine/severity.js";
import { groupedBy } from "../grouped.js";
import { NOTHING_KNOWN, rankOf, standingOf, type Standing } from "./standing.js";

/** What a plan was made of, so that a later scan looks at the same. */
export interface Scope {
  /** Files and directories, relative to the project's root. */
  readonly paths: readonly string[];
  /** The ids of the rules that ran. */
  readonly rules: readonly string[];
  readonly exclude: readonly string[];
  readonly minSeverity: Severity;
  readonly audit: boolean;
}

/** What a plan is written as: Markdown for people, JSON for tools, a task list for programs that tick things off. */
export type Form = "markdown" | "json" | "todo";

/** What a plan is about. */
export interface Subject {
  readonly scope: Scope;
  readonly form: Form;
  /** What the plan is called in the commands that it shows, relative to the project's root. */
  readonly file: string;
  /** When it was made, as ISO 8601 has it. */
  readonly created?: string;
  /** The commit that it was made of. */
  readonly commit?: string;
  /** How many files were looked at. */
  readonly files: number;
}

/** From findings to what to do, and in which order. */
export interface Plan extends Subject {
  readonly phases: readonly Phase[];
}

/** What has to be done within one time: tasks whose gravest finding is of one severity. Phase 0 is the set-up. */
export interface Phase {
  /** From 1, without gaps. */
  readonly number: number;
  readonly severity: Severity;
  /** What matters most first. */
  readonly tasks: readonly Task[];
}

/** The findings of one rule in a phase, with what goes away together with them, or those that one place is behind, whatever their rules. */
export interface Task {
  /** From 1 through the whole plan. Of a part alone, it is the part's. */
  readonly number: number | string;
  /** The gravest first; several only of a task with a cause. */
  readonly rules: readonly string[];
  /** The one place that findings of several rules follow from. */
  readonly cause?: Step;
  /** What runs the code that it is about. */
  readonly standing: Standing;
  readonly parts: readonly Part[];
}

/** What can be done in one go: findings with one cause, or else those of one file. */
export interface Part {
  /** `3`, or `3.2` when the task has several. */
  readonly number: string;
  /** The one place that all of them follow from. */
  readonly cause?: Step;
  readonly findings: readonly Finding[];
}

/** How much work something is likely to be. */
export interface Effort {
  readonly size: "small" | "medium" | "large";
  readonly places: number;
  readonly files: number;
}

/**
 * Sorts findings into phases, the gravest first, and tasks; severities without findings are left out. In a phase comes
 * first what the program runs, of that what most of the program leads to; files that nothing imports, tests, examples and
 * copies come last.
 *
 * @param findings in their order
 * @param reach what leads to their files
 */
export function planOf(findings: readonly Finding[], subject: Subject, reach: Reach = NOTHING_KNOWN): Plan {
  const { shared, rest } = acrossRules(findings);
  const drafts = [...shared.map((one) => sharedDraft(one, reach)), ...ruleDrafts(rest, reach)];
  let next = 1;
  const phases: Phase[] = [];
  for (const severity of SEVERITIES) {
    const own = drafts.filter((draft) => draft.severity === severity).sort(byReach);
    if (own.length === 0) continue;
    phases.push({ number: phases.length + 1, severity, tasks: own.map((draft) => numbered(draft, next++)) });
  }
  return { ...subject, phases };
}

/** A guess by the number of changes, which is all that there is to go by. */
export function effortOf(findings: readonly Finding[]): Effort {
  const changes = changesFor(findings);
  const size = changes <= 3 ? "small" : changes <= 10 ? "medium" : "large";
  return { size, places: findings.length, files: new Set(findings.map(({ path }) => path)).size };
}

/** How many changes mend some findings: one mends all that go away together. */
export function changesFor(findings: readonly Finding[]): number {
  return new Set(findings.map(goneWith)).size;
}

/** The findings of a task, part by part. */
export function findingsOf({ parts }: Task): readonly Finding[] {
  return parts.flatMap(({ findings }) => findings);
}

/** The places with names that findings of several rules follow from, and the findings that follow from none of them. */
function acrossRules(findings: readonly Finding[]): { shared: readonly Shared<Finding>[]; rest: readonly Finding[] } {
  const isAcross = ({ cause, findings: own }: Shared<Finding>): boolean =>
    cause.thing !== undefined && new Set(own.map(({ rule }) => rule)).size > 1;
  const shared = byCause(findings).shared.filter(isAcross);
  const taken = new Set(shared.flatMap((one) => one.findings));
  return { shared, rest: findings.filter((finding) => !taken.has(finding)) };
}

/** A task without a number. */
interface Draft extends Omit<Task, "number" | "parts"> {
  readonly severity: Severity;
  readonly weight: number;
  readonly parts: readonly Omit<Part, "number">[];
}

function sharedDraft({ cause, findings }: Shared<Finding>, reach: Reach): Draft {
  const sorted = [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const rules = [...new Set(sorted.map(({ rule }) => rule))];
  const severity = sorted[0]?.severity ?? "low";
  return { rules, cause, severity, ...standingOf(findings, reach), parts: [{ cause, findings }] };
}

/** A task for each rule of a severity, and others for its places that the program does not run. */
function ruleDrafts(findings: readonly Finding[], reach: Reach): Draft[] {
  const together = [...groupedBy(findings, goneWith).values()].map((own) => ({ own, ...worthOf(own, reach) }));
  const tasks = groupedBy(together, ({ own, severity, standing }) => {
    return JSON.stringify([severity, own[0]?.rule, standing]);
  });
  return [...tasks.values()].flatMap((groups) => {
    const kept = new Set(groups.flatMap(({ own }) => own));
    const group = findings.filter((finding) => kept.has(finding));
    const [first] = group;
    const severity = groups[0]?.severity;
    if (!first || !severity) return [];
    const { shared, alone } = byCause(group);
    const perFile = [...groupedBy(alone, ({ path }) => path).values()].map((own) => ({ findings: own }));
    const weightOf = (part: Omit<Part, "number">): number => standingOf(part.findings, reach).weight;
    const parts = [...shared, ...perFile.sort((a, b) => weightOf(b) - weightOf(a))];
    return [{ rules: [first.rule], severity, ...standingOf(group, reach), parts }];
  });
}

/** What findings of one rule have in common that go away together; a finding without a cause stands alone. */
function goneWith(finding: Finding): string | Finding {
  const { rule, cause } = finding;
  return cause ? JSON.stringify([rule, cause.path, cause.start, cause.message]) : finding;
}

/** The gravest severity of findings that go away together, and what runs their code: one change mends all of them. */
function worthOf(own: readonly Finding[], reach: Reach): Pick<Draft, "severity" | "standing"> {
  const severity = SEVERITIES.find((one) => own.some((finding) => finding.severity === one)) ?? "low";
  return { severity, standing: standingOf(own, reach).standing };
}

/** What serves somebody first, then one place that is behind many, then what most leads to. */
function byReach(a: Draft, b: Draft): number {
  const placesOf = ({ parts }: Draft): number => parts.reduce((sum, { findings }) => sum + findings.length, 0);
  return (
    rankOf(a.standing) - rankOf(b.standing) ||
    Number(b.cause !== undefined) - Number(a.cause !== undefined) ||
    b.weight - a.weight ||
    placesOf(b) - placesOf(a) ||
    ((a.rules[0] ?? "") < (b.rules[0] ?? "") ? -1 : 1)
  );
}

function numbered({ rules, cause, standing, parts }: Draft, number: number): Task {
  const nameOf = (index: number): string => (parts.length > 1 ? `${number}.${index + 1}` : String(number));
  const own = parts.map((part, index) => ({ ...part, number: nameOf(index) }));
  return { number, rules, ...(cause && { cause }), standing, parts: own };
}
