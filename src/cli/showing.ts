import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ChangeResult } from "../engine/change/scan-change.js";
import type { Failure, ScanResult } from "../engine/finding/finding.js";
import { didYouMean } from "../engine/nearest.js";
import type { RegisteredRule } from "../engine/rule.js";
import { loadDocs } from "../engine/rules/docs.js";
import { atLeast, type Severity } from "../engine/severity.js";
import { displayPath } from "../files/paths.js";
import { grouped } from "../report/grouped.js";
import { toJson } from "../report/json.js";
import { toStatistics } from "../report/statistics.js";
import { count, failureLine, summary, toText, type TextStyle } from "../report/text.js";
import { visible, visibleJson } from "../report/visible.js";
import { takeTimes } from "../timing.js";
import { HOMEPAGE, VERSION } from "../version.js";
import { ExitCode } from "./exit-code.js";
import type { ScanFlags } from "./flags.js";
import type { Format, Output } from "./outputs.js";
import { isPreCommit } from "./pre-commit.js";
import { print } from "./streams.js";
import { colorsFor, widthOf } from "./terminal.js";

/** What a scan gave, and how it went with what was there before when only a change was looked at. */
export type Outcome = ScanResult & Partial<Pick<ChangeResult, "old" | "changed">>;

/** A result in a format. */
export async function formatted(
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
export async function printSummary(
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

/** Whether a report goes to whoever looks at a terminal. */
export function isForPeople(wanted: readonly Output[]): boolean {
  return wanted.some(({ format, file }) => format === "text" && file === undefined);
}

/** What a scan of a change leaves out. */
function remark({ changed, old }: Outcome): string {
  if (changed === undefined || old === undefined) return "";
  const files = changed === 1 ? "1 changed file brings" : `${grouped(changed)} changed files bring`;
  const rest = old === 0 ? "" : `; ${grouped(old)} older finding${old === 1 ? " is" : "s are"} not shown`;
  return `Looked at what ${files}${rest}.\n`;
}

/** Says on standard error what makes a result incomplete. */
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

/** Says on standard error which rules are called by an id that they do not have any more. */
export async function printFormerNames({ formerNames = [] }: ScanResult): Promise<void> {
  const lines = [...new Set(formerNames.map(({ name }) => name))].map((name) => {
    const uses = formerNames.filter((use) => use.name === name);
    const [{ now, by } = { now: name, by: "" }, ...others] = uses;
    const more = others.length > 0 ? ` and ${count(others.length, "other place")}` : "";
    return `scarlint: ${visible(`${by}${more}: '${name}' is called '${now}' by now; the old name still works`)}\n`;
  });
  await print(process.stderr, lines.join(""));
}

/** Whoever mistypes a command asks for a path that does not exist. */
function hint({ path = "", rule }: Failure, commands: readonly string[]): string {
  const isMissing = rule === undefined && !path.includes("/") && !existsSync(path);
  return isMissing ? didYouMean(path, commands, "the command ") : "";
}

/** What the exit code is for a result. */
export function exitCode({ findings, failures }: ScanResult, failOn: Severity): ExitCode {
  if (failures.length > 0) return ExitCode.untrusted;
  return findings.some(({ severity }) => atLeast(severity, failOn)) ? ExitCode.findings : ExitCode.clean;
}

/** Says what the time went into, when that was asked for. */
export async function printTimes({ timing }: ScanFlags): Promise<void> {
  if (!timing) return;
  const { toTiming } = await import("../report/timing.js");
  await print(process.stderr, toTiming(takeTimes()));
}
