import { join } from "node:path";
import { taker } from "../../files/discover.js";
import type { Disk } from "../../files/disk.js";
import type { Exclusions } from "../../files/exclusions.js";
import type { FileChange } from "../../files/git-diff.js";
import type { Repository } from "../../files/git.js";
import { searchable } from "../../files/read.js";
import { affectedBy, type ChangedText } from "./affected.js";

/**
 * What a change starts from: the last commit for `staged`, which is what the next commit will change; else where the
 * current branch parted from a revision, and it leads to the working tree.
 */
export type Since = "staged" | { readonly revision: string };

/** What files hold, by path; nothing where there is no file. */
export type Contents = ReadonlyMap<string, Uint8Array | undefined>;

/** A change of Python files. */
export interface Change {
  readonly files: readonly FileChange[];
  /** The files in which it may have caused a finding: those that changed, and others. Sorted. */
  readonly affected: readonly string[];
  /** How the tree with the change differs from the working tree. */
  readonly after: Contents;
  /** How the tree without it does. */
  readonly before: Contents;
}

/** Where a change is looked at. */
export interface Tree {
  readonly repository: Repository;
  readonly disk: Disk;
}

/**
 * Reads a change.
 *
 * @param exclusionsAround reads what is left out where some files are
 * @param merged the commit to compare what is staged with, if not the last one
 * @throws GitProblem when there is no such revision
 */
export async function readChange(
  { repository, disk }: Tree,
  since: Since,
  exclusionsAround: (paths: readonly string[]) => Promise<Exclusions>,
  merged?: string,
): Promise<Change> {
  const isStaged = since === "staged";
  // Git answers while other programs of it do.
  const [all, different, tracked] = await Promise.all([
    isStaged ? repository.staged(merged) : sinceRevision(repository, since.revision),
    isStaged ? repository.unstaged() : [],
    repository.files(),
  ]);
  const touched = all.flatMap(({ before, after }) => [before, after].flatMap((version) => version?.path ?? []));
  const takes = taker(repository.root, await exclusionsAround(touched));
  const files = all.filter(({ before, after }) => [before, after].some((version) => version && takes(version.path)));
  if (files.length === 0) return { files, affected: [], after: new Map(), before: new Map() };
  const unstaged = different.filter(({ path }) => takes(path));
  const contents = contentsOf(repository, [...unstaged, ...files.flatMap(({ before }) => before ?? [])]);
  const others = tracked.filter((path) => path.endsWith(".py") && takes(path));
  // In the meantime.
  disk.bytes.add(others.map((path) => join(repository.root, path)));
  const held = await contents;
  const [staged, old] = [held.slice(0, unstaged.length), held.slice(unstaged.length)];
  const gone = files.flatMap(({ before, after }) => (before && before.path !== after?.path ? [before.path] : []));
  const fresh = files.flatMap(({ before, after }) => (after && before?.path !== after.path ? [after.path] : []));
  const change = {
    files,
    after: isStaged ? new Map([...absent(gone), ...staged]) : new Map<string, undefined>(),
    before: new Map([...staged, ...absent(fresh), ...old]),
  };
  const near = affectedBy(textsOf(change, repository.root), repository.root, others, disk.bytes);
  // Only now is it known which of the other configurations count.
  const led = near.filter(taker(repository.root, await exclusionsAround(near)));
  const changed = files.flatMap(({ after }) => (after && takes(after.path) ? [after.path] : []));
  const isGone = new Set(gone);
  return { ...change, affected: [...new Set([...changed, ...led.filter((path) => !isGone.has(path))])].sort() };
}

type Held = [path: string, content: Uint8Array | undefined];

async function sinceRevision(repository: Repository, revision: string): Promise<readonly FileChange[]> {
  return repository.changesSince(await repository.mergeBase(await repository.commit(revision)));
}

async function contentsOf(
  repository: Repository,
  files: readonly { readonly path: string; readonly blob?: string }[],
): Promise<Held[]> {
  const contents = await repository.contents(files.map(({ blob = "" }) => blob));
  return files.map(({ path }, index) => [path, contents[index]]);
}

function absent(paths: readonly string[]): Held[] {
  return paths.map((path) => [path, undefined]);
}

/** The texts of the changed files as Latin-1, which keeps lines and names. */
function textsOf({ files, before, after }: Omit<Change, "affected">, root: string): ChangedText[] {
  const textNow = (path: string): string => latin1(after.get(path)) ?? searchable(join(root, path));
  return files.map((file) => {
    const was = file.before && latin1(before.get(file.before.path));
    const is = file.after && textNow(file.after.path);
    const path = (file.after ?? file.before)?.path ?? "";
    return {
      path,
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
      hunks: file.hunks,
    };
  });
}

function latin1(content: Uint8Array | undefined): string | undefined {
  return content && Buffer.from(content).toString("latin1");
}
