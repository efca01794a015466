import type { Finding, Step } from "../engine/finding/finding.js";
import { groupedBy } from "../grouped.js";
import { SEVERITIES, type Severity } from "../engine/severity.js";
import { byCause } from "../engine/judge/causes.js";

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

/** The findings of one severity. Phase 0 is the set-up, which is the same in every plan. */
export interface Phase {
  /** From 1, without gaps. */
  readonly number: number;
  readonly severity: Severity;
  readonly tasks: readonly Task[];
  /** The number of the step that ends it. */
  readonly conclusion: number;
}

/** The findings of one rule in a phase. */
export interface Task {
  /** Numbers run through the whole plan; the set-up is number 1. Of a part alone, it is the part's. */
  readonly number: number | string;
  readonly rule: string;
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

/** The number of the task that sets the plan up. */
export const SETUP = 1;

/**
 * Sorts findings into phases, the gravest first, and tasks; severities without findings are left out.
 *
 * @param findings in their order
 */
export function planOf(findings: readonly Finding[], subject: Subject): Plan {
  let next = SETUP + 1;
  const phases: Phase[] = [];
  for (const severity of SEVERITIES) {
    const own = findings.filter((finding) => finding.severity === severity);
    if (own.length === 0) continue;
    const tasks = [...groupedBy(own, ({ rule }) => rule)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([rule, group]) => taskOf(next++, rule, group));
    phases.push({ number: phases.length + 1, severity, tasks, conclusion: next++ });
  }
  return { ...subject, phases };
}

/** A guess by the number of places, which is all that there is to go by. */
export function effortOf(findings: readonly Pick<Finding, "path">[]): Effort {
  const places = findings.length;
  const size = places <= 3 ? "small" : places <= 10 ? "medium" : "large";
  return { size, places, files: new Set(findings.map(({ path }) => path)).size };
}

/** The findings of a task, part by part. */
export function findingsOf({ parts }: Task): readonly Finding[] {
  return parts.flatMap(({ findings }) => findings);
}

function taskOf(number: number, rule: string, findings: readonly Finding[]): Task {
  const { shared, alone } = byCause(findings);
  const perFile = [...groupedBy(alone, ({ path }) => path).values()].map((own) => ({ findings: own }));
  const parts = [...shared, ...perFile];
  const isSplit = parts.length > 1;
  return {
    number,
    rule,
    parts: parts.map((part, index) => ({
      ...part,
      number: isSplit ? `${String(number)}.${String(index + 1)}` : String(number),
    })),
  };
}
