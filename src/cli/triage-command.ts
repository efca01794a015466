import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { loadDocs } from "../engine/rules/docs.js";
import type { Failure } from "../engine/finding/finding.js";
import { RULES } from "../engine/rules/rules.generated.js";
import { selectRules } from "../engine/rules/selection.js";
import { Repository } from "../files/git.js";
import { displayPath, keptName } from "../files/paths.js";
import { reasonOf } from "../files/problem.js";
import { count, failureLine } from "../report/text.js";
import { triageIssues } from "../report/triage-issues.js";
import { toTriageMarkdown } from "../report/triage-markdown.js";
import { visible } from "../report/visible.js";
import { isOpen, statusOf } from "../triage/bug.js";
import { readLedger, type Ledger } from "../triage/ledger.js";
import { readNotes, type Notes } from "../triage/notes.js";
import { skeletons, type Skeleton } from "../triage/scaffold.js";
import { scopeOf } from "../triage/scope.js";
import { guardsOf, type TestCase } from "../triage/tests.js";
import { backfilled, trendEntry, TRIAGES, type TrendEntry } from "../triage/trend.js";
import { triage, type Triage } from "../triage/triage.js";
import { ExitCode } from "./exit-code.js";
import { refuseUnwritable, writeWhole } from "./output-file.js";
import { readStored } from "./stored-file.js";
import { Progress } from "./progress.js";
import type { ScanFlags } from "./flags.js";
import { refuseIssueDirectory, writeIssues, type WantedIssues } from "./issue-files.js";
import { wantedIssues } from "./outputs.js";
import { print } from "./streams.js";
import { UsageError } from "./usage-error.js";

/** The command's own options. */
export interface TriageOptions {
  readonly report?: string;
  readonly since?: string;
  readonly date?: string;
  readonly trend?: string;
  readonly scaffoldTests?: boolean;
  readonly check?: string;
  readonly run?: readonly string[];
}

/** The options of a scan, and the command's own. */
export interface TriageFlags extends ScanFlags, TriageOptions {}

/** Writes a triage report, or checks one. */
export async function triageCommand(paths: readonly string[], flags: TriageFlags): Promise<ExitCode> {
  const { report: file, check } = flags;
  if (check !== undefined) {
    refuseWriting(flags);
    return (await import("./triage-check.js")).checkCommand(check, paths, flags);
  }
  const issues = wantedIssues(flags);
  if (!issues && (flags.format !== undefined || flags.output !== undefined)) {
    throw new UsageError(
      "--format and --output go with --check; a report is Markdown, and --report says where it goes",
    );
  }
  if (file === undefined)
    throw new UsageError("say where the report goes with --report FILE, or check one with --check");
  if (issues) refuseIssueDirectory(issues.directory);
  return reportCommand(file, paths, flags, issues);
}

function refuseWriting({ report, since, date, trend, scaffoldTests }: TriageFlags): void {
  const writing = [report, since, date, trend, scaffoldTests].filter((option) => option !== undefined);
  if (writing.length > 0) throw new UsageError("--check only reads; leave out the options that write a report");
}

async function reportCommand(
  file: string,
  paths: readonly string[],
  flags: TriageFlags,
  issues: WantedIssues | undefined,
): Promise<ExitCode> {
  const generated = momentOf(flags.date);
  refuseUnwritable(file, "--report");
  if (flags.trend !== undefined) refuseUnwritable(flags.trend, "--trend");
  const earlier = readEarlier(file);
  const trend = flags.trend === undefined ? [] : readStored(flags.trend, (text) => TRIAGES.read(text), []);
  const repository = await Repository.around(process.cwd());
  const done = await triaged(repository, scopeOf(paths, process.cwd(), repository.root), flags, earlier.ledger);
  const { head, bugs } = done;
  const docs = await loadDocs();
  const guards = guardsOf(bugs, await testedIn(flags.run, done.tests, repository.root));
  const past = trend.length > 0 ? trend : backfilled(bugs, done.history);
  const entries = flags.trend === undefined ? [] : TRIAGES.extended(past, trendEntry(bugs, head.id, head.date));
  const markdown = toTriageMarkdown({
    ...{ bugs, generated, notes: earlier.notes, trend: entries, fixes: done.fixes },
    head: { commit: head.id, time: head.date.getTime() },
    command: commandLine(file, paths, flags, repository.root),
    guards,
    docs,
    cwes: new Map(RULES.flatMap(({ id, rule }) => (rule.cwe === undefined ? [] : [[id, rule.cwe] as const]))),
  });
  writeWhole(file, markdown, "--report");
  if (flags.trend !== undefined) writeTrend(flags.trend, entries);
  if (issues) await writeIssues(triageIssues(bugs, docs), issues);
  const scaffolded = flags.scaffoldTests
    ? scaffold(await skeletons(bugs, guards, done.tests, docs, repository.root), repository.root)
    : [];
  await printFailures(done.failures, repository.root);
  if (!flags.quiet) {
    const written = scaffolded.map((path) => `${visible(displayPath(path, process.cwd()))}: a test to write\n`);
    await print(process.stdout, `${visible(file)}: ${summary(done)}\n${written.join("")}`);
  }
  return done.failures.length > 0 ? ExitCode.untrusted : ExitCode.clean;
}

