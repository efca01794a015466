import { resolve } from "node:path";
import type { Settings } from "../../config/settings.js";
import { Exclusions } from "../../files/exclusions.js";
import { isComeAcross } from "../../files/left-out.js";
import { displayPath } from "../../files/paths.js";
import { FileProblem } from "../../files/problem.js";
import { answerTo } from "../../python/prefilter/text-question.js";
import { Texts } from "../../python/model/texts.js";
import { loadParser } from "../../syntax/parser.js";
import type { Failure, ScanResult } from "../finding/finding.js";
import { merged } from "../finding/run-result.js";
import { judge } from "../judge/judge.js";
import { gather, openFiles, settingsByPath, type Job } from "../request/job.js";
import { RULES } from "../rules/rules.generated.js";
import { Run, type RunOptions, type TracedResult } from "../run/run.js";
import { shortened, TracedFiles, type AnsweringFiles } from "../run/traced-files.js";
import { reportingOf, type Reporting, type ScanOptions } from "../scan/reporting.js";
import { runJob } from "../share/pool.js";
import { ChangedFiles, type Now } from "./changed-files.js";
import { KnownAnswers } from "./known-answers.js";
import { Part } from "./part.js";

/**
 * A scan that is kept true while its files change: of what was found is found anew what leans on a file that has changed, by
 * what was asked of the files for it, as the cache of results does from one scan to the next.
 *
 * A change of what is scanned, such as of a configuration, wants another one.
 */
export class LiveScan {
  readonly #files: ChangedFiles;
  readonly #answers = new KnownAnswers();
  /** By the files that they are of. */
  readonly #parts = new Map<string, Part>();
  readonly #stale = new Set<string>();
  readonly #settings: Map<string, Settings>;
  readonly #exclusions: Exclusions;
  readonly #asked: AnsweringFiles;
  #library: ReturnType<ChangedFiles["library"]>;
  #changes = 0;
  #result: ScanResult | undefined;

