import { readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import picomatch from "picomatch";
import { IgnoreRules } from "./ignored.js";
import { displayPath } from "./paths.js";
import { FileProblem, reasonOf } from "./problem.js";
import { firstLine } from "./read.js";
import { isSkipped } from "./skipped.js";

/** A file to scan. */
export interface FoundFile {
  /** Relative to the run's root, with forward slashes. */
  readonly path: string;
  readonly absolute: string;
  /** Named itself rather than found in a directory. */
  readonly isNamed: boolean;
}

export interface Discovery {
  /** Sorted by path, each file once. */
  readonly files: readonly FoundFile[];
  readonly problems: readonly FileProblem[];
}

/**
 * The Python files that `paths` stand for. A file named itself is always among them; a directory stands for what is
 * in it, less what git ignores, what {@link isSkipped} knows, what `exclude` matches, and symbolic links: what they
 * lead to inside is found under its own name, and what lies outside was not asked for.
 *
 * @param paths absolute, or relative to `current`
 * @param root what the answer's paths are relative to
 * @param exclude globs, matched against paths relative to `root`, or against names when they hold no slash
 */
export function discover(
  paths: readonly string[],
  root: string,
  current: string,
  exclude: readonly string[],
): Discovery {
  const walk = new Walk(root, excluder(exclude));
  for (const path of paths) walk.start(resolve(current, path));
  return { files: [...walk.files.values()].sort((a, b) => compare(a.path, b.path)), problems: walk.problems };
}

class Walk {
  /** By real path, so that no file is scanned under two names. */
  readonly files = new Map<string, FoundFile>();
  readonly problems: FileProblem[] = [];

  constructor(
    private readonly root: string,
    private readonly isExcluded: (path: string) => boolean,
  ) {}

  start(absolute: string): void {
    try {
      if (statSync(absolute).isDirectory()) this.directory(absolute, IgnoreRules.around(absolute));
      else this.add(absolute, true);
    } catch (error) {
      this.problems.push(new FileProblem(displayPath(absolute, this.root), reasonOf(error)));
    }
  }

  private directory(absolute: string, around: IgnoreRules): void {
    let entries: Dirent[];
    try {
      entries = readdirSync(absolute, { withFileTypes: true });
    } catch (error) {
      this.problems.push(new FileProblem(displayPath(absolute, this.root), reasonOf(error)));
      return;
    }
    const rules = around.inside(absolute);
    for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
      const path = join(absolute, entry.name);
      if (!entry.isDirectory() && !entry.isFile()) continue;
      if (rules.ignores(path, entry.isDirectory()) || this.isExcluded(displayPath(path, this.root))) continue;
      if (entry.isFile()) {
        if (isPython(path, entry.name)) this.add(path, false);
      } else if (!isSkipped(path, entry.name)) this.directory(path, rules);
    }
  }

  private add(absolute: string, isNamed: boolean): void {
    const real = realpathSync(absolute);
    if (!this.files.has(real)) this.files.set(real, { absolute, path: displayPath(absolute, this.root), isNamed });
  }
}

/** Whether a file that a walk came across is Python: by its name, or by its shebang when it has no extension. */
function isPython(absolute: string, name: string): boolean {
  if (name.endsWith(".py")) return true;
  return !name.includes(".") && isPythonShebang(firstLine(absolute));
}

function isPythonShebang(line: string): boolean {
  if (!line.startsWith("#!")) return false;
  const words = line.slice(2).trim().split(/\s+/);
  return words.some((word) => /^(?:python|pypy|ipython)[\d.]*$/.test(basename(word))) || /\buv run\b/.test(line);
}

function excluder(globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.map((glob) => {
    const pattern = glob.replace(/^\.\//, "").replace(/\/+$/, "");
    return picomatch(pattern, { dot: true, basename: !pattern.includes("/") });
  });
  return (path) => matchers.some((matches) => matches(path));
}

/** Order by code units, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The directory to start from when looking around a path named by the user. */
export function directoryOf(absolute: string): string {
  try {
    return statSync(absolute).isDirectory() ? absolute : dirname(absolute);
  } catch {
    return dirname(absolute);
  }
}
