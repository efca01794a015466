import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { loadDocs } from "../engine/rules/docs.js";
import type { Finding, ScanResult } from "../engine/finding/finding.js";
import { RULES } from "../engine/rules/rules.generated.js";
import { displayPath, repositoryOf } from "../files/paths.js";
import { LARGEST_DOCUMENT, readText, whyUnread } from "../files/read.js";
import { byCause } from "../engine/judge/causes.js";
import type { Ledger } from "../plan/ledger.js";
import { NOTHING_KNOWN, standingOf } from "../plan/standing.js";
import { BROKEN, leftOf, progressOf, type Outcome, type Progress, type TaskProgress } from "../plan/progress.js";
import { besideOf, readLedger } from "../plan/read.js";
import { taskMarkdown } from "../report/plan-markdown.js";
import { leftText, outcomeLine, showText, summary, type ProgressStyle } from "../report/plan-progress.js";
import { toTodo } from "../report/plan-todo.js";
import { visibleJson } from "../report/visible.js";
import { ExitCode } from "./exit-code.js";
import { refuseUnwritable, writeWhole } from "./output-file.js";
import { momentOf, planScan, printFailures, requiredDate } from "./plan-command.js";
import { conclude } from "./plan-conclude.js";
import { print } from "./streams.js";
import { colorsFor } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** What may be asked of a plan. */
export type Question = "show" | "next" | "verify" | "conclude";

/** The options of a question about a plan. */
export interface ProgressFlags {
  readonly phase?: number;
  readonly todo?: boolean;
  readonly output?: string;
  readonly date?: string;
  readonly color: boolean;
}

/** Scans again what a plan was made of, and says how far it is. */
export async function planProgressCommand(question: Question, file: string, flags: ProgressFlags): Promise<ExitCode> {
  const ledger = ledgerIn(file);
  if (flags.todo && question !== "show") throw new UsageError(`--todo goes with 'plan show', not 'plan ${question}'`);
  if (flags.todo && flags.phase !== undefined) throw new UsageError("--todo writes all phases, so leave out --phase");
  if (question === "conclude" && flags.phase === undefined) {
    throw new UsageError("say which phase to conclude: 'plan conclude FILE --phase 1'");
  }
  if (flags.output !== undefined) refuseUnwritable(flags.output);
  const result = await rescan(ledger);
  const exists = (path: string): boolean => existsSync(resolve(result.root, path));
  const whole = await progressIn(ledger, result, exists);
  refuseElsewhere(whole, result.root, exists, file);
  const progress = restricted(whole, flags.phase, file);
  const style: ProgressStyle = {
    colors: colorsFor(process.stdout, flags.color && flags.output === undefined),
    pathOf: (path) => displayPath(resolve(result.root, path), process.cwd()),
    docs: await loadDocs(),
  };
  if (question === "conclude") return conclude({ file, ledger, progress, result, flags, style });
  const text = flags.todo
    ? await todo(ledger, progress, result, file, flags)
    : { show: showText, next: nextText, verify: leftText }[question](progress, style);
  if (flags.output === undefined) await print(process.stdout, text);
  else writeWhole(flags.output, text);
  const trust = await printFailures(result);
  if (trust !== ExitCode.clean || question !== "verify") return trust;
  return leftOf(progress.phases.flatMap(({ tasks }) => tasks)).length > 0 ? ExitCode.findings : ExitCode.clean;
}

function ledgerIn(file: string): Ledger {
  const ledger = read(file);
  const unknown = ledger.entries.find(({ rule }) => RULES.every(({ id }) => id !== rule));
  if (unknown) throw new UsageError(`'${file}': this version has no rule '${unknown.rule}'; make the plan anew`);
  return ledger;
}

function read(file: string): Ledger {
  try {
    const text = readText(file, LARGEST_DOCUMENT);
    const beside = besideOf(text);
    return beside === undefined ? readLedger(text) : readPlaces(join(dirname(file), beside));
  } catch (error) {
    throw new UsageError(`'${file}' cannot be used as a plan: ${whyUnread(error)}`);
  }
}

/** What a long plan remembers stands in a file of its own. */
function readPlaces(file: string): Ledger {
  try {
    return readLedger(readText(file, LARGEST_DOCUMENT));
  } catch (error) {
    throw new Error(`its places are in '${file}': ${whyUnread(error)}`, { cause: error });
  }
}

/** Scans what the plan was made of, in the repository around the current directory. */
async function rescan({ scope }: Ledger): Promise<ScanResult> {
  const { paths, rules, exclude, minSeverity, audit } = scope;
  const isChosen = rules.length < RULES.length;
  const select = isChosen ? RULES.map(({ id }) => id).filter((id) => id === BROKEN || rules.includes(id)) : [];
  return planScan({ current: rootHere(), paths, exclude, minSeverity, select, ...(audit && { audit }) });
}

