import type { ScanResult } from "../engine/finding/finding.js";
import type { Scan } from "../engine/fix/mend.js";
import type { ScanRequest } from "../engine/request/request.js";
import type { RegisteredRule } from "../engine/rule.js";
import { onePerCause } from "../engine/judge/one-per-cause.js";
import { withSharedCauses } from "../engine/judge/shared-cause.js";
import { selectRules } from "../engine/rules/selection.js";
import { scan } from "../engine/scan/scan.js";
import type { Since } from "../engine/change/change.js";
import { startTiming, timedUntil } from "../timing.js";
import { Again } from "./again.js";
import { optimizeLater } from "./compiling.js";
import { emptiness } from "./emptiness.js";
import { ExitCode } from "./exit-code.js";
import type { FixRequest } from "./fixing.js";
import type { ScanFlags } from "./flags.js";
import { knownRules } from "./known-rules.js";
import { writeWhole } from "./output-file.js";
import { refuseUnusable, wantedOutputs } from "./outputs.js";
import { isPreCommit } from "./pre-commit.js";
import { Progress } from "./progress.js";
import { refuseContradictions, refuseUnwatchable } from "./refusals.js";
import { requestWithInput, sinceOf } from "./request.js";
import {
  exitCode,
  formatted,
  isForPeople,
  printFailures,
  printFormerNames,
  printSummary,
  printTimes,
  printUnmet,
  styleFor,
  type Outcome,
} from "./showing.js";
import { print } from "./streams.js";
import { UsageError } from "./usage-error.js";

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
  joined?: ScanRequest["joined"],
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
  const request = { ...(await requestWithInput(paths, flags, known)), joined };
  if (flags.showFiles) return await (await import("./show-files.js")).showFiles(request, paths, flags, commands);
  const look = async (replaced?: ScanRequest["replaced"]): Promise<Outcome> => {
    const all = await scanned({ ...request, replaced }, flags, since);
    const shown = complainingOfNone(withBaseline?.(all) ?? all, paths, flags);
    return shared ? shared(shown) : shown;
  };
  if (flags.diffOnly) {
    const code = await diffCommand(look, request, flags, commands);
    await printTimes(flags);
    return code;
  }
  const show = async (all: Outcome): Promise<ExitCode> => {
    const result = { ...all, findings: withSharedCauses(onePerCause(all.findings)) };
    // A program that fixes what it is sent answers with the fixed text alone.
    const stream = flags.fix && request.text ? process.stderr : process.stdout;
    const style = await styleFor(result, flags, stream);
    const plain = await styleFor(result, { color: false });
    const again = new Again(paths, flags, joined ? false : undefined);
    for (const { format, file } of wanted) {
      const report = await timedUntil("report", () =>
        formatted(
          result,
          rules,
          format,
          { ...flags, all: flags.all === true || file !== undefined },
          request,
          file === undefined ? style : plain,
          again,
        ),
      );
      if (file === undefined) await print(stream, report);
      else writeWhole(file, report, file === flags.output ? "--output" : "--format");
    }
    await printFailures(result, commands, style);
    if (!flags.quiet) {
      await printFormerNames(result);
      await printUnmet(result);
    }
    if (!flags.quiet)
      await printSummary(result, wanted, stream, isForPeople(wanted) ? style : plain, {
        flags,
        again,
        seconds: (performance.now() - started) / 1000,
      });
    await printTimes(flags);
    const code = exitCode(result, flags);
    // What is a finding is for the merge to say, which knows the comments and findings of all shards.
    return shared && code === ExitCode.findings ? ExitCode.clean : code;
  };
  if (flags.watch) return await (await import("./watch.js")).watch(request, flags, commands, look, show);
  return await show(flags.fix ? await (await fixing()).fixFindings(look, fixRequest(request, flags)) : await look());
}

/** A change may well be of no Python file, and who watches waits for some; a whole scan is not of none. */
function complainingOfNone(result: Outcome, asked: readonly string[], flags: ScanFlags): Outcome {
  if (result.changed !== undefined || flags.watch === true) return result;
  return { ...result, failures: [...result.failures, ...emptiness(result, asked, flags)] };
}

/** Loaded only when something is to be fixed. */
const fixing = (): Promise<typeof import("./fixing.js")> => import("./fixing.js");

function fixRequest({ text }: ScanRequest, { unsafeFixes = false, quiet = false, color }: ScanFlags): FixRequest {
  return { isUnsafeAllowed: unsafeFixes, isQuiet: quiet, isColorAllowed: color, ...(text && { text }) };
}

/** Shows what fixing would change, and changes nothing. */
async function diffCommand(
  look: Scan,
  request: ScanRequest,
  flags: ScanFlags,
  commands: readonly string[],
): Promise<ExitCode> {
  const { result, files } = await (await fixing()).showFixes(look, fixRequest(request, flags));
  await printFailures(result, commands, await styleFor(result, flags, process.stderr));
  if (result.failures.length > 0) return ExitCode.untrusted;
  return files.length > 0 ? ExitCode.findings : ExitCode.clean;
}

/** Loads a baseline; answers with what leaves only new findings of a scan. */
export async function comparison(
  file: string,
  paths: readonly string[],
  rules: readonly RegisteredRule[],
  flags: ScanFlags,
): Promise<(result: ScanResult) => ScanResult> {
  const [{ readBaseline }, { scopeOf, withoutOld }] = await Promise.all([
    import("../engine/judge/baseline-file.js"),
    import("../engine/judge/baseline.js"),
  ]);
  const { baselineRoot: within } = flags;
  const baseline = readBaseline(file, within === undefined ? "followed" : { within });
  return (result) => withoutOld(result, baseline, scopeOf(paths, rules, flags));
}

/** Scans, with a line that says how far it is. */
export async function scanned(
  request: ScanRequest,
  { quiet }: Pick<ScanFlags, "quiet">,
  since?: Since,
): Promise<Outcome> {
  const progress = new Progress(process.stderr, !quiet);
  const onProgress = (done: number, total: number): void => {
    progress.update(done, total);
  };
  const told = { ...request, onProgress };
  try {
    if (since === undefined) {
      optimizeLater();
      return await scan(told);
    }
    if (request.text) throw new UsageError("standard input has no history: give --staged and --diff no '-'");
    const { scanChange } = await import("../engine/change/scan-change.js");
    optimizeLater();
    return await scanChange(told, { since, isHook: isPreCommit() });
  } finally {
    progress.clear();
  }
}
