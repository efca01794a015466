import { URGENCY } from "../docs/page.js";
import type { Finding } from "../engine/finding/finding.js";
import { issueTitle, keyOf, placeList, type Issue } from "./issues.js";
import { code, prose } from "./markdown.js";
import { exampleChange, ownChanges } from "./plan-fix.js";
import { unwrapped, type Docs } from "./plan-task.js";
import { block } from "./markdown.js";

/** A bug to file for each finding. @param findings with plain messages, in their order */
export function planIssues(findings: readonly Finding[], docs: Docs): readonly Issue[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { rule, path, lineHash, severity, message } = finding;
    const identity = JSON.stringify([rule, path, lineHash, message]);
    const times = seen.get(identity) ?? 0;
    seen.set(identity, times + 1);
    const title = issueTitle(URGENCY[severity].name, message, path);
    return { key: keyOf(rule, path, lineHash, String(times)), title, body: body(finding, docs), severity, rule };
  });
}

function body(finding: Finding, docs: Docs): string {
  const { rule, path, start, line, message, related, flow } = finding;
  const doc = docs.get(rule);
  const steps = [...flow, ...related].map((step) => ({ path: step.path, line: step.start.line, said: step.message }));
  const own = ownChanges([finding]);
  const example = own === "" ? exampleChange(doc) : "";
  return [
    prose(message),
    `- ${code(`${path}:${String(start.line)}`)}: ${code(line.trim())}`,
    ...(steps.length > 0 ? [`**What leads there**\n\n${placeList(steps)}`] : []),
    ...(doc ? [`**Why it hurts.** ${unwrapped(doc.description)}`] : []),
    ...(own === "" ? [] : [`**How to mend it**\n\n${own}`]),
    ...(example === "" ? [] : [`**How to mend it.** As in this example:\n\n${block("diff", example)}`]),
    `Found by scarlint as ${code(rule)}; ${code(`scarlint explain ${rule}`)} tells more.`,
  ].join("\n\n");
}
