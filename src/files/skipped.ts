import { existsSync } from "node:fs";
import { join } from "node:path";

/** Directories that hold no code of the project whatever lies in them. */
const NEVER = new Set([
  "node_modules",
  "bower_components",
  "site-packages",
  "dist-packages",
  "__pycache__",
  "__pypackages__",
  ".git",
  ".hg",
  ".svn",
  ".bzr",
  ".tox",
  ".nox",
  ".venv",
  ".direnv",
  ".eggs",
  ".cache",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".pytype",
  ".pyre",
  ".hypothesis",
  ".ipynb_checkpoints",
  ".pants.d",
  ".scarlint-cache",
]);

/** Names that build output and virtual environments go by, unless a package happens to have them. */
const UNLESS_PACKAGE = new Set(["build", "_build", "dist", "venv", "buck-out"]);

/** What makes a directory a virtual environment. */
const IN_ENVIRONMENTS = [["pyvenv.cfg"], ["conda-meta", "history"], ["bin", "activate_this.py"]] as const;

/** Whether a directory that a walk came across is a virtual environment, a cache, build output or the like. */
export function isSkipped(directory: string, name: string): boolean {
  return isSkippedByName(directory, name) || isEnvironment(directory);
}

/** The same as far as the name says it, without looking into most directories. */
export function isSkippedByName(directory: string, name: string): boolean {
  if (NEVER.has(name) || name.endsWith(".egg-info") || name.endsWith(".dist-info")) return true;
  return UNLESS_PACKAGE.has(name) && !existsSync(join(directory, "__init__.py"));
}

/**
 * Whether a directory is a virtual environment.
 *
 * @param entries - the names in it, if they are known: then nothing is looked for that cannot be there
 */
export function isEnvironment(directory: string, entries?: ReadonlySet<string>): boolean {
  return IN_ENVIRONMENTS.some(
    ([first, ...rest]) => (entries?.has(first) ?? true) && existsSync(join(directory, first, ...rest)),
  );
}
