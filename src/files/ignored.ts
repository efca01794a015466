import { dirname, join, sep } from "node:path";
import { GitIgnore } from "./gitignore.js";
import { isInside, repositoryOf } from "./paths.js";
import { isMissing, reasonOf } from "./problem.js";
import { readBytes, ReadProblem, type Links } from "./read.js";

/** Bytes. Each line is held against each file and directory below. */
const LARGEST = 256 * 1024;

/** Told of a file with rules that do not count, and why. */
export type Complain = (file: string, reason: string) => void;

/** The `.gitignore` files that count in one directory: its own and those above it, the nearest last. */
export class IgnoreRules {
  /** @param layers - with a separator at the end of each directory */
  private constructor(
    private readonly layers: readonly { readonly base: string; readonly rules: GitIgnore }[],
    private readonly complain: Complain,
  ) {}

  /**
   * The rules that count in a directory named by the user. One that is itself ignored is scanned by its own rules
   * alone: whoever names it wants it.
   */
  static around(directory: string, complain: Complain = () => undefined): IgnoreRules {
    const repository = repositoryOf(directory);
    const none = new IgnoreRules([], complain);
    if (repository === undefined) return none;
    // Git follows a link here, and in the working tree it does not.
    let rules = none.with(repository, join(repository, ".git", "info", "exclude"), "followed");
    if (repository === directory) return rules;
    for (const above of directoriesBetween(repository, directory)) {
      if (rules.ignores(above, true)) return none;
      rules = rules.inside(above);
    }
    return rules.ignores(directory, true) ? none : rules;
  }

  /** The rules that count inside `directory`, which lies where these count. */
  inside(directory: string): IgnoreRules {
    return this.with(directory, join(directory, ".gitignore"), "refused");
  }

  /** Whether git would leave a path out, which is absolute and has no detours; its parents are not left out. */
  ignores(path: string, isDirectory: boolean): boolean {
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const layer = this.layers[index];
      if (!layer || !path.startsWith(layer.base)) continue;
      const verdict = layer.rules.verdictOn(bytesOf(path.slice(layer.base.length)).split(sep), isDirectory);
      if (verdict) return verdict === "ignored";
    }
    return false;
  }

  private with(base: string, file: string, links: Links): IgnoreRules {
    const text = this.read(file, links);
    if (text === undefined) return this;
    const layer = { base: base.endsWith(sep) ? base : base + sep, rules: new GitIgnore(text) };
    return new IgnoreRules([...this.layers, layer], this.complain);
  }

  private read(file: string, links: Links): string | undefined {
    try {
      return readBytes(file, LARGEST, links).toString("latin1");
    } catch (error) {
      if (!isPassedOver(error)) this.complain(file, `${reasonOf(error)}; what git ignores by it is scanned`);
      return undefined;
    }
  }
}

/** The bytes of a text in UTF-8, as Latin-1. */
function bytesOf(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text).toString("latin1");
}

/** Whether git goes on as if there were no file. */
function isPassedOver(error: unknown): boolean {
  return isMissing(error) || (error instanceof ReadProblem && ["link", "directory"].includes(error.fault));
}

/** From `top` down to the parent of `bottom`. */
function directoriesBetween(top: string, bottom: string): string[] {
  const between: string[] = [];
  for (let at = dirname(bottom); isInside(at, top); at = dirname(at)) between.unshift(at);
  return between;
}
