import { basename, resolve } from "node:path";
import { loadDocs } from "../engine/rules/docs.js";
import type { ScanResult } from "../engine/finding/finding.js";
import type { ScanRequest } from "../engine/request/request.js";
import { reachIn } from "../engine/scan/reach.js";
import { scan } from "../engine/scan/scan.js";
import { selectRules } from "../engine/rules/selection.js";
import { GitProblem, Repository } from "../files/git.js";
import { displayPath, keptName } from "../files/paths.js";
import { ledgerOf } from "../plan/ledger.js";
import { planOf, type Form, type Plan } from "../plan/plan.js";
import { withPlainMessages } from "../engine/finding/message.js";
import { planIssues } from "../report/plan-issues.js";
import { toPlanJson } from "../report/plan-json.js";
import { MOST_LINES, toPlanMarkdown, toSplitPlan } from "../report/plan-markdown.js";
import { toTodo } from "../report/plan-todo.js";
import { visibleJson } from "../report/visible.js";
import { VERSION } from "../version.js";
import { ExitCode } from "./exit-code.js";
import { refuseUnwritable, writeWhole } from "./output-file.js";
import { Progress } from "./progress.js";
import { soleFormat, wantedIssues } from "./outputs.js";
import { refuseIssueDirectory, writeIssues, type WantedIssues } from "./issue-files.js";
import type { ScanFlags } from "./flags.js";
import { requestOf } from "./request.js";
import { printFailures as printReasons } from "./showing.js";
import { print } from "./streams.js";
import { UsageError } from "./usage-error.js";

/** The options of a scan with the built-in rules, and the command's own. */
export interface PlanFlags extends Omit<ScanFlags, "rules"> {
  readonly todo?: boolean;
  readonly date?: string;
}

/** What a plan is called when it goes to standard output. */
const FILES: Readonly<Record<Form, string>> = {
  markdown: "remediation-plan.md",
  json: "remediation-plan.json",
  todo: "remediation-todo.json",
};

/**
 * Scans paths and writes a plan of what to do about the findings.
 *
 * @param commands names of the commands about plans, which a missing path may have been meant for
 */
export async function planCommand(
  paths: readonly string[],
  flags: PlanFlags,
  commands: readonly string[],
): Promise<ExitCode> {
  const issues = wantedIssues(flags);
  if (issues) return issuesCommand(paths, flags, issues, commands);
  const { output, exclude = [], audit = false, minSeverity } = flags;
  const form = formOf(flags);
  if (output !== undefined) refuseUnwritable(output);
  const rules = selectRules(flags);
  const result = await planScan(requestOf(paths, flags));
  const { root } = result;
  const named = paths.length > 0 ? paths : ["."];
  const subject = {
    scope: {
      paths: [...new Set(named.map((path) => displayPath(resolve(path), root)))].sort(),
      rules: rules.map(({ id }) => id),
      ...{ exclude, minSeverity, audit },
    },
    form,
    file: output === undefined ? FILES[form] : keptName(resolve(output), root),
    files: result.files,
    ...(await momentOf(root, flags.date)),
  };
  const reach = await reachIn(root, new Set(result.findings.map(({ path }) => path)));
  const plan = planOf(result.findings, subject, reach);
  const report = await formatted(plan, result);
  if (output !== undefined) await write(plan, report, output);
  else await print(process.stdout, report);
  if (output === undefined && isLong(plan, report)) await print(process.stderr, adviceFor(report));
  return printFailures(result, commands);
}

/** Writes a file for each bug, to be filed; nothing is sent. */
async function issuesCommand(
  paths: readonly string[],
  flags: PlanFlags,
  wanted: WantedIssues,
  commands: readonly string[],
): Promise<ExitCode> {
  refuseIssueDirectory(wanted.directory);
  const result = await planScan(requestOf(paths, flags));
  await writeIssues(planIssues(result.findings, await loadDocs()), wanted);
  return printFailures(result, commands);
}

