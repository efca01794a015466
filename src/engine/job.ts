import { resolve } from "node:path";
import { directoryOf, discover, type FoundFile } from "../files/discover.js";
import { displayPath, rootOf } from "../files/paths.js";
import { SourceFiles } from "../files/source-files.js";
import type { Failure } from "./finding.js";

/** Which files a scan is of: plain data, so that every worker can open the same ones. */
export interface Job {
  /** Absolute; what all paths are relative to. */
  readonly root: string;
  /** The files to scan, sorted. */
  readonly paths: readonly string[];
  readonly found: readonly FoundFile[];
  /** Files that were named alone: what they import is looked for in the project around them. */
  readonly alone: readonly string[];
  readonly exclude: readonly string[];
  /** A text that stands for a file. */
  readonly text?: { readonly path: string; readonly content: Uint8Array };
  /** What to read in place of what files hold, by path. */
  readonly replaced: ReadonlyMap<string, Uint8Array>;
}

/** What to scan. */
export interface Selection {
  /** Directories and files; the current directory when there are none. */
  readonly paths?: readonly string[];
  /** What relative paths are relative to; the process's current directory unless given. */
  readonly current?: string;
  /** A text that stands for a file, whether or not that exists. */
  readonly text?: { readonly path: string; readonly content: Uint8Array };
  /** What to read in place of what files hold, by path relative to the root. */
  readonly replaced?: ReadonlyMap<string, Uint8Array>;
  /** Globs of files and directories to leave out. */
  readonly exclude?: readonly string[];
}

/** Finds the files of a scan, and says what could not be looked at. */
export function gather(selection: Selection): { job: Job; failures: Failure[] } {
  const current = resolve(selection.current ?? ".");
  const exclude = selection.exclude ?? [];
  const named = selection.paths ?? (selection.text ? [] : [current]);
  const text = selection.text && { absolute: resolve(current, selection.text.path), content: selection.text.content };
  const absolutes = named.map((path) => resolve(current, path));
  const root = rootOf([...absolutes, ...(text ? [text.absolute] : [])].map(directoryOf), current);
  const { files: found, problems } = discover(named, root, current, exclude);
  const shown = text && { path: displayPath(text.absolute, root), content: text.content };
  const texts = shown ? [shown.path] : [];
  const alone = [...found.filter((file) => file.isNamed).map((file) => file.path), ...texts];
  const paths = [...new Set([...found.map((file) => file.path), ...texts])].sort();
  const failures = problems.map(({ path, message }) => ({ path, message }));
  const replaced = selection.replaced ?? new Map<string, Uint8Array>();
  return { job: { root, paths, found, alone, exclude, replaced, ...(shown && { text: shown }) }, failures };
}

/** The files of a job, to read from. */
export function openFiles(job: Job): SourceFiles {
  const files = new SourceFiles(job.root, job.alone, job.exclude);
  files.admit(job.found);
  if (job.text) files.replace(job.text.path, job.text.content);
  for (const [path, content] of job.replaced) files.replace(path, content);
  return files;
}
