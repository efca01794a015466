import { resolve } from "node:path";
import type { Links } from "../../files/read.js";
import type { ScanResult } from "../finding/finding.js";
import { withPlainMessages } from "../finding/message.js";
import { scopeOf, withoutOld } from "../judge/baseline.js";
import { readBaseline } from "../judge/baseline-file.js";
import { onePerCause } from "../judge/one-per-cause.js";
import { withSharedCauses } from "../judge/shared-cause.js";
import { policyOf, type Policy } from "../request/policy.js";
import type { ScanRequest } from "../request/request.js";
import { selectRules } from "../rules/selection.js";
import type { Severity } from "../severity.js";

/** What somebody asks of a scan whose findings may be held against a baseline. */
export interface ScanOptions extends ScanRequest {
  /** A baseline, whose findings are left out; `false` where that of the configuration is not to count. */
  readonly baseline?: string | false | undefined;
}

/** What a scan that was asked for in some way is to report. */
export interface Reporting {
  /** Findings below it are left out. */
  readonly minSeverity: Severity;
  /** The baseline that counts; absolute. */
  readonly baseline: string | undefined;
  /** Takes out of a result what it holds. */
  readonly withoutOld: (all: ScanResult) => ScanResult;
  /** What is shown of a result: what is in no baseline, one finding a cause, in messages of plain text. */
  readonly shown: (all: ScanResult) => ScanResult;
}

/**
 * What the options say is to be reported, and where they do not what the configuration says.
 *
 * @throws ConfigurationError when the configuration cannot be followed; Error with one line when a baseline cannot be read.
 */
export async function reportingOf(options: ScanOptions): Promise<Reporting> {
  const policy = await policyOf(options);
  const minSeverity = options.minSeverity ?? policy.minSeverity?.value ?? "low";
  const file = baselineOf(options, policy);
  const known = file && readBaseline(file.path, file.links);
  const scope = (): ReturnType<typeof scopeOf> =>
    scopeOf(options.paths ?? [], selectRules(options, options.rules), { ...options, minSeverity });
  const fresh = (all: ScanResult): ScanResult => (known ? withoutOld(all, known, scope()) : all);
  const shown = (all: ScanResult): ScanResult => {
    const result = fresh(all);
    return withPlainMessages({ ...result, findings: withSharedCauses(onePerCause(result.findings)) });
  };
  return { minSeverity, baseline: file?.path, withoutOld: fresh, shown };
}

interface BaselineFile {
  readonly path: string;
  readonly links: Links;
}

function baselineOf(
  { baseline, current = "." }: ScanOptions,
  { baseline: said, root }: Policy,
): BaselineFile | undefined {
  if (typeof baseline === "string") return { path: resolve(current, baseline), links: "followed" };
  return baseline === undefined && said ? { path: said.value, links: { within: root } } : undefined;
}