function isLong({ form }: Plan, report: string): boolean {
  return form === "markdown" && lineCount(report) > MOST_LINES;
}

function lineCount(text: string): number {
  return text.split("\n").length;
}

function adviceFor(report: string): string {
  const lines = String(lineCount(report));
  return `scarlint: this plan has ${lines} lines; with --output plan.md it is one to read, and all places are in a file beside it\n`;
}

/** Writes a plan, with its places in a second file where nobody would read it whole. */
async function write(plan: Plan, report: string, output: string): Promise<void> {
  const places = output.replace(/(\.\w+)?$/, "-places.md");
  if (!isLong(plan, report)) {
    writeWhole(output, report);
    return;
  }
  refuseUnwritable(places);
  const split = toSplitPlan(plan, await loadDocs(), basename(places));
  writeWhole(places, split.places);
  writeWhole(output, split.plan);
}

function formOf(flags: PlanFlags): Form {
  const { todo } = flags;
  const format = soleFormat(flags);
  if (format !== "text" && format !== "json") throw new UsageError("a plan is Markdown or, with --format json, JSON");
  if (todo && format === "json") throw new UsageError("--todo writes JSON of its own, so leave out --format");
  return todo ? "todo" : format === "json" ? "json" : "markdown";
}

/** Scans with a line that says how far it is; messages are plain text. */
export async function planScan(request: ScanRequest): Promise<ScanResult> {
  const progress = new Progress(process.stderr, true);
  const onProgress = (done: number, total: number): void => {
    progress.update(done, total);
  };
  try {
    return withPlainMessages(await scan({ ...request, onProgress }));
  } finally {
    progress.clear();
  }
}

/** Says what makes a result incomplete, and what the exit code is because of it. */
export async function printFailures(result: ScanResult, commands: readonly string[] = []): Promise<ExitCode> {
  const pathOf = (path: string): string => displayPath(resolve(result.root, path), process.cwd());
  await printReasons(result, commands, { pathOf });
  return result.failures.length > 0 ? ExitCode.untrusted : ExitCode.clean;
}

/**
 * The date to write into a plan, and the commit that is checked out: the same code gives the same plan, whenever it is
 * made, because the date is the commit's unless one is given.
 */
export async function momentOf(root: string, date?: string): Promise<Pick<Plan, "created" | "commit">> {
  const head = await headOf(root);
  const created = date === undefined ? head?.date : dateOf(date);
  return { ...(created && { created: isoOf(created) }), ...(head && { commit: head.id }) };
}

/** A task list needs a date. @throws UsageError when there is none. */
export function requiredDate({ created }: Pick<Plan, "created">): string {
  if (created !== undefined) return created;
  throw new UsageError("a task list needs a date, and there is no commit to take it from; give one: --date 2030-12-31");
}

async function formatted(plan: Plan, today: ScanResult): Promise<string> {
  const docs = await loadDocs();
  if (plan.form === "json") return visibleJson(toPlanJson(plan, docs, VERSION));
  if (plan.form === "markdown") return toPlanMarkdown(plan, docs);
  const created = requiredDate(plan);
  const { progressOf } = await import("../plan/progress.js");
  const ledger = ledgerOf(plan);
  const progress = progressOf(ledger, { ...today, exists: () => true });
  return visibleJson(toTodo({ ledger, progress, docs, file: plan.file, created, updated: created, isNew: true }));
}

async function headOf(root: string): Promise<{ readonly id: string; readonly date: Date } | undefined> {
  try {
    const [head] = await (await Repository.around(root)).commits([], 1);
    return head;
  } catch (error) {
    // Without git, or before the first commit, a plan has no commit.
    if (error instanceof GitProblem) return undefined;
    throw error;
  }
}

function dateOf(text: string): Date {
  const date = new Date(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new UsageError(`--date '${text}' is no date; write it like 2030-12-31 or 2030-12-31T18:00:00Z`);
}

function isoOf(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "+00:00");
}
