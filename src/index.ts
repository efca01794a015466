import type { ScanResult } from "./engine/finding/finding.js";
import type { ScanRequest } from "./engine/request/request.js";
import { scan as scanWithLinks } from "./engine/scan/scan.js";
import { onePerCause } from "./engine/judge/one-per-cause.js";
import { withSharedCauses } from "./engine/judge/shared-cause.js";
import { withPlainMessages } from "./engine/finding/message.js";

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
export type { ScanRequest } from "./engine/request/request.js";
export { selectRules, type Selection } from "./engine/rules/selection.js";
export { SEVERITIES, type Severity } from "./engine/severity.js";
export type { Position } from "./syntax/positions.js";
export { VERSION } from "./version.js";

/**
 * Runs rules over Python files, as the command does; messages are plain text, and findings
 * of one cause are one.
 *
 * What goes wrong with one file or one rule is in the answer's `failures`; the others go on.
 *
 * @throws Error with one readable line when no parser loads.
 * @throws ConfigurationError when a configuration in the tree cannot be followed.
 */
export async function scan(request: ScanRequest = {}): Promise<ScanResult> {
  const result = await scanWithLinks(request);
  return withPlainMessages({ ...result, findings: withSharedCauses(onePerCause(result.findings)) });
}
