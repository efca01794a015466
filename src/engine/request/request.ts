import type { RunResult } from "../finding/run-result.js";
import type { Shard } from "../finding/finding.js";
import type { Selection } from "../rules/selection.js";
import type { RegisteredRule } from "../rule.js";
import type { Severity } from "../severity.js";
import type { Job } from "./job.js";

/** Which files to scan. */
export interface Files {
  /** Directories and files; the current directory when there are none. */
  readonly paths?: readonly string[] | undefined;
  /** What relative paths are relative to; the process's current directory unless given. */
  readonly current?: string | undefined;
  /** A text that stands for a file, whether or not that exists. */
  readonly text?: { readonly path: string; readonly content: Uint8Array } | undefined;
  /** What to read in place of what files hold, by path relative to the root; nothing where there is to be no file. */
  readonly replaced?: ReadonlyMap<string, Uint8Array | undefined> | undefined;
  /** Globs of files and directories to leave out. */
  readonly exclude?: readonly string[] | undefined;
  /** Whether the configuration files of the tree count, which they do unless this is false; or the one file that counts instead. */
  readonly configuration?: boolean | string | undefined;
}

/** Which rules run, said by whoever scans: it wins over what the tree's configurations say. */
export interface Choice extends Selection {
  /** Whether to report also what is merely likely. */
  readonly audit?: boolean | undefined;
  /** Whether a comment that silences a finding has to say why. */
  readonly requireReason?: boolean | undefined;
}

/** What somebody asks of a scan: made once, and each step of the scan goes by it. */
export interface ScanRequest extends Files, Choice {
  /** The rules that there are; every built-in one unless given. */
  readonly rules?: readonly RegisteredRule[] | undefined;
  /** Findings below it are left out. */
  readonly minSeverity?: Severity | undefined;
  /** The day for which comments are judged that silence until some day, as in `2027-01-31`; today in UTC unless given. */
  readonly today?: string | undefined;
  /** How many threads may work; as many as there are processors unless given. Small scans use one. */
  readonly workers?: number | undefined;
  /** Whether to use, and keep, what earlier scans have found; not unless this is true. */
  readonly cache?: boolean | undefined;
  /** Only this part of the files, to be joined with the others later. */
  readonly shard?: Shard | undefined;
  /** Answers with what shards found in the files, instead of running rules. */
  readonly joined?: ((job: Job) => RunResult) | undefined;
  /** Told every now and then how many of the files are done. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}
