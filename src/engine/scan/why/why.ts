import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { resolve as resolveLayers, type Resolved } from "../../../config/settings.js";
import { Exclusions } from "../../../files/exclusions.js";
import { whyLeftOut } from "../../../files/left-out.js";
import { displayPath } from "../../../files/paths.js";
import { FileProblem } from "../../../files/problem.js";
import { Knowledge } from "../../../python/model/knowledge.js";
import { Lines } from "../../../syntax/positions.js";
import type { Finding, ScanResult } from "../../finding/finding.js";
import { ADDRESS } from "../../finding/suppression-comments.js";
import { gather, layerOf, openFiles, settingsByPath, type Job } from "../../request/job.js";
import { configurationsFor } from "../../request/policy.js";
import type { ScanRequest } from "../../request/request.js";
import type { RegisteredRule } from "../../rule.js";
import { domainOf, problemOf } from "../../rules/selection.js";
import { concerns, wordsOf } from "../../run/concerns.js";
import type { Severity } from "../../severity.js";
import { runJob } from "../../share/pool.js";
import type { Asked, WhyAnswer } from "./answer.js";
import { circumstancesOf } from "./circumstances.js";
import { Fates, keyOf } from "./fates.js";

/** A scan of the current directory, as somebody would ask for it. */
export interface Requested extends ScanRequest {
  readonly rules: readonly RegisteredRule[];
  readonly minSeverity: Severity;
  readonly today: string;
}

/** What is asked about. */
export interface Question {
  readonly file: string;
  readonly line: number;
  /** The rules that it is about. */
  readonly about: readonly RegisteredRule[];
  /** Takes out of a result what a baseline holds. */
  readonly withoutOld: ((result: ScanResult) => ScanResult) | undefined;
}

/**
 * Finds out what is asked about a line and what comes of it: by a scan for everything that any rule has to say, and by
 * taking with that all the steps that the requested scan takes.
 *
 * @throws Error with one readable line when there is no such file or line; ConfigurationError as a scan does.
 */
export async function why(requested: Requested, question: Question): Promise<WhyAnswer> {
  const { request, job, path, leftOut } = await located(requested, question.file);
  const { line, about } = question;
  const source = openFiles(job).load(path);
  const nothing = { root: job.root, path, line, code: "", found: [], evidence: [], rules: [], isIncomplete: false };
  if (source instanceof FileProblem) return { ...nothing, ...leftOut, unread: source.message };
  const lines = new Lines(source.text);
  if (line > lines.count)
    throw new Error(`'${question.file}' has no line ${String(line)}: its last is ${String(lines.count)}`);
  const everything = await everythingFor(request);
  const { cache, onProgress } = request;
  const raw = await runJob(everything, { rules: request.rules, minSeverity: "low" }, { cache, onProgress });
  const settings = settingsByPath(job);
  const fates = new Fates(raw, { ...request, job, settings, withoutOld: question.withoutOld });
  const knowledge = new Knowledge(settings.get(path)?.facts);
  const resolved = await resolvedFor(path, request, job.root);
  const isAsked = ({ rule }: Finding): boolean => about.some(({ id }) => id === rule);
  const here = [...raw.findings, ...fates.remarks].filter((each) => each.path === path && each.start.line === line);
  const keys = new Set(here.map(keyOf));
  const own = raw.failures.filter((failure) => failure.path === path);
  return {
    ...nothing,
    ...leftOut,
    ...(await circumstancesOf(everything, path, line, knowledge)),
    code: lines.text(line),
    found: here.filter(isAsked).map((finding) => ({ finding, fate: fates.of(finding, resolved) })),
    evidence: fates.shown.filter((each) => isAsked(each) && !keys.has(keyOf(each)) && leansOn(each, path, line)),
    rules: about.map((rule) => {
      const failure = own.find((each) => each.rule === rule.id || each.rule === undefined);
      return { id: rule.id, asked: askedOf(rule, resolved, failure?.message, source.text, knowledge) };
    }),
    isIncomplete: raw.failures.length > own.length,
  };
}

/** The scan that comes across a file: that of the directory, or else one of the file alone. */
async function located(
  request: Requested,
  file: string,
): Promise<{ request: Requested; job: Job; path: string; leftOut: Pick<WhyAnswer, "leftOut"> }> {
  const absolute = resolve(file);
  if (!existsSync(absolute)) throw new Error(`'${file}': there is no such file`);
  if (statSync(absolute).isDirectory()) throw new Error(`'${file}' is a directory; name a file and a line in it`);
  const { job } = await gather(request);
  const path = displayPath(absolute, job.root);
  if (job.paths.includes(path)) return { request, job, path, leftOut: {} };
  const alone = { ...request, paths: [absolute] };
  const { job: other } = await gather(alone);
  const leftOut = whyLeftOut(absolute, resolve("."), job.root, new Exclusions(job.exclude, job.excluded));
  return { request: alone, job: other, path: displayPath(absolute, other.root), leftOut: { leftOut } };
}

/** The job of a scan for all that there is to say, proved or not. */
async function everythingFor(request: Requested): Promise<Job> {
  const domains = [...new Set(request.rules.map(({ id }) => domainOf(id)))];
  return (await gather({ ...request, select: domains, ignore: [], audit: true })).job;
}

/** What is said of a file, and by whom. */
async function resolvedFor(path: string, request: Requested, root: string): Promise<Resolved> {
  const { rules } = request;
  const surroundings = { root, current: resolve("."), problemOf: (name: string) => problemOf(name, rules) };
  const configurations = configurationsFor(request, surroundings);
  if (request.configuration !== false) await configurations.read([dirname(resolve(root, path))]);
  const ids = rules.map(({ id }) => id).sort();
  return resolveLayers(ids, [...configurations.saidOf(path).layers, layerOf(request)]);
}

function askedOf(
  { id, rule }: RegisteredRule,
  resolved: Resolved,
  failure: string | undefined,
  text: string,
  knowledge: Knowledge,
): Asked {
  const runs = resolved.rules.get(id);
  if (!runs?.value) return { kind: "off", by: runs?.by ?? "default" };
  if (failure !== undefined) return { kind: "failed", message: failure };
  // What judges comments looks for them, not for words of a program.
  if (rule.judge) return text.includes(ADDRESS) ? { kind: "looked" } : { kind: "no-words", words: [ADDRESS] };
  if (concerns(rule, text, knowledge)) return { kind: "looked" };
  return { kind: "no-words", words: [...(wordsOf(rule, knowledge) ?? [])].sort() };
}

/** Whether a finding names a line as evidence. */
function leansOn({ related, flow }: Finding, path: string, line: number): boolean {
  return [...related, ...flow].some((step) => step.path === path && step.start.line === line);
}
