import { URGENCY } from "../docs/page.js";
import { plainText } from "../engine/finding/message.js";
import { firstEvent, isOpen, type Bug } from "../triage/bug.js";
import { issueTitle, keyOf, placeList, type Issue } from "./issues.js";
import { code, prose } from "./markdown.js";
import { unwrapped, type Docs } from "./plan-task.js";

/** An issue for each bug that is open, named as in the report. */
export function triageIssues(bugs: readonly Bug[], docs: Docs): readonly Issue[] {
  return bugs.filter(isOpen).map((bug) => {
    const { seen, id } = bug;
    const message = plainText(seen.message, seen.related.length);
    const title = `${id}: ${issueTitle(URGENCY[seen.severity].name, message, seen.path)}`;
    const { commit = "", time } = firstEvent(bug);
    return {
      key: keyOf(id, seen.rule, commit, String(time)),
      title,
      body: body(bug, message, docs),
      severity: seen.severity,
      rule: seen.rule,
    };
  });
}

function body(bug: Bug, message: string, docs: Docs): string {
  const { id, seen } = bug;
  const doc = docs.get(seen.rule);
  const { commit, time } = firstEvent(bug);
  const since = commit === undefined ? "" : ` in ${code(commit.slice(0, 12))}`;
  const steps = [...seen.flow, ...seen.related].map((step) => ({ ...step, said: step.message }));
  return [
    prose(message),
    `- ${code(`${seen.path}:${String(seen.start.line)}`)}: ${code(seen.line.trim())}`,
    ...(steps.length > 0 ? [`**What leads there**\n\n${placeList(steps)}`] : []),
    `${id}, first seen on ${new Date(time).toISOString().slice(0, 10)}${since}. To be mended within ${URGENCY[seen.severity].within}.`,
    ...(doc ? [`**Why it hurts.** ${unwrapped(doc.description)}`] : []),
    `Found by scarlint as ${code(seen.rule)}; ${code(`scarlint explain ${seen.rule}`)} tells more.`,
  ].join("\n\n");
}
