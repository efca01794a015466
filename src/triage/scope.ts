import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { displayPath, isInside } from "../files/paths.js";

/**
 * Paths as the command line names them, relative to a repository's root.
 *
 * @throws Error with one readable line when one lies outside of the repository
 */
export function scopeOf(paths: readonly string[], current: string, root: string): readonly string[] {
  const named = paths.length > 0 ? paths : ["."];
  return [...new Set(named.map((path) => within(resolve(current, path), path, root)))].sort();
}

function within(absolute: string, path: string, root: string): string {
  if (isInside(absolute, root)) return displayPath(absolute, root);
  throw new Error(`'${path}' is not in the repository at '${root}'; its history tells nothing of it`);
}

/** Whether a file lies in one of the paths of a scope. */
export function isInScope(file: string, paths: readonly string[]): boolean {
  return paths.some((path) => isInside(resolve("/", file), resolve("/", path)));
}

/** Those of a scope's paths that a directory has, without those that lie in others of them. */
export function discoverable(root: string, paths: readonly string[]): string[] {
  return paths.map((path) => join(root, path)).filter((path) => existsSync(path));
}
