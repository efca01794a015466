import type { ScanFlags } from "./flags.js";
import { wantedOutputs } from "./outputs.js";
import { STDIN } from "./request.js";
import { UsageError } from "./usage-error.js";

/** @throws UsageError for options that do not go together. */
export function refuseContradictions(flags: ScanFlags): void {
  const { fix, unsafeFixes, diffOnly, statistics, format, output, showFiles } = flags;
  const isCounted = wantedOutputs(flags).some((wanted) => wanted.format === "text" || wanted.format === "json");
  if (statistics && (!isCounted || diffOnly)) {
    throw new UsageError("--statistics goes with --format text; --format json has the numbers in its summary");
  }
  if (unsafeFixes && !fix && !diffOnly) throw new UsageError("--unsafe-fixes goes with --fix or --diff-only");
  if (showFiles) refuseReports(flags);
  if (diffOnly && (format !== undefined || output !== undefined)) {
    throw new UsageError("--diff-only writes a diff and no report; leave out --format and --output");
  }
}

/** @throws UsageError for what a list of files cannot do. */
function refuseReports({ fix, diffOnly, statistics, watch, staged, diff, output, shard }: ScanFlags): void {
  const isGiven = {
    "--fix": fix,
    "--diff-only": diffOnly,
    "--statistics": statistics,
    "--watch": watch,
    "--staged": staged,
    "--diff": diff !== undefined,
    "--output": output !== undefined,
    "--shard": shard !== undefined,
  };
  const refused = Object.entries(isGiven).find(([, given]) => given);
  if (refused) throw new UsageError(`--show-files lists files and scans none; leave out ${refused[0]}`);
}

/**
 * Watching shows findings to whoever mends them, again and again: what is for programs or done once goes without.
 *
 * @throws UsageError
 */
export function refuseUnwatchable(paths: readonly string[], flags: ScanFlags): void {
  const { format = [], output, fix, diffOnly, staged, diff, statistics, shard, timing } = flags;
  const isGiven = {
    "--format": format.some((one) => one.format !== "text" || one.file !== undefined),
    "--output": output !== undefined,
    "--fix": fix === true,
    "--diff-only": diffOnly === true,
    "--staged": staged === true,
    "--diff": diff !== undefined,
    "--statistics": statistics === true,
    "--shard": shard !== undefined,
    "--timing": timing === true,
    "'-'": paths.includes(STDIN),
  };
  const refused = Object.entries(isGiven).find(([, given]) => given);
  if (refused) throw new UsageError(`--watch shows findings in a terminal as files change; leave out ${refused[0]}`);
}
