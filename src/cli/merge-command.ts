import type { ExitCode } from "./exit-code.js";
import { knownRules } from "./known-rules.js";
import type { ScanFlags } from "./flags.js";
import { scanCommand } from "./scan-command.js";
import { readShards } from "./shards.js";

/** Joins the shards of a scan and ends it as if it had never been shared out; what they found is taken as it is. */
export async function mergeCommand(files: readonly string[], flags: ScanFlags): Promise<ExitCode> {
  const { request, joined } = readShards(files, await knownRules(flags));
  const { paths, select, ignore, exclude, audit, minSeverity, config } = request;
  const { format, output, failOn, exitZero, allowEmpty, statistics, all, quiet, color, baseline, baselineRoot, rules } =
    flags;
  const asked = { select, ignore, exclude, audit, minSeverity, config };
  const own = {
    format,
    output,
    failOn,
    exitZero,
    allowEmpty,
    statistics,
    all,
    quiet,
    color,
    baseline,
    baselineRoot,
    rules,
    cache: false,
  };
  return scanCommand(paths, { ...asked, ...own }, [], joined);
}
