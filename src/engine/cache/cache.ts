import { createHash } from "node:crypto";
import { lutimesSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { keyOf as keyOfSettings } from "../../config/settings.js";
import type { SourceFiles } from "../../files/source-files.js";
import { CODE } from "../../package.js";
import { tellsSame, type TextAnswer } from "../../python/prefilter/text-question.js";
import { VERSION } from "../../version.js";
import type { Answers } from "./answers.js";
import { digest, entryOf, readEntry, writeEntry, type Kept } from "./cache-entry.js";
import type { Job } from "../request/job.js";
import { Past } from "./past.js";
import type { RunResult } from "../finding/run-result.js";
import type { RunOptions, TracedResult } from "../run/run.js";
import type { Seal } from "./seal.js";
import { Stamps } from "./stamps.js";
import type { Kind } from "../run/traced-files.js";

/**
 * What scans have given before, kept in a directory.
 *
 * The results of a file are used again when every answer that led to them is the same: what the files hold
 * that were read, and which settings apply to them; what lies at the paths that were asked for; which texts use the
 * words that were looked for. Whatever cannot be read or written, or was written by somebody else, is as if it had never
 * been kept.
 */
export class ResultCache {
  readonly #file: string;
  readonly #stamps: Stamps;
  readonly #settings: ReadonlyMap<string, string>;
  readonly #past: Past | undefined;
  readonly #kept: Kept[] = [];
  // What the first said who asked: whoever was told something else has seen files that were changing.
  readonly #kinds: Map<string, Kind>;
  #said: Map<string, TextAnswer> | undefined;

  /**
   * @param files to ask, of the whole project
   * @param seal of the account: what is not sealed with it is not believed
   */
  constructor(
    job: Job,
    options: RunOptions,
    private readonly files: SourceFiles,
    private readonly seal: Seal,
    directory: string,
  ) {
    this.#file = join(directory, `${keyOf(job, options)}.json`);
    this.#settings = settingsKeys(job);
    const entry = readEntry(this.#file, seal);
    const before = new Map(entry?.files.map((file) => [entry.paths[file.path] ?? "", file]));
    const paths = new Set([...files.paths, ...before.keys()]);
    this.#stamps = new Stamps(paths, before, (path) => files.absoluteOf(path));
    const isSame = (path: string): boolean =>
      this.#stamps.isSame(path) && before.get(path)?.settings === this.settingsFor(path);
    this.#past = entry && new Past(entry, files, isSame);
    this.#kinds = new Map(this.#past?.kinds);
  }

  /** What is known of all texts. */
  get answers(): Answers {
    return this.#answers;
  }

  get #answers(): Map<string, TextAnswer> {
    return (this.#said ??= new Map(this.#past?.answers));
  }

  /** What files gave before, but for those that were not scanned, or lean on something that has changed. */
  recall(paths: readonly string[]): readonly (readonly [path: string, result: RunResult])[] {
    const kept = paths.flatMap((path) => this.#past?.recall(path) ?? []);
    this.#kept.push(...kept);
    return kept.map(({ path, result }) => [path, result]);
  }

  /** What files gave before that have been recalled, and all that it depends on. */
  get recalled(): readonly TracedResult[] {
    return this.#kept.map(({ path, reads, kinds, asked, result }) => {
      const kindsThere = kinds.map((at) => [at, this.#kinds.get(at) ?? "none"] as const);
      const answers = asked.map((key) => [key, this.#answers.get(key) ?? UNKNOWN] as const);
      return { path, result, trace: { reads, kinds: kindsThere, asked: answers } };
    });
  }

  /** Takes down what a file has given. What failed, or saw files while they were changing, is tried again next time. */
  keep({ path, result, trace: { reads, kinds, asked } }: TracedResult): void {
    const isSteady =
      kinds.every(([at, kind]) => known(this.#kinds, at, kind) === kind) &&
      asked.every(([question, answer]) => tellsSame(question, known(this.#answers, question, answer), answer));
    if (!isSteady || result.failures.length > 0) return;
    this.#kept.push({ path, reads, kinds: kinds.map(([at]) => at), asked: asked.map(([key]) => key), result });
  }

  /** Writes down what is known now; where that is written already, marks it as used. */
  save(): void {
    if (this.#past?.isAll(this.#kept) && this.#stamps.areUntouched) this.touch();
    else this.write();
  }

  private settingsFor(path: string): string {
    return this.#settings.get(path) ?? "";
  }

  private write(): void {
    const entry = entryOf({
      project: this.files.paths,
      results: this.#kept,
      kinds: this.#kinds,
      answers: this.#answers,
      stamp: (path) => ({ ...this.#stamps.settled(path), settings: this.settingsFor(path) }),
    });
    writeEntry(this.#file, entry, this.seal);
  }

  private touch(): void {
    try {
      lutimesSync(this.#file, new Date(), new Date());
    } catch {
      // Somebody has cleared the cache.
    }
  }
}

/** Stands for an answer that is not there, and is that of no question. */
const UNKNOWN: TextAnswer = { holding: 0, files: undefined };

/** What is known by a name, and if that is nothing, what is said now. */
function known<T>(map: Map<string, T>, name: string, said: T): T {
  const before = map.get(name);
  if (before === undefined) map.set(name, said);
  return before ?? said;
}

/** What stands for the settings that apply to each of the files that are scanned. */
function settingsKeys({ paths, settings, settingsOf }: Job): ReadonlyMap<string, string> {
  const keys = settings.map((one) => digest(keyOfSettings(one)));
  return new Map(paths.map((path, index) => [path, keys[settingsOf[index] ?? 0] ?? ""]));
}

/** What makes two scans the same question, whatever the files hold. */
function keyOf(job: Job, { rules, minSeverity }: RunOptions): string {
  const { root, named, alone, exclude, excluded } = job;
  const asked = { root, named, alone, exclude, excluded, minSeverity };
  const known = [VERSION, buildStamp(), rules.map(({ id }) => id), asked];
  return createHash("sha256").update(JSON.stringify(known)).digest("hex").slice(0, 32);
}

/** Tells one build from another: between releases the version does not. */
export function buildStamp(): string {
  const files = CODE.flatMap((directory) =>
    readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
  );
  const stamps = files.map(({ parentPath, name }) => {
    const { mtimeMs, size } = statSync(join(parentPath, name));
    return [parentPath, name, mtimeMs, size].join();
  });
  return digest(stamps.sort().join("\0"));
}
