import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { loadDocs } from "../engine/rules/docs.js";
import type { Failure, ScanResult } from "../engine/finding/finding.js";
import type { Scan } from "../engine/fix/mend.js";
import { didYouMean } from "../engine/nearest.js";
import type { RegisteredRule } from "../engine/rule.js";
import type { Since } from "../engine/change/change.js";
import type { ChangeResult } from "../engine/change/scan-change.js";
import { RULES } from "../engine/rules/rules.generated.js";
import { scan, type ScanOptions } from "../engine/scan/scan.js";
import { selectRules } from "../engine/rules/selection.js";
import { atLeast, type Severity } from "../engine/severity.js";
import { displayPath } from "../files/paths.js";
import { grouped } from "../report/grouped.js";
import { toJson } from "../report/json.js";
import { toStatistics } from "../report/statistics.js";
import { failureLine, summary, toText, type TextStyle } from "../report/text.js";
import { visible, visibleJson } from "../report/visible.js";
import { startTiming, takeTimes, timedUntil } from "../timing.js";
import { HOMEPAGE, VERSION } from "../version.js";
import type { Shard } from "../engine/request/shard.js";
import { optimizeLater } from "./compiling.js";
import { ExitCode } from "./exit-code.js";
import type { FixRequest } from "./fixing.js";
import { knownRules } from "./known-rules.js";
import { writeWhole } from "./output-file.js";
import { refuseUnusable, wantedOutputs, type Format, type Output, type OutputFlags } from "./outputs.js";
import { isPreCommit, preCommitSince } from "./pre-commit.js";
import { Progress } from "./progress.js";
import { print, readInput } from "./streams.js";
import { colorsFor, widthOf } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** The options of a scan, as the command line gives them. */
export interface ScanFlags extends OutputFlags {
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly minSeverity: Severity;
  readonly failOn: Severity;
  readonly exclude?: readonly string[];
  readonly staged?: boolean;
  readonly diff?: string;
  readonly stdinFilename?: string;
  readonly audit?: boolean;
  readonly config: boolean;
  readonly cache: boolean;
  readonly baseline?: string;
  readonly fix?: boolean;
  readonly unsafeFixes?: boolean;
  readonly diffOnly?: boolean;
  readonly statistics?: boolean;
  readonly rules?: readonly string[];
  readonly shard?: Shard;
  readonly watch?: boolean;
  readonly timing?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

const STDIN = "-";

/**
 * Scans paths and reports what was found.
 *
 * @param commands names of the commands, which a missing path may have been meant for
 * @param joined answers with what shards found, instead of a scan
 */
export async function scanCommand(
  paths: readonly string[],
  flags: ScanFlags,
  commands: readonly string[],
  joined?: ScanOptions["joined"],
): Promise<ExitCode> {
  const started = performance.now();
  // The clock runs since the process has started.
  if (flags.timing) startTiming(started);
  const known = await knownRules(flags);
  const rules = selectRules(flags, known);
  refuseContradictions(flags);
  if (flags.watch) refuseUnwatchable(paths, flags);
  const wanted = wantedOutputs(flags);
  refuseUnusable(wanted, flags);
  const shared = flags.shard && (await import("./shard-request.js")).shareOf(paths, flags, known);
  const since = sinceOf(flags);
  const withBaseline = flags.baseline === undefined ? undefined : await comparison(flags.baseline, paths, rules, flags);
  const given = await inputs(paths, flags);
  const look = async (replaced?: ScanOptions["replaced"]): Promise<Outcome> => {
    const all = await scanned(
      { ...given, rules: known, ...(replaced && { replaced }), ...(joined && { joined }) },
      flags,
      since,
    );
    const shown = withBaseline?.(all) ?? all;
    return shared ? shared(shown) : shown;
  };
  if (flags.diffOnly) {
    const code = await diffCommand(look, given, flags, commands);
    await printTimes(flags);
    return code;
  }
  const show = async (result: Outcome): Promise<ExitCode> => {
    // A program that fixes what it is sent answers with the fixed text alone.
    const stream = flags.fix && given.text ? process.stderr : process.stdout;
    const style = styleFor(result, flags, stream);
    const plain = styleFor(result, { color: false }, stream);
    for (const { format, file } of wanted) {
      const report = await timedUntil("report", () =>
        formatted(result, rules, format, flags, file === undefined ? style : plain),
      );
      if (file === undefined) await print(stream, report);
      else writeWhole(file, report, file === flags.output ? "--output" : "--format");
    }
    await printFailures(result, commands, style);
    if (!flags.quiet)
      await printSummary(
        result,
        wanted,
        stream,
        isForPeople(wanted) ? style : plain,
        (performance.now() - started) / 1000,
      );
    await printTimes(flags);
    const code = exitCode(result, flags.failOn);
    // What is a finding is for the merge to say, which knows the comments and findings of all shards.
    return shared && code === ExitCode.findings ? ExitCode.clean : code;
  };
  if (flags.watch) return await (await import("./watch.js")).watch(given, flags, commands, look, show);
  return await show(flags.fix ? await (await fixing()).fixFindings(look, fixRequest(given, flags)) : await look());
}

/** Which change to look at, if not at everything. */
function sinceOf({ staged, diff, baseline, fix, diffOnly }: ScanFlags): Since | undefined {
  if (!staged && diff === undefined) return undefined;
  if (baseline !== undefined)
    throw new UsageError("--staged and --diff know what is new without --baseline; leave it out");
  if (staged && diff !== undefined) throw new UsageError("--staged and --diff are two questions; ask one of them");
  if (fix || diffOnly)
    throw new UsageError("--fix and --diff-only mend what a whole scan finds; leave out --staged and --diff");
  if (diff !== undefined) return { revision: diff };
  return preCommitSince() ?? "staged";
}

/** Loaded only when something is to be fixed. */
const fixing = (): Promise<typeof import("./fixing.js")> => import("./fixing.js");

function refuseContradictions(flags: ScanFlags): void {
  const { fix, unsafeFixes, diffOnly, statistics, format, output } = flags;
  const isCounted = wantedOutputs(flags).some((wanted) => wanted.format === "text" || wanted.format === "json");
  if (statistics && (!isCounted || diffOnly)) {
    throw new UsageError("--statistics goes with --format text; --format json has the numbers in its summary");
  }
  if (unsafeFixes && !fix && !diffOnly) throw new UsageError("--unsafe-fixes goes with --fix or --diff-only");
  if (diffOnly && (format !== undefined || output !== undefined)) {
    throw new UsageError("--diff-only writes a diff and no report; leave out --format and --output");
  }
}

/** Watching shows findings to whoever mends them, again and again: what is for programs or done once goes without. */
function refuseUnwatchable(paths: readonly string[], flags: ScanFlags): void {
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
  await printFailures(result, commands, styleFor(result, flags, process.stderr));
  if (result.failures.length > 0) return ExitCode.untrusted;
  return files.length > 0 ? ExitCode.findings : ExitCode.clean;
}

export type Inputs = Pick<ScanOptions, "paths" | "text" | "replaced" | "rules" | "joined">;

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

/** What a scan gave, and how it went with what was there before when only a change was looked at. */
export type Outcome = ScanResult & Partial<Pick<ChangeResult, "old" | "changed">>;

/** Scans with the options of the command line. */
export async function scanned(inputs: Inputs, flags: ScanFlags, since?: Since): Promise<Outcome> {
  const { config: configuration } = flags;
  const progress = new Progress(process.stderr, !flags.quiet);
  const onProgress = (done: number, total: number): void => {
    progress.update(done, total);
  };
  try {
    const rules = inputs.rules ?? RULES;
    // What is written into files comes from the files.
    const cache = flags.cache && !flags.fix && !flags.diffOnly;
    const options = { ...inputs, ...flags, cache, rules, configuration, onProgress };
    if (since === undefined) {
      optimizeLater();
      return await scan(options);
    }
    if (inputs.text) throw new UsageError("standard input has no history: give --staged and --diff no '-'");
    const { scanChange } = await import("../engine/change/scan-change.js");
    optimizeLater();
    return await scanChange({ ...options, since, isHook: isPreCommit() });
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

async function formatted(
  result: ScanResult,
  rules: readonly RegisteredRule[],
  format: Format,
  flags: ScanFlags,
  style: TextStyle,
): Promise<string> {
  if (format === "text")
    return flags.statistics ? toStatistics(result.findings, style) : toText(result.findings, style);
  if (format === "json") return visibleJson(toJson(result, VERSION));
  if (format === "github") return (await import("../report/github.js")).toGithub(result);
  if (format === "gitlab") return visibleJson((await import("../report/gitlab.js")).toGitlab(result));
  if (format === "junit") {
    const { toJunit } = await import("../report/junit.js");
    return toJunit(
      result,
      rules.map(({ id }) => id),
    );
  }
  const { toUpload } = await import("../report/sarif-upload.js");
  const tool = { version: VERSION, homepage: HOMEPAGE, rules, docs: await loadDocs(rules) };
  // What a shard writes is for the merge, which needs it whole.
  if (result.part) return visibleJson((await import("../report/sarif.js")).toSarif(result, tool));
  const { sarif, cut } = toUpload(result, tool);
  await print(process.stderr, cut.map((line) => `scarlint: ${line}\n`).join(""));
  return sarif;
}

/** People see paths from where they are, whatever directory the result's paths are relative to. */
export function styleFor(
  { root }: ScanResult,
  { color }: Pick<ScanFlags, "color">,
  stream: NodeJS.WriteStream & { readonly fd: number },
): TextStyle {
  return {
    colors: colorsFor(stream, color),
    width: widthOf(stream),
    isWrapped: isPreCommit(),
    pathOf: (path) => displayPath(resolve(root, path), process.cwd()),
  };
}

/** A report for people ends with the summary; beside any other, the summary is a remark. */
async function printSummary(
  result: Outcome,
  wanted: readonly Output[],
  reportStream: NodeJS.WriteStream,
  style: TextStyle,
  seconds: number,
): Promise<void> {
  const isPrinted = isForPeople(wanted);
  const files = wanted.flatMap(({ file }) => (file === undefined ? [] : [visible(file)]));
  const stream = isPrinted ? reportStream : process.stderr;
  if (result.files === 0) {
    const verb = result.changed === undefined ? "was found" : "changed";
    if (result.failures.length === 0) await print(stream, `No Python file ${verb}.\n`);
  } else if (isPrinted) await print(stream, summary(result, seconds, style) + remark(result));
  else if (files.length > 0) await print(stream, `${files.join(", ")}: ${summary(result, seconds, style)}`);
}

function isForPeople(wanted: readonly Output[]): boolean {
  return wanted.some(({ format, file }) => format === "text" && file === undefined);
}

/** Says what the time went into, when that was asked for. */
async function printTimes({ timing }: ScanFlags): Promise<void> {
  if (!timing) return;
  const { toTiming } = await import("../report/timing.js");
  await print(process.stderr, toTiming(takeTimes()));
}

/** What a scan of a change leaves out. */
function remark({ changed, old }: Outcome): string {
  if (changed === undefined || old === undefined) return "";
  const files = changed === 1 ? "1 changed file brings" : `${grouped(changed)} changed files bring`;
  const rest = old === 0 ? "" : `; ${grouped(old)} older finding${old === 1 ? " is" : "s are"} not shown`;
  return `Looked at what ${files}${rest}.\n`;
}

export async function printFailures(
  result: ScanResult,
  commands: readonly string[],
  { pathOf }: TextStyle,
): Promise<void> {
  const lines = result.failures.map(
    (failure) => `scarlint: ${failureLine(failure, pathOf)}${hint(failure, commands)}\n`,
  );
  await print(process.stderr, lines.join(""));
}

/** Whoever mistypes a command asks for a path that does not exist. */
function hint({ path = "", rule }: Failure, commands: readonly string[]): string {
  const isMissing = rule === undefined && !path.includes("/") && !existsSync(path);
  return isMissing ? didYouMean(path, commands).replace("mean", "mean the command") : "";
}

export function exitCode({ findings, failures }: ScanResult, failOn: Severity): ExitCode {
  if (failures.length > 0) return ExitCode.untrusted;
  return findings.some(({ severity }) => atLeast(severity, failOn)) ? ExitCode.findings : ExitCode.clean;
}
