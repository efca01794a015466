import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Failure, ScanResult } from "../engine/finding.js";
import { didYouMean } from "../engine/nearest.js";
import type { RegisteredRule } from "../engine/rule.js";
import { atLeast, type Severity } from "../engine/severity.js";
import { displayPath } from "../files/paths.js";
import { failureLine, summary, type TextStyle } from "../report/text.js";
import { visible } from "../report/visible.js";
import { ExitCode } from "./exit-code.js";
import { writeWhole } from "./output-file.js";
import { formatted, type Output } from "./outputs.js";
import { print } from "./streams.js";
import { colorsFor, widthOf } from "./terminal.js";

/** The options of what a run's result becomes. */
export interface ReportFlags {
  readonly format?: readonly Output[];
  readonly failOn: Severity;
  /** Whether reports for people have numbers instead of findings. */
  readonly statistics?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** The reports that were asked for; text when none was. */
export function wantedOutputs({ format = [] }: ReportFlags): readonly Output[] {
  return format.length > 0 ? format : [{ format: "text" }];
}

/** Around a report. */
export interface Surroundings {
  /** When the run began, as `performance.now()` counts. */
  readonly started: number;
  /** Where a report goes that names no file; standard output unless given. */
  readonly stream?: NodeJS.WriteStream & { readonly fd: number };
  /** Names of the commands, which a missing path may have been meant for. */
  readonly commands?: readonly string[];
}

/**
 * Writes all reports of a run, says what went wrong, sums it up, and passes judgement.
 *
 * @param rules the rules that ran
 */
export async function report(
  result: ScanResult,
  rules: readonly RegisteredRule[],
  flags: ReportFlags,
  { started, stream = process.stdout, commands = [] }: Surroundings,
): Promise<ExitCode> {
  const wanted = wantedOutputs(flags);
  const style = styleFor(result, flags.color, stream);
  const plain = styleFor(result, false, stream);
  for (const { format, file } of wanted) {
    const text = await formatted(result, rules, format, file === undefined ? style : plain, flags.statistics);
    if (file === undefined) await print(stream, text);
    else writeWhole(file, text);
  }
  await printFailures(result, commands, style);
  if (!flags.quiet) {
    const seconds = (performance.now() - started) / 1000;
    await printSummary(result, wanted, stream, (isForPeople) => summary(result, seconds, isForPeople ? style : plain));
  }
  return exitCode(result, flags.failOn);
}

/** People see paths from where they are, whatever directory the result's paths are relative to. */
export function styleFor(
  { root }: ScanResult,
  isColorAllowed: boolean,
  stream: NodeJS.WriteStream & { readonly fd: number },
): TextStyle {
  return {
    colors: colorsFor(stream, isColorAllowed),
    width: widthOf(stream),
    pathOf: (path) => displayPath(resolve(root, path), process.cwd()),
  };
}

/** A report for people ends with the summary; beside any other, the summary is a remark. */
async function printSummary(
  result: ScanResult,
  wanted: readonly Output[],
  reportStream: NodeJS.WriteStream,
  sum: (isForPeople: boolean) => string,
): Promise<void> {
  const isForPeople = wanted.some(({ format, file }) => format === "text" && file === undefined);
  const files = wanted.flatMap(({ file }) => (file === undefined ? [] : [visible(file)]));
  const stream = isForPeople ? reportStream : process.stderr;
  if (result.files === 0) {
    if (result.failures.length === 0) await print(stream, "No Python file was found.\n");
  } else if (isForPeople) await print(stream, sum(true));
  else if (files.length > 0) await print(stream, `${files.join(", ")}: ${sum(false)}`);
}

/** Says what makes a run incomplete. */
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

function exitCode({ findings, failures }: ScanResult, failOn: Severity): ExitCode {
  if (failures.length > 0) return ExitCode.untrusted;
  return findings.some(({ severity }) => atLeast(severity, failOn)) ? ExitCode.findings : ExitCode.clean;
}
