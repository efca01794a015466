import { join, resolve } from "node:path";
import type { Settings } from "../../config/settings.js";
import { Exclusions } from "../../files/exclusions.js";
import { isComeAcross } from "../../files/left-out.js";
import { displayPath, statsAt } from "../../files/paths.js";
import { placesOf } from "../../files/places.js";
import { FileProblem, reasonOf } from "../../files/problem.js";
import { readSource } from "../../files/read.js";
import { answerTo, type TextQuestion } from "../../python/prefilter/text-question.js";
import { Texts } from "../../python/model/texts.js";
import { loadFrugalParser } from "../../syntax/parser.js";
import type { Failure, ScanResult } from "../finding/finding.js";
import { merged } from "../finding/run-result.js";
import { judge } from "../judge/judge.js";
import { gather, openFiles, settingsByPath, type Job } from "../request/job.js";
import { RULES } from "../rules/rules.generated.js";
import { Run, type RunOptions } from "../run/run.js";
import { byFile, type TracedFile } from "../run/traced.js";
import { shortened, TracedFiles, type AnsweringFiles } from "../run/traced-files.js";
import { reportingOf, type Reporting, type ScanOptions } from "../scan/reporting.js";
import { openStore, remembering, type Store } from "../cache/store.js";
import { runJob } from "../share/pool.js";
import { ChangedFiles, type Now } from "./changed-files.js";
import { EarlierParts } from "./earlier-parts.js";
import { KnownAnswers } from "./known-answers.js";
import { ITSELF, Part, type Change, type Present } from "./part.js";
import { Versions } from "./versions.js";

/** So many files that are not what they were are kept in memory; then what lies on the disk is taken for all of them. */
const MOST_CHANGED = 200;

/**
 * A scan that is kept true while its files change: of what was found is found anew what leans on a file that has changed, by
 * what was asked of the files for it, as the cache of results does from one scan to the next.
 *
 * A change of what is scanned, such as of a configuration, wants another one.
 */
export class LiveScan {
  #files: ChangedFiles;
  readonly #answers = new KnownAnswers();
  /** What is so, by the files that it is of. */
  readonly #parts = new Map<string, readonly Part[]>();
  readonly #earlier = new EarlierParts();
  readonly #versions = new Versions();
  /** The rules of which has to be found anew what they find, by the files where. */
  readonly #stale = new Map<string, ReadonlySet<string>>();
  readonly #settings: Map<string, Settings>;
  #exclusions: Exclusions;
  readonly #asked: AnsweringFiles;
  #library: ReturnType<ChangedFiles["library"]>;
  #changes = 0;
  /** Over the files as they are now. */
  #run: Promise<Run> | undefined;
  #result: ScanResult | undefined;
  #all: ScanResult | undefined;

