import { posix } from "node:path";
import { covers, glob, type Glob } from "./glob.js";

/** What the configuration of a directory leaves out of it: plain data, so that it can go to workers. */
export interface DirectoryExclusions {
  /** Relative to the root, empty for the root itself. */
  readonly directory: string;
  readonly globs: readonly AnchoredGlob[];
}

/** A glob, and the directory that it is relative to. */
export interface AnchoredGlob {
  readonly glob: string;
  /** Relative to the root, empty for the root itself. */
  readonly from: string;
}

type Test = (path: string) => boolean;

/**
 * What a scan leaves out: what the command line says, and for each file or directory what the nearest configuration
 * above it says. Paths are relative to the root, with forward slashes.
 */
export class Exclusions {
  readonly #always: readonly { readonly glob: string; readonly test: Test }[];
  readonly #met = new Set<string>();
  readonly #configured: ReadonlyMap<string, readonly Test[]>;
  readonly #nearest = new Map<string, readonly Test[]>();

  /** All that makes them what they are. */
  readonly said: readonly unknown[];

  /** @param always globs relative to the root */
  constructor(always: readonly string[] = [], configured: readonly DirectoryExclusions[] = []) {
    this.said = [always, configured];
    this.#always = always.map((each) => ({ glob: each, test: glob(each) }));
    this.#configured = new Map(configured.map(({ directory, globs }) => [directory, globs.map(anchored)]));
  }

  /** Whether a file or directory is left out; those above it are not. */
  excludes(path: string): boolean {
    const always = this.#always.find(({ test }) => test(path));
    if (always) this.#met.add(always.glob);
    return always !== undefined || this.testsIn(directoryOf(path)).some((test) => test(path));
  }

  /** The globs that always count and have left out nothing of what was asked about so far. */
  get unmet(): readonly string[] {
    return this.#always.flatMap((each) => (this.#met.has(each.glob) ? [] : [each.glob]));
  }

  private testsIn(directory: string): readonly Test[] {
    let known = this.#configured.get(directory) ?? this.#nearest.get(directory);
    if (!known) {
      known = directory === "" ? [] : this.testsIn(directoryOf(directory));
      this.#nearest.set(directory, known);
    }
    return known;
  }
}

/** A test of paths relative to the root. */
export function anchored(globs: AnchoredGlob): Test {
  const test = glob(globs.glob);
  return (path) => test(fromDirectory(path, globs.from));
}

/** A test of whether a path, or a directory above it, is described by a glob. */
export function anchoredCover(globs: AnchoredGlob): Test {
  const test: Glob = glob(globs.glob);
  return (path) => covers(test, fromDirectory(path, globs.from));
}

function fromDirectory(path: string, directory: string): string {
  if (directory === "") return path;
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : posix.relative(directory, path);
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
