import { dirname } from "node:path";
import type { RunResult } from "../finding/run-result.js";
import type { TracedResult } from "../run/run.js";
import type { Kind } from "../run/traced-files.js";

/** What was found in some files together, and all that it leans on. */
export class Part {
  readonly #files: Set<string>;
  readonly #reads: ReadonlySet<string>;
  readonly #kinds: ReadonlyMap<string, Kind>;
  readonly #asked: ReadonlySet<string>;
  readonly #result: RunResult;

  constructor(
    private readonly paths: readonly string[],
    { result, trace: { reads, kinds, asked } }: TracedResult,
  ) {
    this.#files = new Set(paths);
    this.#reads = new Set(reads);
    this.#kinds = new Map(kinds);
    this.#asked = new Set(asked.map(([question]) => question));
    this.#result = result;
  }

  /** The files of which nothing newer is known. */
  get current(): ReadonlySet<string> {
    return this.#files;
  }

  /** What was found, without what is in files of which something newer is known. */
  get result(): RunResult {
    if (this.#files.size === this.paths.length) return this.#result;
    const newer = new Set(this.paths.filter((path) => !this.#files.has(path)));
    const isOld = ({ path }: { readonly path?: string }): boolean => path !== undefined && newer.has(path);
    const without = <T extends { readonly path?: string }>(all: readonly T[]): T[] => all.filter((one) => !isOld(one));
    const { findings, failures, commented, hidden } = this.#result;
    return {
      ...this.#result,
      findings: without(findings),
      failures: without(failures),
      commented: without(commented),
      hidden: without(hidden),
    };
  }

  /** What was asked of all texts, as JSON. */
  get asked(): ReadonlySet<string> {
    return this.#asked;
  }

  /** Something newer is known of a file. */
  supersede(path: string): void {
    this.#files.delete(path);
  }

  /**
   * Whether something else may be found now that files have changed.
   *
   * @param otherwise the questions that have another answer now
   */
  leansOn(changed: Iterable<string>, otherwise: ReadonlySet<string>, kindAt: (path: string) => Kind): boolean {
    for (const question of otherwise) if (this.#asked.has(question)) return true;
    for (const path of changed) if (this.leansOnFile(path, kindAt)) return true;
    return false;
  }

  private leansOnFile(path: string, kindAt: (path: string) => Kind): boolean {
    if (this.#reads.has(path) || this.#files.has(path)) return true;
    for (let at = path; at !== "." && at !== dirname(at); at = dirname(at)) {
      const before = this.#kinds.get(at);
      if (before !== undefined && before !== kindAt(at)) return true;
    }
    return false;
  }
}
