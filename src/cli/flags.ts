import type { Shard } from "../engine/finding/finding.js";
import type { Severity } from "../engine/severity.js";
import type { OutputFlags } from "./outputs.js";

/** The options of a scan, as the command line gives them. */
export interface ScanFlags extends OutputFlags {
  readonly select?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly minSeverity: Severity;
  readonly failOn: Severity;
  /** Whether findings are no failure of the command. */
  readonly exitZero?: boolean | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly staged?: boolean | undefined;
  readonly diff?: string | undefined;
  readonly stdinFilename?: string | undefined;
  readonly audit?: boolean | undefined;
  /** Whether configurations count, or the absolute path of the one that counts instead. */
  readonly config: boolean | string;
  readonly cache: boolean;
  readonly baseline?: string | undefined;
  /** What no link to the baseline may lead out of, where a configuration names it. */
  readonly baselineRoot?: string | undefined;
  readonly fix?: boolean | undefined;
  readonly unsafeFixes?: boolean | undefined;
  readonly diffOnly?: boolean | undefined;
  readonly statistics?: boolean | undefined;
  readonly all?: boolean | undefined;
  readonly rules?: readonly string[] | undefined;
  readonly shard?: Shard | undefined;
  readonly watch?: boolean | undefined;
  /** How many threads may work. */
  readonly jobs?: number | undefined;
  /** Whether to list the files of a scan instead of scanning them. */
  readonly showFiles?: boolean | undefined;
  /** Whether a scan may be of no file. */
  readonly allowEmpty?: boolean | undefined;
  readonly timing?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly color: boolean;
}

/** The options as somebody gives them, before it is known what the configuration says. */
export interface GivenFlags extends Omit<ScanFlags, "minSeverity" | "failOn" | "config" | "baseline" | "baselineRoot"> {
  readonly minSeverity?: Severity | undefined;
  readonly failOn?: Severity | undefined;
  readonly config?: boolean | string | undefined;
  readonly baseline?: string | false | undefined;
}
