import type { Repository } from "../files/git.js";
import type { Coverage } from "./coverage.js";
import type { Program } from "./program.js";

/** Commits that are looked through; each takes a few milliseconds. */
const MOST_COMMITS = 300;

/** Files of an earlier coverage report that are no longer there, by what git says that they are called today. */
export async function renamedFiles(
  before: Coverage | undefined,
  program: Program,
  repository: Repository | undefined,
): Promise<ReadonlyMap<string, string>> {
  const today = new Map<string, string>();
  if (!before || !repository || before.files.every(({ path }) => program.resolve(path) !== undefined)) return today;
  // The latest commit first: what a file was called before follows from what it is called after.
  for (const { id, parents } of await repository.commits([], MOST_COMMITS)) {
    const [parent] = parents;
    if (parent === undefined) continue;
    for (const change of await repository.filesChanged(parent, id)) {
      const [old, now] = [change.before?.path, change.after?.path];
      if (old !== undefined && now !== undefined && old !== now && !today.has(old))
        today.set(old, today.get(now) ?? now);
    }
  }
  return today;
}