  private constructor(
    private readonly request: ScanOptions,
    readonly job: Job,
    private readonly unread: readonly Failure[],
    private readonly reporting: Reporting,
    private readonly options: RunOptions,
    private readonly texts: Texts,
  ) {
    this.#files = new ChangedFiles(openFiles(job));
    this.#settings = new Map(settingsByPath(job));
    this.#exclusions = new Exclusions(job.exclude, job.excluded);
    this.#library = this.#files.library();
    this.#asked = {
      load: (path) => this.#files.load(path),
      read: (path) => this.textOf(path),
      kindAt: (path) => this.#files.kindAt(path),
      expectFewWords: () => undefined,
      answer: (question, key) => {
        const answer = this.#answers.of(key) ?? shortened(answerTo(question, this.#library));
        this.#answers.add(key, answer);
        return answer;
      },
    };
  }

  /**
   * Scans all files as they lie on the disk.
   *
   * @throws as a scan does
   */
  static async start(request: ScanOptions): Promise<LiveScan> {
    const { rules = RULES, workers, cache, onProgress } = request;
    const reporting = await reportingOf(request);
    const { job, failures } = await gather(request);
    const options = { rules, minSeverity: reporting.minSeverity };
    const live = new LiveScan(request, job, failures, reporting, options, new Texts(await loadParser()));
    const onTraced = (traced: TracedResult): void => live.take(traced);
    await runJob(job, options, { workers, cache, onProgress, onTraced });
    for (const path of job.paths) if (!live.#parts.has(path)) live.#stale.add(path);
    return live;
  }

  /** The files of which has to be found anew what is in them. */
  get stale(): ReadonlySet<string> {
    return this.#stale;
  }

  /** The path of a file that belongs to the scan, from where it lies. */
  pathOf(absolute: string): string | undefined {
    const path = displayPath(resolve(absolute), this.job.root);
    return this.#settings.has(path) ? path : undefined;
  }

  /** What a file holds. */
  textOf(path: string): string | undefined {
    const source = this.#files.load(path);
    return source instanceof FileProblem ? undefined : source.text;
  }

  /** Whether a file begins with a byte order mark. */
  isMarked(path: string): boolean {
    if (this.#files.kindAt(path) !== "file") return false;
    const source = this.#files.load(path);
    return !(source instanceof FileProblem) && source.asUtf8.startsWith("\ufeff");
  }

  /** The baseline that counts; absolute. */
  get baseline(): string | undefined {
    return this.reporting.baseline;
  }

  /**
   * Takes a new file into the scan, if a walk would come across it.
   *
   * @throws ConfigurationError when a configuration that is new with it cannot be followed
   */
  async admit(absolute: string): Promise<string | undefined> {
    const { root, named } = this.job;
    const path = displayPath(absolute, root);
    if (!named.some((start) => isComeAcross(absolute, start, root, this.#exclusions))) return undefined;
    const replaced = new Map([[path, new Uint8Array()]]);
    const { job } = await gather({ ...this.request, paths: [absolute], replaced });
    const settings = settingsByPath(job).get(path);
    if (job.root !== root || !settings) return undefined;
    this.#settings.set(path, settings);
    this.#files.admit(path);
    this.#stale.add(path);
    return path;
  }

  /**
   * Takes down what a file is by now; what leans on it is stale.
   *
   * @param isTold whether somebody has seen it change, so that what is read of it only now is not what it was
   */
  change(path: string, now: Now, isTold = false): void {
    const isKnown = this.#files.isChanged(path) || !isTold;
    if (isKnown && isSame(this.#files, path, now)) return;
    const before = this.#files.kindAt(path);
    this.#files.set(path, now);
    this.#library = this.#files.library();
    this.#changes++;
    const hasMoved = before !== this.#files.kindAt(path);
    const text = this.#files.textAt(path);
    const otherwise = this.#answers.change(path, { text, hasMoved, changed: this.#files.size }, this.#library);
    for (const part of new Set(this.#parts.values())) {
      if (part.leansOn(path, otherwise, (at) => this.#files.kindAt(at))) this.expire(part);
    }
    if (!now) this.drop(path);
  }

  /** Finds anew what is in a file. */
  async refresh(path: string): Promise<void> {
    const changes = this.#changes;
    const files = new TracedFiles(this.#asked);
    const run = await Run.over(files, this.#settings, this.options, loadParser(), this.texts);
    const [traced] = await run.trace([path]);
    // What has changed in the meantime it may have seen or not.
    if (!traced || changes !== this.#changes) return;
    this.#parts.get(path)?.supersede(path);
    this.take(traced);
    this.#stale.delete(path);
  }

  /** What a scan would report, as far as nothing is stale. */
  result(): ScanResult {
    return (this.#result ??= this.judged());
  }

  private judged(): ScanResult {
    const { root } = this.job;
    const found = merged([...new Set(this.#parts.values())].map((part) => part.result));
    const failures = [...this.unread, ...found.failures];
    const { rules, minSeverity } = this.options;
    const today = this.request.today ?? new Date().toISOString().slice(0, "2027-01-31".length);
    const judging = { rules, minSeverity, settings: this.#settings, isComplete: failures.length === 0, today };
    const { findings, suppressed } = judge(found, judging);
    const { files, lines } = found;
    const paths = [...this.#settings.keys()].sort();
    return this.reporting.shown({ root, paths, findings, suppressed, failures, files, lines });
  }

  private take(traced: TracedResult): void {
    this.#result = undefined;
    this.#parts.set(traced.path, new Part([traced.path], traced));
    for (const [key, answer] of traced.trace.asked) this.#answers.add(key, answer);
  }

  private expire(part: Part): void {
    for (const path of part.current) this.#stale.add(path);
  }

  private drop(path: string): void {
    this.#result = undefined;
    this.#parts.get(path)?.supersede(path);
    this.#parts.delete(path);
    this.#stale.delete(path);
    this.#settings.delete(path);
  }
}

function isSame(files: ChangedFiles, path: string, now: Now): boolean {
  if (files.kindAt(path) !== "file") return now === undefined;
  const before = files.load(path);
  if (!now || now instanceof FileProblem || before instanceof FileProblem) return false;
  return before.text === now.text && before.asUtf8 === now.asUtf8;
}
