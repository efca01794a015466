import { diffLines } from "diff";
import type { RuleDoc } from "../docs/rule-doc.js";
import type { Finding, FixEdit, Place } from "../engine/finding/finding.js";
import { groupedBy } from "../grouped.js";
import { code, prose } from "./markdown.js";

/** Of each way to mend a bug so many places are shown. */
const MOST_SHOWN = 5;

/** How a finding is mended, in the code's own names: by its fix, or else as its rule advises. */
export function remedyOf({ fixes: [fix], advice }: Pick<Finding, "fixes" | "advice">): string | undefined {
  return fix?.description ?? advice;
}

/**
 * How some findings are mended, in the code's own names: each way once, below it the lines that it is about. Empty where no
 * way is known.
 */
export function ownChanges(findings: readonly Finding[]): string {
  const known = findings.flatMap((finding) => {
    const remedy = remedyOf(finding);
    return remedy === undefined ? [] : [{ finding, remedy }];
  });
  const ways = groupedBy(known, ({ remedy }) => remedy);
  return [...ways]
    .map(([description, all]) => {
      // What is wrong twice in a line is mended in one place.
      const lines = [...new Set(all.map(({ finding }) => changedLine(finding)))];
      const shown = lines.slice(0, MOST_SHOWN);
      const more = lines.length - shown.length;
      return [
        `- ${prose(description)}:`,
        ...shown,
        ...(more > 0 ? [`  - and in ${String(more)} more places the same way`] : []),
      ].join("\n");
    })
    .join("\n");
}

/** The line to change, and what it becomes where that is one line still: a fix may be where the value comes from. */
function changedLine(finding: Finding): string {
  const [edit, ...more] = finding.fixes[0]?.edits ?? [];
  const shown = [finding, ...finding.related, ...finding.flow];
  const changed =
    more.length === 0 && edit && !edit.text.includes("\n") ? shown.find((one) => isIn(edit, one)) : undefined;
  const { path, start, line } = changed ?? finding;
  const said = `  - ${code(`${path}:${String(start.line)}`)}: ${code(line.trim())}`;
  if (!changed || !edit) return said;
  const after = `${line.slice(0, edit.start.column - 1)}${edit.text}${line.slice(edit.end.column - 1)}`;
  return `${said} becomes ${code(after.trim())}`;
}

/** Whether an edit changes the line of a place, and no other. */
function isIn(edit: FixEdit, { path, start }: Place): boolean {
  return edit.path === path && edit.start.line === start.line && edit.end.line === start.line;
}

/** Lines before and after a change in an example. */
const AROUND = 1;

/** What differs between a rule's first two examples, with a line around it; empty when it has none. */
export function exampleChange(doc: RuleDoc | undefined): string {
  const [bad, good] = [doc?.bad[0], doc?.good[0]];
  if (bad === undefined || good === undefined) return "";
  const lines = diffLines(`${bad.trimEnd()}\n`, `${good.trimEnd()}\n`).flatMap(({ value, added, removed }) => {
    const sign = added ? "+" : removed ? "-" : " ";
    return value
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => ({ sign, text }));
  });
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ sign }) => sign !== " ");
  return lines
    .filter(({ text }, index) => isNear(index) && text !== "")
    .map(({ sign, text }) => `${sign} ${text}`)
    .join("\n");
}
