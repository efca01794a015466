import { counted } from "../counted.js";
import type { Finding } from "../engine/finding/finding.js";
import { groupedBy } from "../grouped.js";
import type { PhaseProgress } from "../plan/progress.js";
import { code, plain, prose } from "./markdown.js";
import { phaseTitle } from "./plan-markdown.js";
import { extent, placeName, titleOf, type Docs } from "./plan-task.js";

/** A commit that was made while a phase was open. */
export interface Done {
  readonly id: string;
  readonly date: Date;
  /** The first line of its message. */
  readonly subject: string;
}

/** How much of a file was changed. */
export interface Changed {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
}

/** What was done in a phase. */
export interface Conclusion {
  readonly phase: PhaseProgress;
  /** The plan, as people call it. */
  readonly file: string;
  /** What changed since; none where the plan was made without a repository. */
  readonly work: Work | undefined;
  /** Findings that the plan does not know. */
  readonly brought: readonly Finding[];
  readonly docs: Docs;
}

/** What was committed since a plan was made. */
export interface Work {
  /** The commits that touch a file of the phase, the first first. */
  readonly commits: readonly Done[];
  /** The files of the phase that differ. */
  readonly files: readonly Changed[];
  /** Tests that were not there when the plan was made, as pytest names them. */
  readonly tests: readonly string[];
}

/** A page on a phase that is done. The same work gives the same bytes. */
export function toConclusion({ phase, file, work, brought, docs }: Conclusion): string {
  const entries = phase.tasks.flatMap(({ outcomes }) => outcomes.map(({ entry }) => entry));
  const sections = [
    `# Phase ${String(phase.number)} is done`,
    `${phaseTitle(phase.severity)}, of the plan ${code(file)}: ${extent(entries)} had bugs, and a scan finds none of them any more.`,
    "## Bugs",
    [...groupedBy(entries, ({ rule }) => rule)]
      .map(([rule, own]) => `- ${titleOf(rule, docs)} (${code(rule)}): ${extent(own)}`)
      .join("\n"),
    ...(work ? workSections(work) : ["The plan was made without a repository, so nothing is known of commits."]),
    "## What the fixes brought",
    brought.length === 0
      ? "Nothing new is found."
      : brought.map((one) => `- ${code(placeName(one))}: ${prose(one.message)} (${code(one.rule)})`).join("\n"),
  ];
  return `${sections.join("\n\n")}\n`;
}

function workSections({ commits, files, tests }: Work): string[] {
  const [added, removed] = [sum(files, "added"), sum(files, "removed")];
  return [
    "## Commits",
    commits.length === 0
      ? "No commit touches a file of this phase since the plan was made; what was changed is not committed."
      : commits
          .map(
            ({ id, date, subject }) =>
              `- ${code(id.slice(0, 12))} of ${date.toISOString().slice(0, 10)}: ${plain(subject)}`,
          )
          .join("\n"),
    "## Files",
    `${counted(files.length, "file")} of this phase changed: ${counted(added, "line")} added, ${String(removed)} removed.`,
    ...(files.length === 0
      ? []
      : [files.map((one) => `- ${code(one.path)}: +${String(one.added)} −${String(one.removed)}`).join("\n")]),
    "## Tests",
    tests.length === 0
      ? "No test was added, so nothing would notice if these bugs came back."
      : `${counted(tests.length, "test")} added:\n\n${tests.map((test) => `- ${code(test)}`).join("\n")}`,
  ];
}

function sum(files: readonly Changed[], what: "added" | "removed"): number {
  return files.reduce((total, one) => total + one[what], 0);
}
