import type { ScanResult } from "./finding.js";
import { gather, type Selection } from "./job.js";
import { onePerPlace } from "./order.js";
import { runJob } from "./pool.js";
import type { RegisteredRule } from "./rule.js";
import { RULES } from "./rules.generated.js";
import type { Severity } from "./severity.js";
import { suppress } from "./suppress.js";

/** What to scan and how. */
export interface ScanOptions extends Selection {
  /** Every rule unless given. */
  readonly rules?: readonly RegisteredRule[];
  /** Whether to report also what is merely likely. */
  readonly audit?: boolean;
  /** Findings below it are left out. */
  readonly minSeverity?: Severity;
  /** Whether a comment that silences a finding has to say why. */
  readonly requireReason?: boolean;
  /** How many threads may work; as many as there are processors unless given. Small scans use one. */
  readonly workers?: number;
  /** Told every now and then how many of the files are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Runs rules over Python files.
 *
 * What goes wrong with one file or one rule is in the answer's `failures`; the others go on.
 *
 * @throws Error with one readable line when no parser loads.
 */
export async function scan(options: ScanOptions = {}): Promise<ScanResult> {
  const { job, failures } = gather(options);
  const chosen = {
    rules: options.rules ?? RULES,
    audit: options.audit ?? false,
    minSeverity: options.minSeverity ?? "low",
  };
  const result = await runJob(job, chosen, options.workers, options.onProgress);
  const { files, lines, commented } = result;
  const { standing, covered } = onePerPlace(result.findings);
  const hidden = [...result.hidden, ...covered];
  const all = [...failures, ...result.failures];
  const judging = { ...chosen, requireReason: options.requireReason ?? false, isComplete: all.length === 0 };
  const told = suppress(standing, hidden, commented, judging);
  return { root: job.root, paths: job.paths, ...told, failures: all, files, lines };
}
