import { resolve } from "node:path";
import { policyOf, type Policy } from "../engine/request/policy.js";
import { displayPath } from "../files/paths.js";
import type { GivenFlags, ScanFlags } from "./flags.js";
import { knownRules } from "./known-rules.js";
import { STDIN } from "./request.js";

/** The options of a scan that a command takes from the configuration where the command line does not give them. */
export type Configured = "minSeverity" | "failOn" | "baseline" | "format";

/**
 * The options as the command line gives them, and where it does not as the configuration says, and else as is usual.
 *
 * @param heeded what of the configuration concerns the command
 * @throws ConfigurationError when the configuration cannot be followed.
 */
export async function withPolicy(
  paths: readonly string[],
  given: GivenFlags,
  heeded: readonly Configured[],
): Promise<ScanFlags> {
  const config = typeof given.config === "string" ? resolve(given.config) : (given.config ?? true);
  const flags = { ...given, config };
  const policy = await policyFor(paths, flags);
  const takes = (key: Configured): boolean => heeded.includes(key);
  const configured = takes("baseline") && given.baseline === undefined && isWhole(given);
  const baseline = given.baseline === false ? undefined : given.baseline;
  return {
    ...flags,
    minSeverity: given.minSeverity ?? (takes("minSeverity") ? policy.minSeverity?.value : undefined) ?? "low",
    failOn: given.failOn ?? (takes("failOn") ? policy.failOn?.value : undefined) ?? "low",
    baseline,
    ...(configured && policy.baseline && configuredBaseline(policy.baseline.value, policy.root)),
    ...(takes("format") &&
      !given.format &&
      policy.format &&
      isFree(given) && { format: [{ format: policy.format.value }] }),
  };
}

function configuredBaseline(file: string, root: string): Pick<ScanFlags, "baseline" | "baselineRoot"> {
  return { baseline: displayPath(file, process.cwd()), baselineRoot: root };
}

/** Whether all that there is is looked at: of a change is known what it brings, and a shard is judged when it is merged. */
function isWhole({ diff, staged, shard }: GivenFlags): boolean {
  return diff === undefined && !staged && !shard;
}

/** Whether no other option has said how to report. */
function isFree({ watch, diffOnly, statistics, shard }: GivenFlags): boolean {
  return !watch && !diffOnly && !statistics && !shard;
}

async function policyFor(paths: readonly string[], flags: GivenFlags & Pick<ScanFlags, "config">): Promise<Policy> {
  const { stdinFilename } = flags;
  const named = paths.filter((path) => path !== STDIN);
  const text = paths.includes(STDIN) ? { path: stdinFilename ?? "<stdin>", content: new Uint8Array() } : undefined;
  const request = { rules: await knownRules(flags), configuration: flags.config };
  if (text) return policyOf({ ...request, paths: named, text });
  return policyOf({ ...request, paths: named.length > 0 ? named : undefined });
}