/** Tests with what is wrong with them, by the runs that are given. @throws UsageError when one cannot be read */
export async function testedIn(
  run: readonly string[] | undefined,
  tests: readonly TestCase[],
  root: string,
): Promise<readonly TestCase[]> {
  if (run === undefined) return tests;
  const { readRuns } = await import("./evidence-input.js");
  const { runs, failures } = readRuns(run);
  const [first] = failures;
  if (first) throw new UsageError(`--run '${first.path ?? ""}': ${first.message}`);
  const { withRuns } = await import("../evidence/guards.js");
  return withRuns(tests, runs, await (await import("../evidence/program.js")).Program.at(root));
}

/** Writes skeletons, and never over a file that is there. Answers their absolute paths. */
function scaffold(wanted: readonly Skeleton[], root: string): string[] {
  return wanted.map(({ path, text }) => {
    const file = resolve(root, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: "wx" });
    } catch (error) {
      throw new UsageError(`'${path}' cannot be written: ${reasonOf(error)}`);
    }
    return file;
  });
}

async function triaged(
  repository: Repository,
  paths: readonly string[],
  flags: TriageFlags,
  earlier: Ledger | undefined,
): Promise<Triage> {
  const { select, ignore, audit, exclude, minSeverity, config: configuration, since } = flags;
  const progress = new Progress(process.stderr, !flags.quiet, "commits", true);
  const onProgress = (done: number, total: number, what: "commits" | "files"): void => {
    progress.update(done, total, what === "files" ? "files of a commit" : what);
  };
  const choice = { select, ignore, audit, exclude, minSeverity, configuration };
  try {
    const asked = { ...choice, rules: selectRules(flags), paths, since, earlier };
    return await triage(repository, { ...asked, isKept: flags.cache, onProgress });
  } finally {
    progress.clear();
  }
}

/** What is to be kept of the report that is there. */
function readEarlier(file: string): Earlier {
  return readStored(
    file,
    (text): Earlier => {
      const ledger = readLedger(text);
      if (!ledger)
        throw new Error("scarlint did not write it and would overwrite it; name another file, or --check it");
      return { ledger, notes: readNotes(text) };
    },
    { notes: new Map() },
  );
}

interface Earlier {
  readonly ledger?: Ledger;
  readonly notes: Notes;
}

function writeTrend(file: string, entries: readonly TrendEntry[]): void {
  writeWhole(file, TRIAGES.json(entries), "--trend");
}

/** When a report is generated, in milliseconds since 1970. */
function momentOf(date: string | undefined): number {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  if (date === undefined && epoch === undefined) return Date.now();
  const text = date ?? "";
  const time = date === undefined ? Number(epoch) * 1000 : new Date(text).getTime();
  const isDate = date === undefined ? /^\d{1,12}$/.test(epoch ?? "") : /^\d{4}-\d\d-\d\d(T|$)/.test(text);
  if (isDate && Number.isFinite(time)) return time;
  const name = date === undefined ? `SOURCE_DATE_EPOCH '${epoch ?? ""}'` : `--date '${date}'`;
  throw new UsageError(`${name} is no date; write --date like 2030-12-31 or 2030-12-31T18:00:00Z`);
}

/** The command that writes a report again, in the repository's root. */
function commandLine(file: string, paths: readonly string[], flags: TriageFlags, root: string): string[] {
  const { select = [], ignore = [], exclude = [], minSeverity, audit, config, trend, run = [] } = flags;
  const here = (path: string): string => written(displayPath(resolve(path), root));
  const kept = (path: string): string => written(keptName(resolve(path), root));
  return [
    ...["scarlint", "triage", "--report", kept(file)],
    ...(trend === undefined ? [] : ["--trend", kept(trend)]),
    ...run.flatMap((spec) => ["--run", spec]),
    ...(select.length > 0 ? ["--select", select.join(",")] : []),
    ...(ignore.length > 0 ? ["--ignore", ignore.join(",")] : []),
    ...(minSeverity === "low" ? [] : ["--min-severity", minSeverity]),
    ...exclude.flatMap((glob) => ["--exclude", glob]),
    ...(audit ? ["--audit"] : []),
    ...(typeof config === "string" ? ["--config", here(config)] : config ? [] : ["--no-config"]),
    ...(relative(root, process.cwd()) === "" && paths.length === 0
      ? []
      : scopeOf(paths, process.cwd(), root).map(argument)),
  ];
}

/** A path that is not taken for an option. */
function written(path: string): string {
  return /^[\w./]/.test(path) ? path : `./${path}`;
}

/** A path of a scope, which is relative to the root, as an argument. */
function argument(path: string): string {
  return /^[\w.]/.test(path) && path.includes("/") ? path : `./${path}`;
}

async function printFailures(failures: readonly Failure[], root: string): Promise<void> {
  const pathOf = (path: string): string => displayPath(resolve(root, path), process.cwd());
  await print(process.stderr, failures.map((failure) => `scarlint: ${failureLine(failure, pathOf)}\n`).join(""));
}

function summary({ bugs }: Triage): string {
  const open = bugs.filter(isOpen).length;
  const of = (status: string): number => bugs.filter((bug) => statusOf(bug) === status).length;
  return `${count(bugs.length, "bug")}: ${open} open, ${of("ACCEPTED")} accepted, ${of("RESOLVED")} resolved`;
}
