import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { HistoricCommit, Repository } from "../files/git.js";
import type { FileChange, FileVersion } from "../files/git-diff.js";
import { codeOf, reasonOf } from "../files/problem.js";
import { PROGRAM_FILES, START_FILES } from "../python/tables/project-files.js";
import { digestOf } from "./memory.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Files without an ending above this size, in bytes, are no scripts. */
const LARGEST_SCRIPT = 1024 * 1024;

/** Commits of which git is asked at once what they change. */
const AT_ONCE = 50;

/** The way from one commit to the next. */
export interface Step {
  readonly commit: HistoricCommit;
  /** None where it is the first. */
  readonly from: string | undefined;
  /** Which files differ; renamed ones are one change. */
  readonly files: readonly FileChange[];
}

/**
 * The files of one commit after the other that a scan looks at, in a directory of their own: the working tree and the
 * index stay as they are, and nothing in the repository can run.
 */
export class Checkout {
  #commit: string | undefined;
  /** The contents that the files of the commit have, by their paths. */
  readonly #files = new Map<string, string>();
  /** What is not here yet: what is to be taken away, and what is to be written. */
  #pending: FileChange[] = [];
  #standards = "";
  /** What could not be written, with the reason. */
  readonly problems = new Map<string, string>();

  private constructor(
    private readonly repository: Repository,
    /** Absolute. A scan takes it for a repository's top, so no import leads out of it. */
    readonly root: string,
  ) {}

  /**
   * Calls `use` with a checkout that holds nothing but how a commit configures scarlint, and removes it afterwards:
   * all of a history is judged by the same standards.
   */
  static async within<T>(
    repository: Repository,
    standards: string,
    use: (checkout: Checkout) => Promise<T>,
  ): Promise<T> {
    let root: string | undefined;
    const clean = (): void => {
      if (root !== undefined) rmSync(root, { recursive: true, force: true });
    };
    // Whoever interrupts a long walk leaves nothing behind.
    const stop = (signal: NodeJS.Signals): void => {
      clean();
      process.kill(process.pid, signal);
    };
    for (const signal of SIGNALS) process.once(signal, stop);
    try {
      clearAbandoned();
      root = realpathSync(mkdtempSync(join(tmpdir(), `${OURS}${String(process.pid)}-`)));
      mkdirSync(join(root, ".git"));
      const checkout = new Checkout(repository, root);
      const files = await repository.filesChangedAmong(isConfiguration, undefined, standards);
      const own = files.filter(({ after }) => after && isConfiguration(after.path));
      checkout.#standards = digestOf(JSON.stringify(own.map(({ after }) => after)));
      await checkout.add(own);
      return await use(checkout);
    } finally {
      for (const signal of SIGNALS) process.removeListener(signal, stop);
      clean();
    }
  }

  /** What tells one configuration from another. */
  get standards(): string {
    return this.#standards;
  }

