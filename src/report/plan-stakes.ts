import { counted } from "../counted.js";
import { URGENCY } from "../docs/page.js";
import type { Finding } from "../engine/finding/finding.js";
import type { Severity } from "../engine/severity.js";
import { changesFor, findingsOf, type Phase } from "../plan/plan.js";
import { groupedBy } from "../grouped.js";
import { TIME_TO_FIX } from "../triage/bug.js";
import { code } from "./markdown.js";
import { titleOf, type Docs } from "./plan-task.js";

/** So many kinds of bugs, and files, are named; of more nobody keeps count. */
const MOST_NAMED = 4;

const MEANWHILE: Readonly<Record<Severity, string>> = {
  critical:
    "Until this phase is concluded, release nothing that holds these places, begin nothing that builds on them, and keep " +
    "refactoring out of their files.",
  high: "Until this phase is concluded, keep refactoring and new features out of these files: a fix is easier to read alone.",
  medium: "Mend one task at a time; what is rewritten in passing hides which change mended what.",
  low: "Nothing here waits for anybody: leave it alone while an earlier phase is open.",
};

/** What is at stake in a phase, and what is not to be done meanwhile. */
export function stakes({ severity, tasks }: Phase, docs: Docs): string[] {
  const findings = tasks.flatMap(findingsOf);
  const kinds = [...groupedBy(findings, ({ rule }) => rule)].sort(([, a], [, b]) => b.length - a.length);
  const named = kinds
    .slice(0, MOST_NAMED)
    .map(([rule, own]) => `${titleOf(rule, docs)} (${counted(own.length, "place")}).`);
  const more = kinds.length - named.length;
  const rest = more > 0 ? ` And ${counted(more, "more kind")}.` : "";
  const files = [...groupedBy(findings, ({ path }) => path)].sort(([, a], [, b]) => b.length - a.length);
  const most = files.slice(0, MOST_NAMED).map(([path]) => code(path));
  const others = files.length - most.length;
  const where = `${most.join(", ")}${others > 0 ? ` and ${counted(others, "other file")}` : ""}`;
  return [
    `**At stake.** ${named.join(" ")}${rest}`,
    `**Meanwhile.** ${MEANWHILE[severity]} It is about ${where}.`,
    ...excess(severity, findings),
  ];
}

/** A team that does nothing else mends so many bugs a day, with a test for each. */
const CHANGES_A_DAY = 10;
const DAY = 24 * 60 * 60 * 1000;

/** That a phase is more than fits into its time: a deadline that nobody can keep is none. */
function excess(severity: Severity, findings: readonly Finding[]): string[] {
  const changes = changesFor(findings);
  if (changes <= (TIME_TO_FIX[severity] / DAY) * CHANGES_A_DAY) return [];
  return [
    `**More than fits.** ${String(changes)} changes are more than a team makes within ${URGENCY[severity].within}: take the tasks ` +
      "in their order as far as the time goes, and agree on a date for the rest.",
  ];
}
