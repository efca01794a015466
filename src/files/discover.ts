import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { basename, dirname, join, posix, resolve, sep } from "node:path";
import type { Exclusions } from "./exclusions.js";
import { IgnoreRules } from "./ignored.js";
import { displayPath } from "./paths.js";
import { FileProblem, reasonOf } from "./problem.js";
import { firstLine } from "./read.js";
import { isEnvironment, isSkipped, isSkippedByName } from "./skipped.js";

/** A file to scan. */
export interface FoundFile {
  /** Relative to the run's root, with forward slashes. */
  readonly path: string;
  readonly absolute: string;
  /** Named itself rather than found in a directory. */
  readonly isNamed: boolean;
}

/** The files that may configure the directory they are in. */
export const CONFIGURATION_NAMES = ["scarlint.toml", "pyproject.toml"] as const;

export interface Discovery {
  /** Sorted by path, each file once. */
  readonly files: readonly FoundFile[];
  readonly problems: readonly FileProblem[];
  /** Absolute paths of the directories on the way that hold a file which may configure them. */
  readonly configured: readonly string[];
}

/**
 * The Python files that `paths` stand for. A file named itself is always among them; a directory stands for what is
 * in it, less what git ignores, what {@link isSkipped} knows, what `exclusions` say, and symbolic links: what they
 * lead to inside is found under its own name, and what lies outside was not asked for.
 *
 * @param paths absolute, or relative to `current`
 * @param root what the answer's paths are relative to
 */
export function discover(paths: readonly string[], root: string, current: string, exclusions: Exclusions): Discovery {
  const walk = new Walk(root, exclusions);
  for (const path of paths) walk.start(resolve(current, path));
  const files = [...walk.files.values()].sort((a, b) => compare(a.path, b.path));
  return { files, problems: [...walk.problems.values()], configured: walk.configured };
}

/** What Node puts for bytes of a name that it cannot decode; it cannot open the file by that name. */
const UNDECODED = "\uFFFD";
const UNNAMABLE = "has a name that is not UTF-8, so it cannot be scanned; rename it or leave it out with --exclude";

/** Why a notebook is not scanned: its JSON is no Python. */
export const UNREAD_NOTEBOOK =
  "is a notebook, which is not read; scan the script that 'jupyter nbconvert --to script' makes of it";

/** Whether a file holds cells rather than Python. */
export function isNotebook(path: string): boolean {
  return path.endsWith(".ipynb");
}

class Walk {
  /** By real path, so that no file is scanned under two names. */
  readonly files = new Map<string, FoundFile>();
  /** By path: several walks may meet the same. */
  readonly problems = new Map<string, FileProblem>();
  readonly configured: string[] = [];

  constructor(
    private readonly root: string,
    private readonly exclusions: Exclusions,
  ) {}

  start(absolute: string): void {
    const shown = displayPath(absolute, this.root);
    try {
      const real = realpathSync(absolute);
      if (statSync(absolute).isDirectory())
        this.directory({ absolute, real, shown }, IgnoreRules.around(absolute, this.complain), true);
      else if (isNotebook(absolute)) this.fail(shown, UNREAD_NOTEBOOK);
      else this.add({ absolute, real, shown }, true);
    } catch (error) {
      const isUnnamable = absolute.includes(UNDECODED) && !existsSync(absolute);
      this.fail(shown, isUnnamable ? UNNAMABLE : reasonOf(error));
    }
  }

  private readonly complain = (file: string, reason: string): void => {
    this.fail(displayPath(file, this.root), reason);
  };

  private fail(path: string, reason: string): void {
    this.problems.set(path, new FileProblem(path, reason));
  }

  private directory(at: Spot, around: IgnoreRules, isStart: boolean): void {
    const { absolute, shown } = at;
    let entries: Dirent[];
    try {
      entries = readdirSync(absolute, { withFileTypes: true });
      // Of one that can be listed and not entered, nothing can be read.
      if (entries.length > 0) accessSync(absolute, constants.X_OK);
    } catch (error) {
      this.fail(shown, reasonOf(error));
      return;
    }
    // Of thousands of directories: what is not among the entries is not asked of the file system.
    const names = new Set(entries.map(({ name }) => name));
    if (!isStart && isEnvironment(absolute, names)) return;
    const rules = names.has(".gitignore") ? around.inside(absolute) : around;
    if (CONFIGURATION_NAMES.some((name) => names.has(name))) this.configured.push(absolute);
    for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
      if (!entry.isDirectory() && !entry.isFile()) continue;
      const found = within(at, entry.name);
      const path = found.absolute;
      if (rules.ignores(path, entry.isDirectory()) || this.exclusions.excludes(found.shown)) continue;
      if (entry.isFile() ? !isPython(path, entry.name) : isSkippedByName(path, entry.name)) continue;
      if (entry.name.includes(UNDECODED) && !existsSync(path)) this.fail(found.shown, UNNAMABLE);
      else if (entry.isFile()) this.add(found, false);
      else this.directory(found, rules, false);
    }
  }

  private add({ absolute, real, shown }: Spot, isNamed: boolean): void {
    if (!this.files.has(real)) this.files.set(real, { absolute, path: shown, isNamed });
  }
}

/** Where a walk is. */
interface Spot {
  readonly absolute: string;
  /** Where that is behind symbolic links, none of which a walk follows. */
  readonly real: string;
  /** Relative to the run's root. */
  readonly shown: string;
}

/** An entry of a directory. Joined by hand, because the names of a directory's entries need no tidying up. */
function within({ absolute, real, shown }: Spot, name: string): Spot {
  const after = (directory: string): string => (directory.endsWith(sep) ? directory : directory + sep) + name;
  return { absolute: after(absolute), real: after(real), shown: shown === "." ? name : posix.join(shown, name) };
}

/**
 * Answers whether a walk from `root` comes across a file, by what {@link isSkipped} and `exclusions` say of it and of the
 * directories it lies in; git is not asked.
 */
export function taker(root: string, exclusions: Exclusions): (path: string) => boolean {
  const known = new Map<string, boolean>();
  const entersDirectory = (path: string): boolean => {
    if (path === ".") return true;
    let answer = known.get(path);
    if (answer === undefined) {
      answer =
        entersDirectory(posix.dirname(path)) &&
        !exclusions.excludes(path) &&
        !isSkipped(join(root, path), basename(path));
      known.set(path, answer);
    }
    return answer;
  };
  return (path) => {
    if (!entersDirectory(posix.dirname(path)) || exclusions.excludes(path)) return false;
    const absolute = join(root, path);
    return path.endsWith(".py") || (existsSync(absolute) && isPython(absolute, basename(path)));
  };
}

/** Whether a file that a walk came across is Python: by its name, or by its shebang when it has no extension. */
export function isPython(absolute: string, name: string): boolean {
  if (name.endsWith(".py")) return true;
  return !name.includes(".") && isPythonShebang(firstLine(absolute));
}

function isPythonShebang(line: string): boolean {
  if (!line.startsWith("#!")) return false;
  const words = line.slice(2).trim().split(/\s+/);
  return words.some((word) => /^(?:python|pypy|ipython)[\d.]*$/.test(basename(word))) || /\buv run\b/.test(line);
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
