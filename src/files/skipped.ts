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

/** Whether a directory that a walk came across is a virtual environment, a cache, build output or the like. */
export function isSkipped(directory: string, name: string): boolean {
  if (NEVER.has(name) || name.endsWith(".egg-info") || name.endsWith(".dist-info")) return true;
  const holds = (...file: string[]): boolean => existsSync(join(directory, ...file));
  if (UNLESS_PACKAGE.has(name) && !holds("__init__.py")) return true;
  return holds("pyvenv.cfg") || holds("conda-meta", "history") || holds("bin", "activate_this.py");
}