  private constructor(
    private readonly request: ScanOptions,
    public job: Job,
    private unread: readonly Failure[],
    private readonly reporting: Reporting,
    private readonly options: RunOptions,
    private readonly texts: Texts,
    private readonly store: Store | undefined,
  ) {
    this.#files = this.asTheyLie();
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
    const store = cache === true ? await openStore() : undefined;
    const live = new LiveScan(request, job, failures, reporting, options, new Texts(await loadFrugalParser()), store);
    const onTraced = (traced: TracedFile): void => live.learn(traced);
    await runJob(job, options, { workers, cache, onProgress, onTraced });
    for (const path of job.paths) if (!live.#parts.has(path)) live.outdateAll(path);
    return live;
  }

  /** The files of which has to be found anew what is in them. */
  get stale(): Pick<ReadonlyMap<string, unknown>, "has" | "keys" | "size"> {
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
    this.take(path, settings);
    // Nobody may tell of it that it has changed.
    this.#run = undefined;
    return path;
  }

  /**
   * Takes in what has become of files on the disk, of which all others are as they were.
   *
   * @returns whether it could: where what is scanned has changed in other ways, that is another scan
   */
  async follow(paths: readonly string[]): Promise<boolean> {
    const { root } = this.job;
    const isThere = (path: string): boolean => statsAt(join(root, path))?.isFile() ?? false;
    const mayMove = (path: string): boolean => !path.endsWith(".py") || isThere(path) !== this.#settings.has(path);
    if (paths.some(mayMove) && !(await this.relist(new Set(paths), isThere))) return false;
    this.changeAll(new Map(paths.map((path) => [path, isThere(path) ? onDisk(root, path) : undefined])));
    if (this.#files.size > MOST_CHANGED) this.settle();
    return true;
  }

  /** Finds out which files belong to the scan by now. Answers whether none but those that have changed came or went. */
  private async relist(changed: ReadonlySet<string>, isThere: (path: string) => boolean): Promise<boolean> {
    const { job, failures } = await gather(this.request);
    const settings = settingsByPath(job);
    const come = [...settings].filter(([path]) => !this.#settings.has(path));
    const left = [...this.#settings.keys()].filter((path) => !settings.has(path));
    if (come.some(([path]) => !changed.has(path)) || left.some((path) => isThere(path))) return false;
    if (job.root !== this.job.root) return false;
    this.job = job;
    this.unread = failures;
    this.#exclusions = new Exclusions(job.exclude, job.excluded);
    for (const [path, own] of come) this.take(path, own);
    return true;
  }

  /** The files as they lie on the disk. */
  private asTheyLie(): ChangedFiles {
    const files = openFiles(this.job);
    return new ChangedFiles(this.store ? remembering(files, this.job.root, this.store) : files);
  }

  /** Takes what lies on the disk for what the files are, and forgets what nobody leans on any more. */
  private settle(): void {
    this.#files = this.asTheyLie();
    this.#library = this.#files.library();
    this.#answers.retain(new Set([...this.#parts.values()].flat().flatMap((part) => part.asked)));
    // What else it has asked, nobody would ask again.
    this.#run = undefined;
  }

  /** Takes a file into the scan. */
  private take(path: string, settings: Settings): void {
    this.#settings.set(path, settings);
    this.#files.admit(path);
    this.#versions.take(path, this.#files.load(path));
    this.outdateAll(path);
  }

  /** Has all of a file found anew. */
  private outdateAll(path: string): void {
    this.#stale.set(path, new Set([ITSELF, ...(this.#settings.get(path)?.rules ?? [])]));
  }

  /** Has found anew what leans on a change. */
  private outdateParts(path: string, parts: readonly Part[], change: Change): void {
    const stale = parts.filter((part) => part.leansOn(change));
    if (stale.length === 0) return;
    this.#earlier.keep(path, stale);
    this.#parts.set(
      path,
      parts.filter((part) => !stale.includes(part)),
    );
    this.#stale.set(path, new Set([...(this.#stale.get(path) ?? []), ...stale.flatMap(({ rules }) => rules)]));
  }

  /**
   * Takes down what a file is by now; what leans on it is stale.
   *
   * @param isTold whether somebody has seen it change, so that what is read of it only now is not what it was
   */
  change(path: string, now: Now, isTold = false): void {
    const isKnown = this.#files.isChanged(path) || !isTold;
    if (!isKnown || !isSame(this.#files, path, now)) this.changeAll(new Map([[path, now]]));
  }

  private changeAll(changed: ReadonlyMap<string, Now>): void {
    const files = this.#files;
    const before = [...changed.keys()].map((path) => [path, files.isSearched(path)] as const);
    for (const [path, now] of changed) {
      files.set(path, now);
      this.#versions.take(path, now);
    }
    this.#library = files.library();
    this.#changes++;
    const moves = before.map(([path, was]) => {
      return { path, text: files.textAt(path), hasMoved: was !== files.isSearched(path) };
    });
    const otherwise = this.#answers.change(moves, this.#library);
    const paths = new Set(changed.keys());
    const change = { paths, places: placesOf(paths), otherwise, kindAt: (path: string) => files.kindAt(path) };
    for (const [path, parts] of this.#parts) this.outdateParts(path, parts, change);
    this.#run = this.#run?.then((run) => run.forget(paths, otherwise));
    for (const [path, now] of changed) if (!now) this.drop(path);
  }

  /** Finds anew what is in a file, as far as it is stale. */
  async refresh(path: string): Promise<void> {
    const stale = [...(this.#stale.get(path) ?? [])];
    const known = this.#earlier.recall(path, stale, this.present);
    const again = new Set(known.flatMap(({ rules }) => rules));
    const rules = stale.filter((rule) => !again.has(rule));
    if (rules.length === 0) {
      this.put(path, known);
      return;
    }
    const changes = this.#changes;
    this.#run ??= this.begin();
    // Where the file itself has changed, all of it has.
    const task = rules.includes(ITSELF) ? { path } : { path, rules };
    const [traced] = byFile(await (await this.#run).trace([task]));
    // What has changed in the meantime it may have seen or not, and so may what it remembers.
    if (changes !== this.#changes) this.#run = undefined;
    else if (traced) this.learn(traced, task.rules ? known : []);
  }

  /** What the files are by now. */
  private get present(): Present {
    return {
      versions: this.#versions,
      kindAt: (path) => this.#files.kindAt(path),
      answerTo: (key) => this.#answers.of(key) ?? this.#asked.answer(JSON.parse(key) as TextQuestion, key),
    };
  }

  private async begin(): Promise<Run> {
    const files = new TracedFiles(this.#asked);
    return Run.over(files, this.#settings, this.options, loadFrugalParser(), this.texts);
  }

  /** Finds anew whatever has to be found anew. */
  async refreshAll(): Promise<void> {
    for (const path of [...this.#stale.keys()]) await this.refresh(path);
  }

  /** What a scan would report, as far as nothing is stale. */
  result(): ScanResult {
    return (this.#result ??= this.reporting.shown(this.all()));
  }

  /** All that a scan would find, whether that is shown or not, as far as nothing is stale. */
  all(): ScanResult {
    return (this.#all ??= this.judged());
  }

  private judged(): ScanResult {
    const { root } = this.job;
    const found = merged([...this.#parts.values()].flat().map(({ result }) => result));
    const failures = [...this.unread, ...found.failures];
    const { rules, minSeverity } = this.options;
    const today = this.request.today ?? new Date().toISOString().slice(0, "2027-01-31".length);
    const judging = { rules, minSeverity, settings: this.#settings, isComplete: failures.length === 0, today };
    const { findings, suppressed } = judge(found, judging);
    const { files, lines } = found;
    const paths = [...this.#settings.keys()].sort();
    return { root, paths, findings, suppressed, failures, files, lines };
  }

  /** Takes down what was found in a file, beside what is known of it already. */
  private learn(traced: TracedFile, known: readonly Part[] = []): void {
    this.put(traced.path, [...known, ...Part.of(traced, this.#versions)]);
    for (const fact of traced.slices.flatMap(({ facts }) => facts))
      if (fact.about === "texts") this.#answers.add(fact.question, fact.answer);
  }

  /** Takes something for what is found in a file, beside what is so still. */
  private put(path: string, parts: readonly Part[]): void {
    this.outdate();
    this.#parts.set(path, [...(this.#parts.get(path) ?? []), ...parts]);
    this.#stale.delete(path);
  }

  /** What was told is not so any more. */
  private outdate(): void {
    this.#result = this.#all = undefined;
  }

  private drop(path: string): void {
    this.outdate();
    this.#earlier.keep(path, this.#parts.get(path) ?? []);
    this.#parts.delete(path);
    this.#stale.delete(path);
    this.#settings.delete(path);
  }
}

/** What a file of a root holds that lies on the disk, behind no link. */
function onDisk(root: string, path: string): Now {
  try {
    return readSource(join(root, path), "refused");
  } catch (error) {
    return error instanceof FileProblem ? error : new FileProblem(path, reasonOf(error));
  }
}

function isSame(files: ChangedFiles, path: string, now: Now): boolean {
  if (files.kindAt(path) !== "file") return now === undefined;
  const before = files.load(path);
  if (!now || now instanceof FileProblem || before instanceof FileProblem) return false;
  return before.text === now.text && before.asUtf8 === now.asUtf8;
}
