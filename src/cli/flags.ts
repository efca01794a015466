import type { Shard } from "../engine/finding/finding.js";
import type { Severity } from "../engine/severity.js";
import type { OutputFlags } from "./outputs.js";

/** The options of a scan, as the command line gives them. */
export interface ScanFlags extends OutputFlags {
  readonly select?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly minSeverity: Severity;
  readonly failOn: Severity;
  readonly exclude?: readonly string[] | undefined;
  readonly staged?: boolean | undefined;
  readonly diff?: string | undefined;
  readonly stdinFilename?: string | undefined;
  readonly audit?: boolean | undefined;
  readonly config: boolean;
  readonly cache: boolean;
  readonly baseline?: string | undefined;
  readonly fix?: boolean | undefined;
  readonly unsafeFixes?: boolean | undefined;
  readonly diffOnly?: boolean | undefined;
  readonly statistics?: boolean | undefined;
  readonly all?: boolean | undefined;
  readonly rules?: readonly string[] | undefined;
  readonly shard?: Shard | undefined;
  readonly watch?: boolean | undefined;
  readonly timing?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly color: boolean;
}
