import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CONFIGURATION_NAMES, isPython } from "./discover.js";
import type { Exclusions } from "./exclusions.js";
import { IgnoreRules } from "./ignored.js";
import { displayPath, isInside, repositoryOf } from "./paths.js";
import { isSkipped } from "./skipped.js";

/** Tells what of a file tree a scan of it depends on. Paths are absolute. */
export class Watchable {
  readonly #rules = new Map<string, IgnoreRules>();
  readonly #around: ReadonlySet<string>;
  /** What has been Python without saying so in its name. */
  readonly #scripts: Set<string>;

  /**
   * @param starts the directories and files that a walk starts from
   * @param found the files that it has come to
   * @param root what the paths of `exclusions` are relative to
   */
  constructor(
    private readonly starts: readonly string[],
    found: readonly string[],
    private readonly root: string,
    private readonly exclusions: Exclusions,
  ) {
    this.#scripts = new Set(found.filter((path) => !path.endsWith(".py")));
    this.#around = new Set(starts.flatMap((start) => saidAround(start, root)));
    for (const start of starts) this.#rules.set(start, IgnoreRules.around(start).inside(start));
  }

  /** Where to watch: what the walk starts from, and the files above that say what belongs to it. */
  get paths(): readonly string[] {
    return [...this.starts, ...this.#around];
  }

  /** Whether a walk leaves a directory or file out. */
  omits(path: string, isDirectory: boolean): boolean {
    if (this.starts.includes(path) || this.#around.has(path)) return false;
    const name = basename(path);
    if (isDirectory ? isSkipped(path, name) : !mayCount(name)) return true;
    return (
      this.rulesIn(dirname(path)).ignores(path, isDirectory) || this.exclusions.excludes(displayPath(path, this.root))
    );
  }

  /** Whether a scan may give something else after a file was changed, made or deleted. */
  concerns(path: string): boolean {
    const name = basename(path);
    if (this.starts.includes(path) || name.includes(".") || this.#around.has(path)) return true;
    if (existsSync(path) && isPython(path, name)) this.#scripts.add(path);
    return !existsSync(path) || this.#scripts.has(path);
  }

  /** Whether a file says what else belongs to the tree, or is where the walk starts, so that it has to start anew. */
  isAboutOthers(path: string): boolean {
    return (
      this.starts.includes(path) || this.#around.has(path) || path.endsWith(".toml") || basename(path) === ".gitignore"
    );
  }

  private rulesIn(directory: string): IgnoreRules {
    let known = this.#rules.get(directory);
    if (!known) {
      const above = dirname(directory);
      const isBelow = this.starts.some((start) => isInside(above, start));
      known = (isBelow ? this.rulesIn(above) : IgnoreRules.around(directory)).inside(directory);
      this.#rules.set(directory, known);
    }
    return known;
  }
}

/** By the name alone: Python, what may be a script, a configuration (which may extend another) or git's rules. */
function mayCount(name: string): boolean {
  return name.endsWith(".py") || name.endsWith(".toml") || name === ".gitignore" || !name.includes(".");
}

/** The configurations and rules of git that lie above a directory. */
function saidAround(start: string, root: string): string[] {
  const top = repositoryOf(start) ?? root;
  const files = [join(top, ".git", "info", "exclude")];
  for (let at = start; isInside(at, top); at = dirname(at)) {
    files.push(...[...CONFIGURATION_NAMES, ".gitignore"].map((name) => join(at, name)));
    if (at === dirname(at)) break;
  }
  return files.filter((file) => existsSync(file));
}
