import type { ScanResult } from "../engine/finding.js";
import type { Scan } from "../engine/mend.js";
import type { RegisteredRule } from "../engine/rule.js";
import { scan, type ScanOptions } from "../engine/scan.js";
import { selectRules } from "../engine/selection.js";
import type { Severity } from "../engine/severity.js";
import { ExitCode } from "./exit-code.js";
import type { FixRequest } from "./fixing.js";
import { refuseUnusable } from "./outputs.js";
import { Progress } from "./progress.js";
import { readInput } from "./streams.js";
import { UsageError } from "./usage-error.js";
import { printFailures, report, styleFor, wantedOutputs, type ReportFlags } from "./verdict.js";

/** The options of a scan, as the command line gives them. */
export interface ScanFlags extends ReportFlags {
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly minSeverity: Severity;
  readonly exclude?: readonly string[];
  readonly stdinFilename?: string;
  readonly audit?: boolean;
  readonly baseline?: string;
  readonly fix?: boolean;
  readonly unsafeFixes?: boolean;
  readonly diffOnly?: boolean;
}

const STDIN = "-";

/**
 * Scans paths and reports what was found.
 *
 * @param commands names of the commands, which a missing path may have been meant for
 */
export async function scanCommand(
  paths: readonly string[],
  flags: ScanFlags,
  commands: readonly string[],
): Promise<ExitCode> {
  const started = performance.now();
  const rules = selectRules(flags);
  refuseContradictions(flags);
  refuseUnusable(wantedOutputs(flags));
  const withBaseline = flags.baseline === undefined ? undefined : await comparison(flags.baseline, paths, rules, flags);
  const given = await inputs(paths, flags);
  const look = async (replaced?: ScanOptions["replaced"]): Promise<ScanResult> => {
    const all = await scanned({ ...given, ...(replaced && { replaced }) }, rules, flags);
    return withBaseline?.(all) ?? all;
  };
  if (flags.diffOnly) return await diffCommand(look, given, flags, commands);
  const result = flags.fix ? await (await fixing()).fixFindings(look, fixRequest(given, flags)) : await look();
  // A program that fixes what it is sent answers with the fixed text alone.
  const stream = flags.fix && given.text ? process.stderr : process.stdout;
  return report(result, rules, flags, { started, stream, commands });
}

/** Loaded only when something is to be fixed. */
const fixing = (): Promise<typeof import("./fixing.js")> => import("./fixing.js");

function refuseContradictions(flags: ScanFlags): void {
  const { fix, unsafeFixes, diffOnly, statistics, format = [] } = flags;
  const isCounted = wantedOutputs(flags).some((output) => output.format === "text" || output.format === "json");
  if (statistics && (!isCounted || diffOnly)) {
    throw new UsageError("--statistics goes with --format text; --format json has the numbers in its summary");
  }
  if (unsafeFixes && !fix && !diffOnly) throw new UsageError("--unsafe-fixes goes with --fix or --diff-only");
  if (diffOnly && format.length > 0) {
    throw new UsageError("--diff-only writes a diff and no report; leave out --format");
  }
}

function fixRequest({ text }: Inputs, { unsafeFixes = false, quiet = false, color }: ScanFlags): FixRequest {
  return { isUnsafeAllowed: unsafeFixes, isQuiet: quiet, isColorAllowed: color, ...(text && { text }) };
}

/** Shows what fixing would change, and changes nothing. */
async function diffCommand(
  look: Scan,
  given: Inputs,
  flags: ScanFlags,
  commands: readonly string[],
): Promise<ExitCode> {
  const { result, files } = await (await fixing()).showFixes(look, fixRequest(given, flags));
  await printFailures(result, commands, styleFor(result, flags.color, process.stderr));
  if (result.failures.length > 0) return ExitCode.untrusted;
  return files.length > 0 ? ExitCode.findings : ExitCode.clean;
}

type Inputs = Pick<ScanOptions, "paths" | "text" | "replaced">;

/** Loads a baseline; answers with what leaves only new findings of a scan. */
async function comparison(
  file: string,
  paths: readonly string[],
  rules: readonly RegisteredRule[],
  flags: ScanFlags,
): Promise<(result: ScanResult) => ScanResult> {
  const { compared, readBaseline, scopeOf } = await import("./baseline.js");
  const baseline = readBaseline(file);
  return (result) => {
    const { added, old, fixed } = compared(baseline, result, scopeOf(paths, rules, flags));
    return { ...result, findings: added, baseline: { old: old.length, fixed: fixed.length } };
  };
}

/** Scans with the options of the command line. */
export async function scanned(inputs: Inputs, rules: readonly RegisteredRule[], flags: ScanFlags): Promise<ScanResult> {
  const { audit = false, exclude = [], minSeverity } = flags;
  const progress = new Progress(process.stderr, !flags.quiet);
  const onProgress = (done: number, total: number): void => {
    progress.update(done, total);
  };
  try {
    return await scan({ ...inputs, rules, audit, exclude, minSeverity, onProgress });
  } finally {
    progress.clear();
  }
}

async function inputs(paths: readonly string[], flags: ScanFlags): Promise<Inputs> {
  if (!paths.includes(STDIN)) {
    if (flags.stdinFilename !== undefined)
      throw new UsageError("--stdin-filename names standard input, so give '-' as a path");
    return paths.length > 0 ? { paths } : {};
  }
  const text = { path: flags.stdinFilename ?? "<stdin>", content: await readInput() };
  return { paths: paths.filter((path) => path !== STDIN), text };
}
