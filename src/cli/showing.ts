import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Format } from "../config/formats.js";
import type { ChangeResult } from "../engine/change/scan-change.js";
import type { ScanResult } from "../engine/finding/finding.js";
import { didYouMean } from "../engine/nearest.js";
import type { ScanRequest } from "../engine/request/request.js";
import type { RegisteredRule } from "../engine/rule.js";
import { loadDocs } from "../engine/rules/docs.js";
import { atLeast } from "../engine/severity.js";
import { displayPath } from "../files/paths.js";
import { measuring } from "../report/columns.js";
import { grouped } from "../report/grouped.js";
import { toJson } from "../report/json.js";
import { toStatistics } from "../report/statistics.js";
import { hintsOf, toHints, type Commands } from "../report/hints.js";
import { likesOf, toListing } from "../report/listing.js";
import { toOverview } from "../report/overview.js";
import { lookedAt, summary } from "../report/summary.js";
import { count, failureLine, filled, type TextStyle } from "../report/text.js";
import { visible, visibleJson } from "../report/visible.js";
import { takeTimes } from "../timing.js";
import { HOMEPAGE, VERSION } from "../version.js";
import type { Again } from "./again.js";
import { ExitCode } from "./exit-code.js";
import type { ScanFlags } from "./flags.js";
import type { Output } from "./outputs.js";
import { isPreCommit } from "./pre-commit.js";
import { print } from "./streams.js";
import { colorsFor, isWrapped, linksFor, widthOf, type Stream } from "./terminal.js";

/** What a scan gave, and how it went with what was there before when only a change was looked at. */
export type Outcome = ScanResult & Partial<Pick<ChangeResult, "old" | "changed" | "isWritten">>;

/** A result in a format. */
export async function formatted(
  result: Outcome,
  rules: readonly RegisteredRule[],
  format: Format,
  flags: ScanFlags,
  request: Pick<ScanRequest, "text">,
  style: TextStyle,
  again: Again,
): Promise<string> {
  if (format === "text") {
    if (flags.statistics) return toStatistics(result.findings, style);
    return await toListing(likesOf(result.findings, flags.all), style, (rule) => showingAll(rule, again));
  }
  if (format === "json") return visibleJson(toJson(result, VERSION));
  if (format === "github") return (await import("../report/github.js")).toGithub(result, result.isWritten);
  if (format === "gitlab") return visibleJson((await import("../report/gitlab.js")).toGitlab(result));
  if (format === "junit") {
    const { toJunit } = await import("../report/junit.js");
    return toJunit(
      result,
      rules.map(({ id }) => id),
    );
  }
  if (format === "markdown") return (await import("../report/markdown-summary.js")).toMarkdown(result);
  if (format === "html") {
    const [{ toHtml }, { sourceLines }] = await Promise.all([import("../report/html.js"), import("./source-lines.js")]);
    const context = { version: VERSION, name: basename(result.root), docs: await loadDocs(rules) };
    return toHtml(result, { ...context, linesOf: sourceLines(result, request) });
  }
  const { toUpload } = await import("../report/sarif-upload.js");
  const tool = { version: VERSION, homepage: HOMEPAGE, rules, docs: await loadDocs(rules) };
  // What a shard writes is for the merge, which needs it whole.
  if (result.part) return visibleJson((await import("../report/sarif.js")).toSarif(result, tool));
  const { sarif, cut } = toUpload(result, tool);
  await print(process.stderr, cut.map((line) => `scarlint: ${line}\n`).join(""));
  return sarif;
}

/** The command that shows all findings of a rule. */
function showingAll(rule: string, again: Again): string {
  return again.scan({ select: rule }, "--all") ?? `--all --select ${rule}`;
}

/** People see paths from where they are, whatever directory the result's paths are relative to. */
export async function styleFor(
  { root }: Pick<ScanResult, "root">,
  { color }: Pick<ScanFlags, "color">,
  stream?: Stream,
): Promise<TextStyle> {
  const linked = stream && (await linksFor(stream));
  return {
    colors: colorsFor(stream, color),
    width: widthOf(stream),
    isWrapped: isWrapped(stream),
    pathOf: (path) => displayPath(resolve(root, path), process.cwd()),
    ...(linked && { linked }),
  };
}