/**
 * How far a plan is. What seems to be done is looked at once more, file by file: an ignore file or a configuration may
 * have come to hide it, and what is not looked at is not done.
 */
async function progressIn(ledger: Ledger, result: ScanResult, exists: (path: string) => boolean): Promise<Progress> {
  const first = progressOf(ledger, { ...result, exists });
  const done = outcomesOf(first).filter(({ entry, state }) => state.is === "fixed" && exists(entry.path));
  if (done.length === 0) return first;
  const rules = RULES.filter(({ id }) => id === BROKEN || done.some(({ entry }) => entry.rule === id));
  const { minSeverity, audit } = ledger.scope;
  const paths = [...new Set(done.map(({ entry }) => entry.path))];
  const again = await planScan({ current: rootHere(), paths, rules, minSeverity, audit, configuration: false });
  const known = new Set([...result.findings, ...result.suppressed].map(keyOf));
  const unseen = <F extends Finding>(findings: readonly F[]): F[] => findings.filter((each) => !known.has(keyOf(each)));
  const findings = [...result.findings, ...unseen(again.findings)];
  const suppressed = [...result.suppressed, ...unseen(again.suppressed)];
  const { phases, added } = progressOf(ledger, { findings, suppressed, exists });
  return { phases, added: added.filter((finding) => known.has(keyOf(finding))) };
}

function keyOf({ rule, path, start, message }: Finding): string {
  return JSON.stringify([rule, path, start.line, start.column, message]);
}

function outcomesOf({ phases }: Progress): readonly Outcome[] {
  return phases.flatMap(({ tasks }) => tasks.flatMap((task) => task.outcomes));
}

function rootHere(): string {
  return repositoryOf(process.cwd()) ?? process.cwd();
}

/** In another project, nothing of a plan is found, and all of it would seem to be done. */
function refuseElsewhere(progress: Progress, root: string, exists: (path: string) => boolean, file: string): void {
  const outcomes = outcomesOf(progress);
  const isElsewhere = outcomes.every(({ entry, state }) => state.is === "fixed" && !exists(entry.path));
  if (outcomes.length === 0 || !isElsewhere) return;
  throw new UsageError(
    `'${file}': none of the plan's files is in '${root}'; run this in the project that the plan was made for`,
  );
}

function restricted(progress: Progress, phase: number | undefined, file: string): Progress {
  if (phase === undefined) return progress;
  const phases = progress.phases.filter(({ number }) => number === phase);
  if (phases.length > 0) return { ...progress, phases };
  const numbers = progress.phases.map(({ number }) => String(number)).join(", ");
  throw new UsageError(
    `'${file}' has no phase ${String(phase)} to check; ${numbers === "" ? "it has none at all" : `there is ${numbers}`}`,
  );
}

/** The first task that is not done, with what is left of it as it is today. */
function nextText(progress: Progress, style: ProgressStyle): string {
  const next = progress.phases.flatMap(({ tasks }) => tasks).find((task) => leftOf([task]).length > 0);
  if (!next) return summary(progress.phases, style);
  return [described(next, style), summary(progress.phases, style)].join("\n");
}

function described(task: TaskProgress, style: ProgressStyle): string {
  const left = leftOf([task]);
  const findings = left.flatMap(({ state }) => ("finding" in state ? [state.finding] : []));
  const remarks = left.filter(({ state }) => state.is !== "open").map((outcome) => `${outcomeLine(outcome, style)}\n`);
  if (findings.length === 0) return `Task ${task.number}:\n${remarks.join("")}`;
  const [shared] = byCause(findings).shared;
  const cause = shared?.findings.length === findings.length ? shared.cause : undefined;
  const part = { number: task.number, findings, ...(cause && { cause }) };
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const { standing } = standingOf(findings, NOTHING_KNOWN);
  const text = taskMarkdown(
    { number: task.number, rules, standing, parts: [part], ...(cause && { cause }) },
    style.docs,
  );
  return [text.replace(/^#+ .*/, (heading) => style.colors.bold(heading)), ...remarks].join("");
}

async function todo(
  ledger: Ledger,
  progress: Progress,
  { root }: ScanResult,
  file: string,
  { date, output = file }: ProgressFlags,
): Promise<string> {
  const { created } = await momentOf(root, date);
  const updated = requiredDate(created === undefined ? ledger : { created });
  return visibleJson(
    toTodo({
      ledger,
      progress,
      docs: await loadDocs(),
      file: displayPath(resolve(output), root),
      created: ledger.created ?? updated,
      updated,
      isNew: false,
    }),
  );
}
