import { resolve } from "node:path";
import type { ScanResult } from "../engine/finding/finding.js";
import type { RegisteredRule } from "../engine/rule.js";
import { displayPath } from "../files/paths.js";
import { wantedOutputs } from "./outputs.js";
import type { ScanFlags } from "./flags.js";
import { ownIds, type ShardRequest } from "./shards.js";
import { UsageError } from "./usage-error.js";

/** The options that a shard hands on to `scarlint merge`, and those that concern only itself. */
const TAKEN = new Set<string>([
  ...["select", "ignore", "exclude", "audit", "minSeverity", "config", "rules"],
  ...["shard", "format", "output", "failOn", "cache", "timing", "quiet", "color", "jobs", "exitZero", "allowEmpty"],
]);

/** What to do instead with some of the others. */
const INSTEAD: Readonly<Record<string, string>> = {
  baseline: "; give it to 'scarlint merge'",
  statistics: "; give it to 'scarlint merge'",
  staged: ", as it looks at few files: leave --shard out",
  diff: ", as it looks at few files: leave --shard out",
};

/**
 * Answers with what tells the scan of a shard what was asked.
 *
 * @param known the rules that there are
 * @throws UsageError for what a shard cannot do.
 */
export function shareOf(
  paths: readonly string[],
  flags: ScanFlags,
  known: readonly RegisteredRule[],
): <T extends ScanResult>(result: T) => T {
  refuseOthers(paths, flags);
  const request = requestOf(paths, flags, known);
  return (result) => ({ ...result, ...(result.part && { part: { ...result.part, request } }) });
}

function refuseOthers(paths: readonly string[], flags: ScanFlags): void {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined && value !== false);
  const other = given.find(([name]) => !TAKEN.has(name))?.[0];
  if (other !== undefined) {
    const option = other.replace(/[A-Z]/g, "-$&").toLowerCase();
    throw new UsageError(`--${option} does not go with --shard${INSTEAD[other] ?? ""}`);
  }
  const [wanted, ...rest] = wantedOutputs(flags);
  if (wanted?.format !== "sarif" || rest.length > 0)
    throw new UsageError("--shard goes with --format sarif=FILE alone; give the other formats to 'scarlint merge'");
  if (paths.includes("-")) throw new UsageError("--shard shares out files; standard input is not one");
}

/** The same on every machine, wherever the checkout lies. */
function requestOf(paths: readonly string[], flags: ScanFlags, known: readonly RegisteredRule[]): ShardRequest {
  const { select, ignore, exclude, audit, minSeverity, config } = flags;
  return {
    paths: paths.map((path) => displayPath(resolve(path), process.cwd())).sort(),
    minSeverity,
    config: typeof config === "string" ? displayPath(config, process.cwd()) : config,
    ...(select && { select: [...select] }),
    ...(ignore && { ignore: [...ignore] }),
    ...(exclude && { exclude: [...exclude] }),
    ...(audit !== undefined && { audit }),
    ...(flags.rules && { own: ownIds(known) }),
  };
}
