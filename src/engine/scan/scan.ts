import type { Disk } from "../../files/disk.js";
import { timedUntil } from "../../timing.js";
import type { ScanResult } from "../finding/finding.js";
import { judge } from "../judge/judge.js";
import { gather, settingsByPath } from "../request/job.js";
import type { ScanRequest } from "../request/request.js";
import { formerNamesInComments } from "../rules/former-names.js";
import { RULES } from "../rules/rules.generated.js";
import { runJob } from "../share/pool.js";

/**
 * Runs rules over Python files.
 *
 * What goes wrong with one file or one rule is in the answer's `failures`; the others go on.
 *
 * @param disk what is known of the files already, from a scan right before
 * @throws Error with one readable line when no parser loads.
 * @throws ConfigurationError when a configuration in the tree cannot be followed.
 */
export async function scan(request: ScanRequest = {}, disk?: Disk): Promise<ScanResult> {
  const { rules = RULES, minSeverity = "low", shard, joined, workers, onProgress } = request;
  const { job, failures: unread, formerNames: said, unmet } = await timedUntil("finding files", () => gather(request));
  const shared = shard && (await import("../request/shard.js")).split(job.found, shard);
  const mine = shared ? { ...job, part: shared.part } : job;
  // What is remembered is of whole scans.
  const cache = request.cache && !shared;
  const found = joined?.(job) ?? (await runJob(mine, { rules, minSeverity }, { workers, cache, onProgress, disk }));
  const failures = [...unread, ...found.failures];
  const isComplete = failures.length === 0 && !shared;
  const today = request.today ?? new Date().toISOString().slice(0, "2027-01-31".length);
  const settings = settingsByPath(job);
  const { findings, suppressed } = judge(found, { rules, minSeverity, settings, isComplete, today });
  const part = shard && shared && { ...shard, digest: shared.digest, found };
  const formerNames = [...said, ...formerNamesInComments(found.commented)];
  const { root, paths } = job;
  const { files, lines } = found;
  const looked = {
    rules: new Set(job.settings.flatMap((settings) => settings.rules)).size,
    audit: job.settings.some(({ audit }) => audit),
  };
  return {
    root,
    paths,
    findings,
    suppressed,
    failures,
    formerNames,
    unmet,
    looked,
    files,
    lines,
    ...(part && { part }),
  };
}
