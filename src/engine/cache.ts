import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import envPaths from "env-paths";
import type { SourceFiles } from "../files/source-files.js";
import { digest, type Answers } from "../files/trace.js";
import { CODE } from "../package.js";
import { VERSION } from "../version.js";
import type { Job } from "./job.js";
import type { RunOptions, RunResult } from "./run.js";

/** Scans whose results are kept; the least recently used goes first. */
const MOST_KEPT = 64;
/** A file that was changed this many milliseconds before it was stamped may change again without another stamp. */
const RACY = 2_000;

/** What a file was when its hash was taken. */
interface Stamped {
  readonly stamp: string;
  readonly hash: string;
}

/** What a share gave, and the answers that it was given on the way. */
interface Share extends Answers {
  readonly paths: readonly string[];
  readonly result: RunResult;
}

interface Entry {
  /** The files of the project. */
  readonly project: string;
  readonly files: Readonly<Record<string, Stamped>>;
  readonly shares: readonly Share[];
}

/**
 * What scans have given before, kept in the platform's directory for caches.
 *
 * The results of a share of files are used again when every answer that led to them is the same: what the files that
 * were read hold, what lies at the paths that were asked for, which files hold the words that were looked for. Whatever
 * cannot be read or written is as if it had never been kept.
 */
export class ResultCache {
  readonly #hashes = new Map<string, Stamped>();
  readonly #kept = new Map<string, Share>();
  readonly #before: Entry | undefined;
  readonly #file: string;
  #areFilesSame: boolean | undefined;

  /** @param files to ask, of the whole project */
  constructor(
    job: Job,
    options: RunOptions,
    private readonly files: SourceFiles,
    directory = envPaths("scarlint", { suffix: "" }).cache,
  ) {
    this.#file = join(directory, `${keyOf(job, options)}.json`);
    this.#before = readEntry(this.#file);
    for (const share of this.#before?.shares ?? []) this.#kept.set(share.paths.join("\0"), share);
  }

  /** What a share gave before; nothing when it was not scanned or something that it depends on has changed. */
  recall(paths: readonly string[]): RunResult | undefined {
    const key = paths.join("\0");
    const share = this.#kept.get(key);
    if (share && this.#isSame(share)) return share.result;
    this.#kept.delete(key);
    return undefined;
  }

  /** Takes down what a share has given. What failed is tried again next time. */
  keep(paths: readonly string[], result: RunResult, answers: Answers): void {
    if (result.failures.length === 0) this.#kept.set(paths.join("\0"), { paths, ...answers, result });
  }

  /** Writes down what is known now. */
  save(): void {
    const shares = [...this.#kept.values()];
    const { paths } = this.files;
    const all = new Set([...paths, ...shares.flatMap(({ reads }) => reads)]);
    const files = Object.fromEntries([...all].sort().map((path) => [path, this.#stamped(path)]));
    writeEntry(this.#file, { project: digest(paths), files, shares });
  }

  /** Marks the entry as used. */
  touch(): void {
    try {
      utimesSync(this.#file, new Date(), new Date());
    } catch {
      // Somebody has cleared the cache.
    }
  }

  #isSame({ paths, reads, kinds, words }: Share): boolean {
    const before = this.#before?.files ?? {};
    if (![...paths, ...reads].every((path) => before[path]?.hash === this.#stamped(path).hash)) return false;
    if (!kinds.every(([path, kind]) => this.files.kindAt(path) === kind)) return false;
    // Which files hold a word changes only with the files: as long as they are the same, nobody has to look.
    this.#areFilesSame ??= this.#hasSameFiles();
    return this.#areFilesSame || words.every(([word, found]) => this.files.holdersOf(word) === found);
  }

  #hasSameFiles(): boolean {
    const { project, files = {} } = this.#before ?? {};
    const { paths } = this.files;
    return digest(paths) === project && paths.every((path) => files[path]?.hash === this.#stamped(path).hash);
  }

  #stamped(path: string): Stamped {
    let known = this.#hashes.get(path);
    if (!known) this.#hashes.set(path, (known = stampedNow(this.files.absoluteOf(path), this.#before?.files[path])));
    return known;
  }
}

function stampedNow(absolute: string, before: Stamped | undefined): Stamped {
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (!stats?.isFile()) return { stamp: "", hash: "" };
  const { mtimeMs, ctimeMs, size, ino } = stats;
  const isRacy = Date.now() - Math.max(mtimeMs, ctimeMs) < RACY;
  const stamp = isRacy ? "" : [mtimeMs, ctimeMs, size, ino].join();
  if (stamp !== "" && before?.stamp === stamp) return before;
  try {
    return { stamp, hash: createHash("sha256").update(readFileSync(absolute)).digest("base64") };
  } catch {
    return { stamp: "", hash: "" };
  }
}

/** What makes two scans the same question, whatever the files hold. */
function keyOf(job: Job, { rules, minSeverity }: RunOptions): string {
  const { root, paths, alone, exclude, excluded, settings, settingsOf } = job;
  const asked = { root, paths, alone, exclude, excluded, settings, settingsOf, minSeverity };
  const known = [VERSION, buildStamp(), rules.map(({ id }) => id), asked];
  return createHash("sha256").update(JSON.stringify(known)).digest("hex").slice(0, 32);
}

/** Tells one build from another: between releases the version does not. */
function buildStamp(): string {
  const files = CODE.flatMap((directory) =>
    readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
  );
  const stamps = files.map(({ parentPath, name }) => {
    const { mtimeMs, size } = statSync(join(parentPath, name));
    return [parentPath, name, mtimeMs, size].join();
  });
  return digest(stamps.sort());
}

function readEntry(file: string): Entry | undefined {
  try {
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    // A file that was cut, or written by somebody else, is not what its first line says.
    return text.slice(0, end) === digest([text.slice(end + 1)])
      ? (JSON.parse(text.slice(end + 1)) as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}

function writeEntry(file: string, entry: Entry): void {
  const text = JSON.stringify(entry);
  const temporary = `${file}.${String(process.pid)}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, `${digest([text])}\n${text}`, { mode: 0o600 });
    renameSync(temporary, file);
    forgetOldest(dirname(file));
  } catch {
    rmSync(temporary, { force: true });
  }
}

function forgetOldest(directory: string): void {
  const entries = readdirSync(directory)
    .map((name) => join(directory, name))
    .map((file) => ({ file, used: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.used - a.used);
  for (const { file } of entries.slice(MOST_KEPT)) rmSync(file, { force: true });
}
