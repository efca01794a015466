import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { environmentFor, GitProblem, type Place } from "./git-process.js";
import { reasonOf } from "./problem.js";
import { readBytes } from "./read.js";

/** Where the parts of a repository are; all absolute. */
export interface RepositoryParts {
  /** The top of its working tree. */
  readonly root: string;
  /** What is the working tree's own. */
  readonly own: string;
  /** What all working trees have in common. */
  readonly common: string;
}

/**
 * Where git can be asked about a repository without ever reading what the repository says of git: a directory that
 * stands for the repository's own one, with links to its branches, and in it a configuration of ours.
 *
 * Every program that a repository can make git run has its name in the configuration or among the hooks, so there is
 * nothing to switch off: neither is here. Only settings that say what files and names mean are taken over, from a list
 * ({@link isHarmless}). Filters and kinds of files that attributes name do not exist.
 *
 * @param settings what `git config -z --list` says in the repository
 * @param said what a hook's environment says of places
 * @throws GitProblem when there is no place for temporary files
 */
export function viewOf(parts: RepositoryParts, settings: Buffer, said: NodeJS.ProcessEnv): Place {
  const { root, own, common } = parts;
  const directory = temporaryDirectory();
  const view = join(directory, "own");
  const shared = own === common ? view : join(directory, "common");
  mirror(own, view);
  if (own !== common) mirror(common, shared);
  if (own !== common) writeFileSync(join(view, "commondir"), shared);
  writeFileSync(join(view, "HEAD"), headOf(own));
  writeFileSync(join(shared, "config"), configuration(settings));
  mirrorInfo(common, shared);
  const environment = environmentFor(root, {
    ...{ GIT_DIR: view, GIT_WORK_TREE: root },
    ...{ GIT_INDEX_FILE: join(own, "index"), GIT_OBJECT_DIRECTORY: join(common, "objects") },
    ...{ GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_SYSTEM: devNull, GIT_CONFIG_GLOBAL: devNull },
    ...said,
  });
  return { directory: root, environment };
}

/** Directories of branches, and of what they were. */
const DIRECTORIES = ["refs", "logs", "reftable"];

/** Names of commits, such as `MERGE_HEAD`; many branches in one file; where the history ends; the rest of the index. */
const FILES = /^(?:[A-Z_]+_HEAD|packed-refs|shallow|sharedindex\.[0-9a-f]+)$/;

/** Links what says which commits there are. What is no ordinary file, git would wait for. */
function mirror(from: string, to: string): void {
  mkdirSync(to);
  for (const name of DIRECTORIES) {
    const directory = join(from, name);
    if (statSync(directory, { throwIfNoEntry: false })?.isDirectory())
      symlinkSync(directory, join(to, name), "junction");
    else if (name === "refs") mkdirSync(join(to, name));
  }
  for (const name of readdirSync(from)) if (FILES.test(name)) linkFile(join(from, name), join(to, name));
}

function linkFile(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false })?.isFile()) symlinkSync(from, to);
}

/** No attribute names a program, whatever files of the tree say: those here come first, and of them the last ones. */
const NO_PROGRAMS = "\n* !filter !diff !merge\n";

function mirrorInfo(from: string, to: string): void {
  mkdirSync(join(to, "info"));
  linkFile(join(from, "info/exclude"), join(to, "info/exclude"));
  const attributes = small(join(from, "info/attributes")) ?? "";
  writeFileSync(join(to, "info/attributes"), attributes + NO_PROGRAMS, "latin1");
}

/** What is checked out: git takes no link for it but an old-fashioned one, whose target is the branch's name. */
function headOf(directory: string): string {
  const file = join(directory, "HEAD");
  try {
    return `ref: ${readlinkSync(file)}\n`;
  } catch {
    return small(file) ?? "";
  }
}

/** As much as nobody writes by hand, in bytes. */
const SMALL = 1024 * 1024;

/** What an ordinary file of moderate size holds, as Latin-1. */
function small(path: string): string | undefined {
  try {
    return readBytes(path, SMALL, "refused").toString("latin1");
  } catch {
    return undefined;
  }
}

/** Settings that say what the bytes of files and objects mean, and where branches come from. None is a command. */
const HARMLESS = new Set([
  "core.attributesfile",
  "core.autocrlf",
  "core.eol",
  "core.excludesfile",
  "core.filemode",
  "core.ignorecase",
  "core.precomposeunicode",
  "core.repositoryformatversion",
  "core.sparsecheckout",
  "core.sparsecheckoutcone",
  "core.symlinks",
  "diff.renamelimit",
  "extensions.objectformat",
  "extensions.refstorage",
  "push.default",
  "remote.pushdefault",
]);

/** For `@{upstream}` and `@{push}`. */
const OF_BRANCHES = /^branch\..+\.(?:remote|merge|pushremote)$|^remote\..+\.(?:fetch|push)$/s;

function isHarmless(name: string): boolean {
  return HARMLESS.has(name) || OF_BRANCHES.test(name);
}

/** Bytes as Latin-1, which every byte gets through, into a file and out of one. */
function configuration(settings: Buffer): Buffer {
  const lines = settingsIn(settings).flatMap(([name, value]) => (isHarmless(name) ? [setting(name, value)] : []));
  return Buffer.from(lines.join(""), "latin1");
}

/**
 * The names and values that `git config -z --list` writes, as Latin-1. Names are in lower case but for their middle.
 */
export function settingsIn(list: Buffer): (readonly [name: string, value: string])[] {
  const entries = list.toString("latin1").split("\0").filter(Boolean);
  return entries.map((entry) => {
    const end = entry.indexOf("\n");
    // What has no equals sign is true.
    return end < 0 ? [entry, "true"] : [entry.slice(0, end), entry.slice(end + 1)];
  });
}

/** A setting as it stands in a configuration file. */
function setting(name: string, value: string): string {
  const [first, last] = [name.indexOf("."), name.lastIndexOf(".")];
  const middle = first < last ? ` "${escaped(name.slice(first + 1, last))}"` : "";
  return `[${name.slice(0, first)}${middle}]\n\t${name.slice(last + 1)} = "${escaped(value)}"\n`;
}

function escaped(text: string): string {
  return text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n");
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Directories that go with the process. */
const temporary = new Set<string>();

function temporaryDirectory(): string {
  // First: a signal that nobody listens to ends the process at once, with the directory made.
  removeAtEnd();
  try {
    const made = mkdtempSync(join(tmpdir(), "scarlint-git-view-"));
    temporary.add(made);
    return realpathSync(made);
  } catch (error) {
    throw new GitProblem(`no temporary directory can be made in '${tmpdir()}': ${reasonOf(error)}`);
  }
}

let isRemovedAtEnd = false;

function removeAtEnd(): void {
  if (isRemovedAtEnd) return;
  isRemovedAtEnd = true;
  const remove = (): void => {
    for (const directory of temporary) rmSync(directory, { recursive: true, force: true });
  };
  process.once("exit", remove);
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      remove();
      // Whoever else listens decides what the signal means.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  }
}
