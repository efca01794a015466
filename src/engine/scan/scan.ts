import type { Disk } from "../../files/disk.js";
import type { ScanResult } from "../finding/finding.js";
import { gather, settingsByPath, type Choice, type Job, type Selection } from "../request/job.js";
import { onePerPlace } from "../finding/order.js";
import { runJob } from "../share/pool.js";
import type { RegisteredRule } from "../rule.js";
import { RULES } from "../rules/rules.generated.js";
import type { RunResult } from "../run/run.js";
import type { Severity } from "../severity.js";
import type { Shard } from "../request/shard.js";
import { timedUntil } from "../../timing.js";
import { suppress } from "../judge/suppress.js";

/** What to scan and how. */
export interface ScanOptions extends Selection, Choice {
  /** The rules that there are; every built-in one unless given. */
  readonly rules?: readonly RegisteredRule[];
  /** Findings below it are left out. */
  readonly minSeverity?: Severity;
  /** How many threads may work; as many as there are processors unless given. Small scans use one. */
  readonly workers?: number;
  /** Whether to use, and keep, what earlier scans have found; not unless this is true. */
  readonly cache?: boolean;
  /** Only this part of the files, to be joined with the others later. */
  readonly shard?: Shard;
  /** Answers with what shards found in the files, instead of running rules. */
  readonly joined?: (job: Job) => RunResult;
  /** Told every now and then how many of the files are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Runs rules over Python files.
 *
 * What goes wrong with one file or one rule is in the answer's `failures`; the others go on.
 *
 * @param disk what is known of the files already, from a scan right before
 * @throws Error with one readable line when no parser loads.
 * @throws ConfigurationError when a configuration in the tree cannot be followed.
 */
export async function scan(options: ScanOptions = {}, disk?: Disk): Promise<ScanResult> {
  const rules = options.rules ?? RULES;
  const { job, failures } = await timedUntil("finding files", () => gather(options, options, rules));
  const chosen = { rules, minSeverity: options.minSeverity ?? "low" };
  const shared = options.shard && (await import("../request/shard.js")).split(job.found, options.shard);
  // What is remembered is of whole scans.
  const manner = shared ? { ...options, cache: false } : options;
  const mine = shared ? { ...job, part: shared.part } : job;
  const result = options.joined?.(job) ?? (await runJob(mine, chosen, { ...manner, disk }));
  const { files, lines, commented } = result;
  const { standing, covered } = onePerPlace(result.findings);
  const hidden = [...result.hidden, ...covered];
  const all = [...failures, ...result.failures];
  const judging = { ...chosen, settings: settingsByPath(job), isComplete: all.length === 0 && !shared };
  const told = suppress(standing, hidden, commented, judging);
  const part = options.shard && shared && { ...options.shard, digest: shared.digest, found: result };
  return { root: job.root, paths: job.paths, ...told, failures: all, files, lines, ...(part && { part }) };
}
