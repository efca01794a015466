import type { ExitCode } from "./exit-code.js";
import { knownRules } from "./known-rules.js";
import { scanCommand, type ScanFlags } from "./scan-command.js";
import { readShards } from "./shards.js";

/** Joins the shards of a scan and ends it as if it had never been shared out; what they found is taken as it is. */
export async function mergeCommand(files: readonly string[], flags: ScanFlags): Promise<ExitCode> {
  const { request, joined } = readShards(files, await knownRules(flags));
  const { paths, ...selection } = request;
  const { format, output, failOn, statistics, quiet, color, baseline, rules } = flags;
  const own = {
    failOn,
    color,
    cache: false,
    ...(format && { format }),
    ...(output !== undefined && { output }),
    ...(statistics !== undefined && { statistics }),
    ...(quiet !== undefined && { quiet }),
    ...(baseline !== undefined && { baseline }),
    ...(rules && { rules }),
  };
  return scanCommand(paths, { ...selection, ...own }, [], joined);
}
