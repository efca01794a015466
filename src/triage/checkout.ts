import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Repository } from "../files/git.js";
import type { FileChange, FileVersion } from "../files/git-diff.js";
import { reasonOf } from "../files/problem.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Files without an ending above this size, in bytes, are no scripts. */
const LARGEST_SCRIPT = 1024 * 1024;

/**
 * The files of one commit after the other that a scan looks at, in a directory of their own: the working tree and the
 * index stay as they are, and nothing in the repository can run.
 */
export class Checkout {
  #commit: string | undefined;
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
      root = realpathSync(mkdtempSync(join(tmpdir(), "scarlint-history-")));
      mkdirSync(join(root, ".git"));
      const checkout = new Checkout(repository, root);
      const files = await repository.filesChanged(undefined, standards);
      await checkout.add(files.filter(({ after }) => after && isConfiguration(after.path)));
      return await use(checkout);
    } finally {
      for (const signal of SIGNALS) process.removeListener(signal, stop);
      clean();
    }
  }

  /** Brings a commit's files here. Answers whether anything changed that a scan looks at. */
  async to(commit: string): Promise<boolean> {
    const changes = (await this.repository.filesChanged(this.#commit, commit)).filter(concernsScan);
    this.#commit = commit;
    for (const { before } of changes) {
      if (!before || !isScanned(before.path) || !isSafe(before.path)) continue;
      rmSync(join(this.root, before.path), { force: true });
      this.problems.delete(before.path);
    }
    await this.add(changes.filter(({ after }) => after && isScanned(after.path)));
    return changes.length > 0;
  }

  private async add(changes: readonly FileChange[]): Promise<void> {
    const files = changes.flatMap(({ after }) => after ?? []);
    const contents = await this.repository.contents(files.map(({ blob = "" }) => blob));
    for (const [index, file] of files.entries()) this.write(file, contents[index]);
  }

  private write({ path }: FileVersion, content: Uint8Array | undefined): void {
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

/** Whether a change touches a file that a scan may read. */
export function concernsScan({ before, after }: FileChange): boolean {
  return [before, after].some((version) => version && isScanned(version.path));
}

/** Python by its name, or possibly by its first line; and what says which of the files are left out. */
function isScanned(path: string): boolean {
  const name = basename(path);
  return name.endsWith(".py") || !name.includes(".") || name === ".gitignore";
}

function isConfiguration(path: string): boolean {
  return ["pyproject.toml", "scarlint.toml"].includes(basename(path));
}

/** A crafted tree can hold names that lead elsewhere. */
function isSafe(path: string): boolean {
  const parts = path.split("/");
  return parts.every((part) => !["", ".", ".."].includes(part) && part.toLowerCase() !== ".git");
}
