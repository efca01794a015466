import { resolve } from "node:path";
import type { ScanResult } from "./engine/finding/finding.js";
import { scopeOf, withoutOld, type Baseline } from "./engine/judge/baseline.js";
import { readBaseline } from "./engine/judge/baseline-file.js";
import { policyOf, type Policy } from "./engine/request/policy.js";
import type { ScanRequest } from "./engine/request/request.js";
import { selectRules } from "./engine/rules/selection.js";
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

/** What somebody asks of a scan whose findings may be held against a baseline. */
export interface ScanOptions extends ScanRequest {
  /** A baseline, whose findings are left out; `false` where that of the configuration is not to count. */
  readonly baseline?: string | false | undefined;
}

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
  const policy = await policyOf(options);
  const minSeverity = options.minSeverity ?? policy.minSeverity?.value ?? "low";
  const known = baselineOf(options, policy);
  const all = await scanWithLinks({ ...options, minSeverity });
  const result = known
    ? withoutOld(
        all,
        known,
        scopeOf(options.paths ?? [], selectRules(options, options.rules), { ...options, minSeverity }),
      )
    : all;
  return withPlainMessages({ ...result, findings: withSharedCauses(onePerCause(result.findings)) });
}

function baselineOf({ baseline, current = "." }: ScanOptions, policy: Policy): Baseline | undefined {
  if (typeof baseline === "string") return readBaseline(resolve(current, baseline));
  return baseline === undefined && policy.baseline
    ? readBaseline(policy.baseline.value, { within: policy.root })
    : undefined;
}