/** What a summary tells beside what was found. */
interface Circumstances {
  readonly flags: ScanFlags;
  readonly again: Again;
  readonly seconds: number;
}

/** A report for people ends with the summary; beside any other, the summary is a remark. */
export async function printSummary(
  result: Outcome,
  wanted: readonly Output[],
  reportStream: NodeJS.WriteStream,
  style: TextStyle,
  circumstances: Circumstances,
): Promise<void> {
  const { seconds } = circumstances;
  const isPrinted = isForPeople(wanted);
  const files = wanted.flatMap(({ file }) => (file === undefined ? [] : [visible(file)]));
  const stream = isPrinted ? reportStream : process.stderr;
  if (result.files === 0) {
    const verb = result.changed === undefined ? "was found" : "changed";
    if (result.failures.length === 0) await print(stream, `No Python file ${verb}.\n`);
  } else if (isPrinted) await print(stream, await ending(result, style, circumstances));
  else if (files.length > 0) await print(stream, `${files.join(", ")}: ${summary(result, seconds, style)}`);
}

/** What stands right above the prompt. */
async function ending(result: Outcome, style: TextStyle, { flags, again, seconds }: Circumstances): Promise<string> {
  const likes = likesOf(result.findings, flags.all);
  const statistics = again.scan({}, "--statistics") ?? "--statistics";
  const overview = flags.statistics ? "" : await toOverview(likes, style, statistics);
  const worst = likes.at(-1);
  const hints = worst && !isPreCommit() ? hintsOf(result, worst.rule, commandsOf(again)) : [];
  const looked = result.changed === undefined ? lookedAt(result, again.paths, flags.minSeverity) : remark(result);
  return measuring(() => {
    const lines = `${summary(result, seconds, style)}${looked}`
      .split("\n")
      .map((line) => filled("", line, style, "  "));
    return `${overview}${overview && "\n"}${lines.join("\n")}${toHints(hints, style)}`;
  });
}

function commandsOf(again: Again): Commands {
  return {
    grave: (severity) => again.scan({ minSeverity: severity }),
    baseline: again.baseline(),
    plan: again.plan("plan.md"),
    explain: (rule) => `scarlint explain ${rule}`,
  };
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
  { failures, paths }: Pick<ScanResult, "failures" | "paths">,
  commands: readonly string[],
  { pathOf }: Pick<TextStyle, "pathOf">,
): Promise<void> {
  const lines = failures.map((failure) => {
    const hint =
      failure.path === undefined || failure.rule !== undefined ? "" : hintAt(pathOf(failure.path), commands, paths);
    return `scarlint: ${failureLine(failure, pathOf)}${hint}\n`;
  });
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

/** Says on standard error which globs of the command line have left out nothing. */
export async function printUnmet({ unmet = [] }: Pick<ScanResult, "unmet">): Promise<void> {
  const lines = unmet.map(
    (glob) => `scarlint: ${visible(`--exclude '${glob}'`)} leaves out nothing that was looked through\n`,
  );
  await print(process.stderr, lines.join(""));
}

/** Whoever mistypes a command, or takes it from another program, asks for a path that does not exist. */
function hintAt(path: string, commands: readonly string[], scanned: readonly string[]): string {
  if (path.includes("/") || existsSync(path)) return "";
  const isWord = scanned.length === 0 && /^[a-z]+$/.test(path);
  return didYouMean(path, commands, "the command ") || (isWord ? "; 'scarlint help' lists the commands" : "");
}

/** What the exit code is for a result. */
export function exitCode({ findings, failures }: ScanResult, { failOn, exitZero }: ScanFlags): ExitCode {
  if (failures.length > 0) return ExitCode.untrusted;
  if (exitZero) return ExitCode.clean;
  return findings.some(({ severity }) => atLeast(severity, failOn)) ? ExitCode.findings : ExitCode.clean;
}

/** Says what the time went into, when that was asked for. */
export async function printTimes({ timing }: ScanFlags): Promise<void> {
  if (!timing) return;
  const { toTiming } = await import("../report/timing.js");
  await print(process.stderr, toTiming(takeTimes()));
}
