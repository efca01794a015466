import { resolve } from "node:path";
import { DiagnosticSeverity, type Diagnostic, type DiagnosticRelatedInformation } from "vscode-languageserver/node";
import type { Failure, Finding, ScanResult, Step } from "../engine/finding/finding.js";
import { RULES } from "../engine/rules/rules.generated.js";
import type { Severity } from "../engine/severity.js";
import { visible } from "../report/visible.js";
import { HOMEPAGE } from "../version.js";
import { rangeOf, uriOf } from "./places.js";

/** What says that a diagnostic is ours. */
export const SOURCE = "scarlint";

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  critical: DiagnosticSeverity.Error,
  high: DiagnosticSeverity.Error,
  medium: DiagnosticSeverity.Warning,
  low: DiagnosticSeverity.Information,
};

const BUILT_IN = new Set(RULES.map(({ id }) => id));

/** The diagnostics of a result, by the absolute path of the file that they are of. */
export function diagnosticsOf({ root, findings, failures }: ScanResult): Map<string, Diagnostic[]> {
  const all = new Map<string, Diagnostic[]>();
  const add = (path: string, diagnostic: Diagnostic): void => {
    const absolute = resolve(root, path);
    const own = all.get(absolute);
    if (own) own.push(diagnostic);
    else all.set(absolute, [diagnostic]);
  };
  for (const finding of findings) add(finding.path, diagnosticOf(finding, root));
  for (const failure of failures) if (failure.path !== undefined) add(failure.path, failureOf(failure));
  return all;
}

/** A finding, with related places and then the steps of its flow to go to. */
export function diagnosticOf(finding: Finding, root: string): Diagnostic {
  const { rule, severity, message, related, flow } = finding;
  const steps = flow.map((step, index) => informationOf(step, root, `step ${String(index + 1)}: `));
  const information = [...related.map((step) => informationOf(step, root)), ...steps];
  return {
    range: rangeOf(finding),
    severity: SEVERITY[severity],
    code: rule,
    ...(BUILT_IN.has(rule) && { codeDescription: { href: `${HOMEPAGE}/blob/main/docs/rules/${rule}.md` } }),
    source: SOURCE,
    message: visible(message),
    ...(information.length > 0 && { relatedInformation: information }),
  };
}

function informationOf(step: Step, root: string, label = ""): DiagnosticRelatedInformation {
  return {
    location: { uri: uriOf(resolve(root, step.path)), range: rangeOf(step) },
    message: visible(`${label}${step.message}`),
  };
}

/** What makes a file's result incomplete is never silent. */
function failureOf({ rule, message }: Failure): Diagnostic {
  const start = { line: 0, character: 0 };
  const about = rule === undefined ? "" : `${rule}: `;
  return {
    range: { start, end: start },
    severity: DiagnosticSeverity.Error,
    source: SOURCE,
    message: visible(`not wholly scanned: ${about}${message}`),
  };
}
