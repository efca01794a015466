import { resolve } from "node:path";
import type { ScanOptions } from "../engine/scan/reporting.js";
import type { GivenFlags } from "./flags.js";
import { knownRules } from "./known-rules.js";

/** What the command line says of every scan that is asked for later, wherever that is. */
export async function optionsOf(flags: GivenFlags): Promise<ScanOptions> {
  const { select, ignore, audit, exclude, minSeverity, jobs, config, baseline, cache } = flags;
  return {
    ...{ rules: await knownRules(flags), select, ignore, audit, exclude, minSeverity, workers: jobs, cache },
    configuration: typeof config === "string" ? resolve(config) : config,
    baseline: typeof baseline === "string" ? resolve(baseline) : baseline,
  };
}
