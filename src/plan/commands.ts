import { RULES } from "../engine/rules/rules.generated.js";
import { SEVERITIES } from "../engine/severity.js";
import { findingsOf, type Form, type Phase, type Plan, type Scope } from "./plan.js";

/** The words of a command line. */
export type Words = readonly string[];

const FORM_WORDS: Readonly<Record<Form, Words>> = { markdown: [], json: ["--format", "json"], todo: ["--todo"] };

/** The commands that a plan tells people to run, all in the project's root. */
export const commands = {
  /** Shows how far the plan is. */
  show: ({ file }: Plan): Words => ["scarlint", "plan", "show", argument(file)],
  /** Shows what to do next. */
  next: ({ file }: Plan): Words => ["scarlint", "plan", "next", argument(file)],
  /** Ends with 1 and says what is left, as long as something is. */
  verify: ({ file }: Plan): Words => ["scarlint", "plan", "verify", argument(file)],
  /** Writes the plan again. */
  anew: ({ scope, file, form }: Plan): Words => [
    ...["scarlint", "plan", ...FORM_WORDS[form]],
    ...(scope.rules.length < RULES.length ? ["--select", scope.rules.join(",")] : []),
    ...(scope.minSeverity === "low" ? [] : ["--min-severity", scope.minSeverity]),
    ...scopeWords(scope),
    ...["--output", argument(file)],
  ],
  showPhase: (plan: Plan, phase: Phase): Words => [...commands.show(plan), "--phase", String(phase.number)],
  verifyPhase: (plan: Plan, phase: Phase): Words => [...commands.verify(plan), "--phase", String(phase.number)],
  /** Writes what was done, once a phase is finished. */
  concludePhase: ({ file }: Plan, { number }: Phase): Words => {
    const summary = argument(file.replace(/(\.\w+)?$/, `-phase-${String(number)}.md`));
    return ["scarlint", "plan", "conclude", argument(file), "--phase", String(number), "--output", summary];
  },
  /** Shows the findings of a phase with their code. */
  scanPhase: ({ scope }: Plan, { tasks }: Phase): Words => {
    const rules = [...new Set(tasks.flatMap((task) => task.rules))];
    const weights = tasks.flatMap(findingsOf).map(({ severity }) => SEVERITIES.indexOf(severity));
    const least = SEVERITIES[Math.max(...weights)] ?? "low";
    return ["scarlint", "--select", rules.join(","), "--min-severity", least, ...scopeWords(scope)];
  },
  explain: (rule: string): Words => ["scarlint", "explain", rule],
};

/** The commands that a task list tells people to run. */
export function todoCommands(file: string): Readonly<Record<"next" | "verify" | "update", Words>> {
  const path = argument(file);
  const plan = ["scarlint", "plan"];
  return {
    next: [...plan, "next", path],
    verify: [...plan, "verify", path],
    update: [...plan, "show", path, "--todo", "--output", path],
  };
}

function scopeWords({ paths, exclude, audit }: Scope): string[] {
  const options = [...(audit ? ["--audit"] : []), ...exclude.flatMap((glob) => ["--exclude", glob])];
  return [...options, ...paths.map(argument)];
}

/** A path that is not taken for an option or a command. */
function argument(path: string): string {
  return path === "." || path.startsWith("/") || /^\w[\w-]*\.\w+$/.test(path) ? path : `./${path}`;
}
