import { existsSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import type { Failure, Finding } from "../engine/finding/finding.js";
import { held, type BarView, type Bars } from "../evidence/bars.js";
import type { Changed } from "../evidence/category.js";
import { slower, type Duration } from "../evidence/durations.js";
import { evidenceOf, type Evidence } from "../evidence/evidence.js";
import { Program } from "../evidence/program.js";
import { renamedFiles } from "../evidence/renamed.js";
import { entryOf, EVIDENCE, isGreen, type EvidenceEntry } from "../evidence/trend.js";
import { GitProblem, Repository, type Commit } from "../files/git.js";
import { displayPath, repositoryOf } from "../files/paths.js";
import { MARK, type EvidenceReport } from "../report/evidence-markdown.js";
import { failureLine } from "../report/text.js";
import { visible, visibleJson } from "../report/visible.js";
import { findTests } from "../triage/find-tests.js";
import { readNotes, type Notes } from "../triage/notes.js";
import type { TestCase } from "../triage/tests.js";
import { VERSION } from "../version.js";
import { readReport, readRuns } from "./evidence-input.js";
import { ExitCode } from "./exit-code.js";
import type { ScanFlags } from "./flags.js";
import { refuseUnwritable, writeWhole } from "./output-file.js";
import { readStored } from "./stored-file.js";
import { soleFormat } from "./outputs.js";
import { requestOf } from "./request.js";
import { scanned } from "./scan-command.js";
import { print } from "./streams.js";
import { colorsFor } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** The command's own options. */
export interface EvidenceOptions extends Bars {
  readonly run?: readonly string[];
  readonly coverage?: string;
  readonly coverageBefore?: string;
  readonly trend?: string;
  readonly report?: string;
  readonly check?: string;
}

/** The options of a scan, and the command's own. */
export interface EvidenceFlags extends ScanFlags, EvidenceOptions {}

/** All that was read and asked of the project. */
export interface Gathered {
  readonly evidence: Evidence;
  readonly bars: readonly BarView[];
  readonly root: string;
  readonly repository: Repository | undefined;
  readonly head: Commit | undefined;
  readonly trend: readonly EvidenceEntry[];
  readonly program: Program;
  readonly tests: readonly TestCase[];
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
}

/** Says what test runs and coverage reports prove, or what of a summary they do not bear out. */
export async function evidenceCommand(paths: readonly string[], flags: EvidenceFlags): Promise<ExitCode> {
  refuseUseless(paths, flags);
  const { check, report, output, trend } = flags;
  if (check !== undefined) return (await import("./evidence-check.js")).checkEvidence(check, paths, flags);
  for (const [file, option] of [
    [report, "--report"],
    [output, "--output"],
    [trend, "--trend"],
  ] as const) {
    if (file !== undefined) refuseUnwritable(file, option);
  }
  const notes: Notes = report === undefined ? new Map() : readEarlier(report);
  const gathered = await gather(paths, flags);
  const before = gathered.trend.findLast(({ commit }) => commit !== gathered.head?.id)?.slow ?? {};
  const entries = trendOf(gathered, flags);
  const shown: EvidenceReport = {
    ...{ evidence: gathered.evidence, bars: gathered.bars, notes, trend: entries },
    slower: slower(gathered.evidence.durations, before) satisfies readonly Duration[],
    commit: gathered.head?.id,
    command: commandLine(paths, flags, gathered.root),
  };
  if (report !== undefined) {
    const { toEvidenceMarkdown } = await import("../report/evidence-markdown.js");
    writeWhole(report, toEvidenceMarkdown(shown), "--report");
  }
  if (trend !== undefined) writeWhole(trend, EVIDENCE.json(entries), "--trend");
  await show(shown, gathered, flags);
  return codeOf(gathered);
}

/** What is said of unreadable files, and the exit code. */
async function show(report: EvidenceReport, gathered: Gathered, flags: EvidenceFlags): Promise<void> {
  const { output, quiet, color } = flags;
  const format = soleFormat(flags);
  const { evidence, bars, root, head } = gathered;
  const text = async (): Promise<string> => {
    if (format === "json") {
      const { toEvidenceJson } = await import("../report/evidence-json.js");
      return visibleJson(toEvidenceJson(evidence, bars, head?.id, VERSION));
    }
    if (format === "html") return (await import("../report/evidence-html.js")).toEvidenceHtml(report, basename(root));
    const { toEvidenceText } = await import("../report/evidence-text.js");
    return toEvidenceText(evidence, bars, colorsFor(process.stdout, color && output === undefined));
  };
  if (output !== undefined) writeWhole(output, await text());
  else if (!quiet || format !== "text") await print(process.stdout, await text());
  await printUnread(gathered.failures);
}

/** Says what could not be read. */
export async function printUnread(failures: readonly Failure[]): Promise<void> {
  const pathOf = (path: string): string => path;
  await print(process.stderr, failures.map((failure) => `scarlint: ${failureLine(failure, pathOf)}\n`).join(""));
}

function codeOf({ failures, bars }: Gathered): ExitCode {
  if (failures.length > 0) return ExitCode.untrusted;
  return bars.every(({ isMet }) => isMet) ? ExitCode.clean : ExitCode.findings;
}

function refuseUseless(paths: readonly string[], flags: EvidenceFlags): void {
  const { run = [], coverage, coverageBefore, check, report, trend } = flags;
  if (run.length === 0 && coverage === undefined)
    throw new UsageError("say what runs wrote: --run JUNIT.xml for each run, --coverage FILE, or both");
  if (coverageBefore !== undefined && coverage === undefined)
    throw new UsageError("--coverage-before is held against another report; give that with --coverage");
  const stray = paths.find((path) => /\.(xml|json|info|lcov)$/.test(path));
  if (stray !== undefined)
    throw new UsageError(
      `'${stray}' is no Python code; write --run before the files of each run, and commas between them`,
    );
  if (check !== undefined && report !== undefined)
    throw new UsageError("--check only reads; leave out --report, or write the report without --check");
  if (check !== undefined && trend !== undefined && !existsSync(trend))
    throw new UsageError(`--trend '${trend}': there is no such file to hold the summary against`);
  const format = soleFormat(flags);
  if (!["text", "json", "html"].includes(format) || (check !== undefined && format === "html"))
    throw new UsageError(
      `'evidence' writes text, JSON and HTML${check === undefined ? "" : ", and --check text and JSON"}; --report writes Markdown`,
    );
}

/** Reads what runs wrote, and looks at the project whose tests they ran. */
export async function gather(paths: readonly string[], flags: EvidenceFlags): Promise<Gathered> {
  const { runs, failures: unread, others } = readRuns(flags.run ?? []);
  const failures = [...unread];
  if (others.length > 0) {
    const [first = ""] = others;
    const more = others.length > 1 ? ` and ${String(others.length - 1)} more` : "";
    await print(process.stderr, `scarlint: ${visible(first)}${more}: left out of the run, for it is no JUnit XML\n`);
  }
  const coverage = flags.coverage === undefined ? undefined : await readReport(flags.coverage, failures);
  const coverageBefore =
    flags.coverageBefore === undefined ? undefined : await readReport(flags.coverageBefore, failures);
  const root = repositoryOf(process.cwd()) ?? process.cwd();
  const program = await Program.at(root);
  const today = await scanned(requestOf(paths.length > 0 ? paths : [root], flags), flags);
  const { repository, head } = await historyAround(root);
  const trend = flags.trend === undefined ? [] : readStored(flags.trend, (text) => EVIDENCE.read(text), []);
  const tests = await findTests(root);
  const evidence = evidenceOf({
    ...{ runs, coverage, coverageBefore, program, tests, findings: today.findings },
    renamed: await renamedFiles(coverageBefore, program, repository),
    changed: await changedSinceGreen(trend, repository, head),
  });
  failures.push(...today.failures);
  return {
    evidence,
    bars: held(evidence, flags),
    root,
    repository,
    head,
    trend,
    program,
    tests,
    findings: today.findings,
    failures,
  };
}

/** Without git, or before the first commit, evidence is of no commit. */
async function historyAround(root: string): Promise<Pick<Gathered, "repository" | "head">> {
  try {
    const repository = await Repository.around(root);
    const [head] = await repository.commits([], 1);
    return { repository, head };
  } catch (error) {
    if (error instanceof GitProblem) return { repository: undefined, head: undefined };
    throw error;
  }
}

async function changedSinceGreen(
  trend: readonly EvidenceEntry[],
  repository: Repository | undefined,
  head: Commit | undefined,
): Promise<Changed | undefined> {
  const green = trend.findLast((entry) => isGreen(entry) && entry.commit !== head?.id);
  if (!green || !repository || !head) return undefined;
  const [known] = await repository.commitsAt([green.commit]);
  if (known === undefined) return undefined;
  const changes = await repository.filesChanged(known, head.id);
  return { since: known, paths: changes.flatMap(({ before, after }) => (after ?? before)?.path ?? []) };
}

function trendOf({ evidence, head, trend }: Gathered, flags: EvidenceFlags): readonly EvidenceEntry[] {
  if (flags.trend === undefined) return [];
  if (!head) throw new UsageError("--trend keeps an entry a commit, and there is none here; commit first");
  return EVIDENCE.extended(trend, entryOf(evidence, head));
}

/** What people have written into the report that is there. */
function readEarlier(file: string): Notes {
  return readStored<Notes>(
    file,
    (text) => {
      if (text.startsWith(MARK)) return readNotes(text);
      throw new Error("scarlint did not write it and would overwrite it; name another file, or --check it");
    },
    new Map(),
  );
}

/** The command that writes a report again, in the project's root. */
function commandLine(paths: readonly string[], flags: EvidenceFlags, root: string): string[] {
  const { run = [], coverage, coverageBefore, trend, report, minPassRate, maxDuration, runs } = flags;
  const here = (path: string): string => displayPath(resolve(path), root);
  const spec = (text: string): string => (relative(root, process.cwd()) === "" ? text : here(text));
  const option = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [name, String(value)];
  const file = (name: string, path: string | undefined): string[] => (path === undefined ? [] : [name, here(path)]);
  return [
    ...["scarlint", "evidence"],
    ...run.flatMap((each) => ["--run", spec(each)]),
    ...file("--coverage", coverage),
    ...file("--coverage-before", coverageBefore),
    ...file("--trend", trend),
    ...file("--report", report),
    ...option("--min-pass-rate", minPassRate),
    ...option("--max-duration", maxDuration === undefined ? undefined : `${String(maxDuration)}s`),
    ...option("--runs", runs),
    ...paths.map(here),
  ];
}