  /** Goes to one commit after the other, and tells what changed of the files that a scan looks at. */
  async *through(history: readonly HistoricCommit[]): AsyncGenerator<Step> {
    for (let at = 0; at < history.length; at += AT_ONCE) {
      const next = history.slice(at, at + AT_ONCE);
      const changes = await this.changesAlong(next.map(({ id }) => id));
      for (const [index, commit] of next.entries()) {
        const [from, files] = [this.#commit, changes[index] ?? []];
        this.#commit = commit.id;
        for (const { before } of files) if (before) this.#files.delete(before.path);
        for (const { after } of files) if (after) this.#files.set(after.path, after.blob ?? "");
        for (const change of files) this.#pending.push(change);
        yield { commit, from, files };
      }
    }
  }

  private async changesAlong(commits: readonly string[]): Promise<readonly (readonly FileChange[])[]> {
    const [first = ""] = commits;
    if (this.#commit !== undefined) return this.repository.filesChangedAlong(isScanned, [this.#commit, ...commits]);
    const all = await this.repository.filesChangedAmong(isScanned, undefined, first);
    return [all, ...(await this.repository.filesChangedAlong(isScanned, commits))];
  }

  /** What tells the files of the commit from those of another one. */
  digest(): string {
    return digestOf(JSON.stringify([...this.#files].sort(([a], [b]) => (a < b ? -1 : 1))));
  }

  /** Brings the commit's files here: only those that differ from what is here. Answers the paths of those. */
  async write(): Promise<readonly string[]> {
    const touched = this.#pending;
    this.#pending = [];
    const paths = new Set(touched.flatMap(({ before, after }) => [before?.path ?? [], after?.path ?? []].flat()));
    for (const path of paths) {
      if (isSafe(path)) this.remove(path);
      this.problems.delete(path);
    }
    const now = [...paths].flatMap((path) => {
      const blob = this.#files.get(path);
      return blob === undefined ? [] : [{ after: { path, blob }, hunks: [] }];
    });
    await this.add(now);
    return [...paths];
  }

  /** Takes a file away, and the directories that hold nothing else: git has none that are empty. */
  private remove(path: string): void {
    rmSync(join(this.root, path), { force: true });
    try {
      for (let at = dirname(path); at !== "."; at = dirname(at)) rmdirSync(join(this.root, at));
    } catch {
      // The rest holds more.
    }
  }

  private async add(changes: readonly FileChange[]): Promise<void> {
    const files = changes.flatMap(({ after }) => after ?? []);
    const contents = await this.repository.contents(files.map(({ blob = "" }) => blob));
    for (const [index, file] of files.entries()) this.put(file, contents[index]);
  }

  private put({ path }: FileVersion, content: Uint8Array | undefined): void {
    if (!content || (!basename(path).includes(".") && content.length > LARGEST_SCRIPT)) return;
    try {
      if (!isSafe(path)) throw new Error("its name is none that git allows");
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), content, { flag: "wx" });
    } catch (error) {
      this.problems.set(path, reasonOf(error));
    }
  }
}

/**
 * How directories of walks begin, before the number of the process. Where processes have numbers of their own, as in a
 * container, they stand for that, too.
 */
const OURS = `scarlint-history-${digestOf(`${hostname()} ${numberedBy()}`).slice(0, 8)}-`;

/** What stands for those among which the number of a process is its own. */
function numberedBy(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/** Takes away what walks have left behind whose process was killed: this account's own directories alone, behind no link. */
function clearAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, number = ""] = name.startsWith(OURS) ? (/^(\d{1,10})-/.exec(name.slice(OURS.length)) ?? []) : [];
    const path = join(tmpdir(), name);
    try {
      if (number !== "" && !isAlive(Number(number)) && isOwnDirectory(path)) rmSync(path, { recursive: true });
    } catch {
      // Another walk may be at it, too.
    }
  }
}

function isAlive(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

function isOwnDirectory(path: string): boolean {
  const stats = lstatSync(path);
  return stats.isDirectory() && stats.uid === (process.getuid?.() ?? stats.uid);
}

/** Python by its name, or possibly by its first line. */
export function isPython(path: string): boolean {
  const name = basename(path);
  return name.endsWith(".py") || !name.includes(".");
}

/**
 * Python; what says which of the files are left out; and what rules read beside
 * the code, of how a program is built and started. What configures scarlint is that of today.
 */
export function isScanned(path: string): boolean {
  const name = basename(path);
  if (isPython(path) || name === ".gitignore") return true;
  return (BESIDE.has(name) || REQUIREMENTS.test(path)) && !isConfiguration(path);
}

const BESIDE = new Set([...START_FILES, ...PROGRAM_FILES]);
const REQUIREMENTS = /(?:^|\/)requirements[^/]*(?:\/[^/]+)?\.(?:txt|in)$/;

function isConfiguration(path: string): boolean {
  return ["pyproject.toml", "scarlint.toml"].includes(basename(path));
}

/** A crafted tree can hold names that lead elsewhere. */
function isSafe(path: string): boolean {
  const parts = path.split("/");
  return parts.every((part) => !["", ".", ".."].includes(part) && part.toLowerCase() !== ".git");
}
