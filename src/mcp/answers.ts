import type { Finding, Place, ScanResult, Step } from "../engine/finding/finding.js";
import type { RuleDoc } from "../docs/rule-doc.js";
import { likesOf } from "../report/listing.js";
import type { Workspace } from "./workspace.js";

/** What whoever reads many findings at once loses sight of anyway. */
const MOST_FINDINGS = 30;

/** A result for an assistant: the gravest first, places from the workspace, no more than is read. */
export function toAnswer(result: ScanResult, workspace: Workspace): object {
  const { root, findings, suppressed, failures, files } = result;
  const ordered = inOrder(findings);
  const shown = ordered.slice(0, MOST_FINDINGS);
  return {
    files,
    findings: findings.length,
    silenced: suppressed.length,
    isComplete: failures.length === 0,
    failures: failures.map(({ path, ...failure }) => ({
      ...failure,
      ...(path !== undefined && { path: workspace.shown(path, root) }),
    })),
    shown: shown.map((finding) => toFinding(finding, root, workspace)),
    ...(ordered.length > shown.length && { notShown: ordered.length - shown.length }),
  };
}

/** The finding to mend first, with its evidence and how it is mended. */
export function toNext(result: ScanResult, docs: ReadonlyMap<string, RuleDoc>, workspace: Workspace): object {
  const { root, findings, failures } = result;
  const [first] = inOrder(findings);
  const isComplete = failures.length === 0;
  if (!first) return { left: 0, isComplete };
  const doc = docs.get(first.rule);
  return {
    left: findings.length,
    isComplete,
    next: toFinding(first, root, workspace),
    ...(doc && { why: doc.summary, bad: doc.bad, useInstead: doc.good }),
  };
}

/** The gravest first, as a report for people has them right above the prompt. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return likesOf(findings, true)
    .toReversed()
    .flatMap((likes) => likes.findings.toReversed());
}

function toFinding(finding: Finding, root: string, workspace: Workspace): object {
  const { rule, severity, message, related, flow, fixes, likely } = finding;
  const place = ({ path, start, line }: Place): object => ({
    path: workspace.shown(path, root),
    line: start.line,
    column: start.column,
    code: line.trim(),
  });
  const step = (one: Step): object => ({ message: one.message, ...place(one) });
  return {
    rule,
    severity,
    message,
    ...place(finding),
    ...(likely && { likely }),
    ...(related.length > 0 && { related: related.map(step) }),
    ...(flow.length > 0 && { flow: flow.map(step) }),
    ...(fixes.length > 0 && { fixes: fixes.map(({ description, isSafe }) => ({ description, isSafe })) }),
  };
}
