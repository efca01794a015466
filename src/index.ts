import type { ScanResult } from "./engine/finding/finding.js";
import { reportingOf, type ScanOptions } from "./engine/scan/reporting.js";
import { scan as scanWithLinks } from "./engine/scan/scan.js";

export { ConfigurationError } from "./config/error.js";
export type {
  Failure,
  Finding,
  Place,
  Purpose,
  ScanResult,
  SharedCause,
  Step,
  SuppressedFinding,
} from "./engine/finding/finding.js";
export type { Fix, RegisteredRule, Report, Rule } from "./engine/rule.js";
export { RULES } from "./engine/rules/rules.generated.js";
export type { ScanOptions } from "./engine/scan/reporting.js";
export type { ScanRequest } from "./engine/request/request.js";
export { selectRules, type Selection } from "./engine/rules/selection.js";
export { SEVERITIES, type Severity } from "./engine/severity.js";
export type { Position } from "./syntax/positions.js";
export { VERSION } from "./version.js";

/**
 * Runs rules over Python files, as the command does; messages are plain text, and findings
 * of one cause are one. The configuration's `min-severity` and `baseline` count unless the options say otherwise.
 *
 * What goes wrong with one file or one rule is in the answer's `failures`; the others go on.
 *
 * @throws Error with one readable line when no parser loads, or a baseline cannot be read.
 * @throws ConfigurationError when a configuration in the tree cannot be followed.
 */
export async function scan(options: ScanOptions = {}): Promise<ScanResult> {
  const { minSeverity, shown } = await reportingOf(options);
  return shown(await scanWithLinks({ ...options, minSeverity }));
}
