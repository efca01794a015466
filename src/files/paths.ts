import { existsSync, realpathSync, statSync, type Stats } from "node:fs";
import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";

/** Whether `path` is `directory` or lies in it; both absolute. */
export function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** `path` relative to `directory` with forward slashes; absolute when it does not lie in there. */
export function displayPath(path: string, directory: string): string {
  const shown = isInside(path, directory) ? relative(directory, path) || "." : path;
  return sep === "/" ? shown : shown.replaceAll(sep, "/");
}

/**
 * What a document is called in the commands that it shows, from the project's root: one that is written elsewhere is brought
 * there, and no path of the machine that wrote it would lead to it.
 */
export function keptName(path: string, root: string): string {
  return isInside(path, root) ? displayPath(path, root) : basename(path);
}

/** What lies at a path, behind its links; undefined when nothing does, or nobody here may know. */
export function statsAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Whether a path leads to something in a directory, whatever links there are on the way. */
export function leadsInto(path: string, directory: string): boolean {
  try {
    return isInside(realpathSync.native(path), realpathSync.native(directory));
  } catch {
    return false;
  }
}

/**
 * The directory that a run's paths are relative to, and outside of which no import leads: the repository that holds
 * everything; without one the current directory when everything lies in it, or else the deepest directory that holds
 * everything, outside of any package.
 *
 * @param directories absolute paths of the directories that are scanned or hold scanned files
 */
export function rootOf(directories: readonly string[], current: string): string {
  const [first = current, ...others] = directories;
  let common = first;
  for (const path of others) while (!isInside(path, common)) common = dirname(common);
  const repository = repositoryOf(common);
  if (repository !== undefined) return repository;
  if (isInside(common, current)) return current;
  while (existsSync(resolve(common, "__init__.py"))) common = dirname(common);
  return common;
}

/** The git working tree that holds a directory. */
export function repositoryOf(directory: string): string | undefined {
  for (let at = resolve(directory); ; at = dirname(at)) {
    if (existsSync(resolve(at, ".git"))) return at;
    if (at === dirname(at)) return undefined;
  }
}

const PROJECT_FILES = ["pyproject.toml", "setup.py", "setup.cfg", ".git"];

/**
 * The project that a directory belongs to: where the nearest project file above it lies, else the outermost package
 * around it. None for a directory of loose files.
 */
export function projectAround(directory: string): string | undefined {
  let outermost: string | undefined;
  for (let at = directory, inPackage = true; ; at = dirname(at)) {
    if (PROJECT_FILES.some((name) => existsSync(resolve(at, name)))) return at;
    inPackage &&= existsSync(resolve(at, "__init__.py"));
    if (inPackage) outermost = at;
    if (at === dirname(at)) return outermost;
  }
}
