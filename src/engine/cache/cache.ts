import { createHash } from "node:crypto";
import { lutimesSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { keyOf as keyOfSettings } from "../../config/settings.js";
import type { SourceFiles } from "../../files/source-files.js";
import { CODE } from "../../package.js";
import { VERSION } from "../../version.js";
import type { Answers } from "./answers.js";
import { digest, entryOf, readEntry, writeEntry } from "./cache-entry.js";
import { KnownFacts } from "./known-facts.js";
import type { Job } from "../request/job.js";
import { Past } from "./past.js";
import type { RunOptions, Task } from "../run/run.js";
import type { Slice, Traced } from "../run/traced.js";
import type { Seal } from "./seal.js";
import { Stamps, type Stamped } from "./stamps.js";

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
  /** The rules that apply to each file. */
  readonly #rules: (path: string) => readonly string[];
  readonly #past: Past | undefined;
  readonly #kept: Slice[] = [];
  #facts: KnownFacts | undefined;
  #isNew = false;

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
    this.#rules = rulesOf(job, options);
    const entry = readEntry(this.#file, seal);
    const before = new Map(entry?.files.map((file) => [entry.paths[file.path] ?? "", file]));
    const paths = new Set([...files.paths, ...before.keys()]);
    this.#stamps = new Stamps(paths, before, (path) => files.absoluteOf(path));
    const isSame = (path: string): boolean =>
      this.#stamps.isSame(path) && before.get(path)?.settings === this.settingsFor(path);
    this.#past = entry && new Past(entry, files, isSame);
  }

  /** What is known of all texts. */
  get answers(): Answers {
    return this.#past?.answers ?? NONE_KNOWN;
  }

  /** What is known of files that were scanned before, and what has to be found out of them anew. */
  recall(paths: readonly string[]): Recalled {
    const slices: Slice[] = [];
    const tasks: Task[] = [];
    for (const path of paths) {
      const known = this.#past?.recall(path) ?? [];
      // Of a file that has changed itself, or could not be scanned, everything is asked.
      if (!known.some(({ rules }) => rules.length === 0)) {
        tasks.push({ path });
        continue;
      }
      slices.push(...known);
      const said = new Set(known.flatMap(({ rules }) => rules));
      const rules = this.#rules(path).filter((rule) => !said.has(rule));
      if (rules.length > 0) tasks.push({ path, rules });
    }
    this.#kept.push(...slices);
    return { slices, tasks };
  }

  /** What is known of all that has been recalled, or kept, and of what it leans on. */
  get known(): Traced {
    return { facts: this.#known.facts, slices: this.#kept };
  }

  /** Takes down what files have given. What failed, or saw files while they were changing, is tried again next time. */
  keep({ facts, slices }: Traced): void {
    const numbers = facts.map((fact) => this.#known.numberOf(fact));
    for (const slice of slices) {
      const isSteady = slice.leansOn.every((fact) => numbers[fact] !== undefined);
      if (!isSteady || slice.result.failures.length > 0) continue;
      this.#kept.push({ ...slice, leansOn: slice.leansOn.map((fact) => numbers[fact] ?? 0) });
      this.#isNew = true;
    }
  }

  /** Writes down what is known now; where that is written already, marks it as used. */
  save(): void {
    const isAll = !this.#isNew && this.#past?.size === this.#kept.length;
    if (isAll && this.#stamps.areUntouched) this.touch();
    else this.write();
  }

  /** Gathered only where something is written down, or looked up. */
  get #known(): KnownFacts {
    return (this.#facts ??= new KnownFacts(this.#past?.facts));
  }

  private settingsFor(path: string): string {
    return this.#settings.get(path) ?? "";
  }

  private write(): void {
    const stamp = (path: string): Stamped & { readonly settings: string } => ({
      ...this.#stamps.settled(path),
      settings: this.settingsFor(path),
    });
    writeEntry(this.#file, entryOf({ project: this.files.paths, ...this.known, stamp }), this.seal);
  }

  private touch(): void {
    try {
      lutimesSync(this.#file, new Date(), new Date());
    } catch {
      // Somebody has cleared the cache.
    }
  }
}

/** What is known of some files, and what is not. */
export interface Recalled {
  readonly slices: readonly Slice[];
  readonly tasks: readonly Task[];
}

const NONE_KNOWN: Answers = new Map();

/** What stands for the settings that apply to each of the files that are scanned. */
function settingsKeys({ paths, settings, settingsOf }: Job): ReadonlyMap<string, string> {
  const keys = settings.map((one) => digest(keyOfSettings(one)));
  return new Map(paths.map((path, index) => [path, keys[settingsOf[index] ?? 0] ?? ""]));
}

/** The rules that a job asks of each of its files. */
function rulesOf({ paths, settings, settingsOf }: Job, { rules }: RunOptions): (path: string) => readonly string[] {
  const asked = settings.map((one) => rules.flatMap(({ id }) => (one.rules.includes(id) ? [id] : [])));
  const byPath = new Map(paths.map((path, index) => [path, asked[settingsOf[index] ?? 0] ?? []]));
  return (path) => byPath.get(path) ?? [];
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
