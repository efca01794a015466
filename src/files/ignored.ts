import ignore, { type Ignore } from "ignore";
import { readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { isInside, repositoryOf } from "./paths.js";

/** The `.gitignore` files that count in one directory: its own and those above it, the nearest last. */
export class IgnoreRules {
  /** @param layers - with a separator at the end of each directory */
  private constructor(private readonly layers: readonly { readonly base: string; readonly rules: Ignore }[]) {}

  /**
   * The rules that count in a directory named by the user. One that is itself ignored is scanned by its own rules
   * alone: whoever names it wants it.
   */
  static around(directory: string): IgnoreRules {
    const repository = repositoryOf(directory);
    let rules = new IgnoreRules([]);
    if (repository !== undefined && repository !== directory) {
      rules = rules.with(repository, join(repository, ".git", "info", "exclude"));
      for (const above of directoriesBetween(repository, directory)) {
        if (rules.ignores(above, true)) return new IgnoreRules([]);
        rules = rules.with(above, join(above, ".gitignore"));
      }
      if (rules.ignores(directory, true)) return new IgnoreRules([]);
    } else if (repository !== undefined) {
      rules = rules.with(repository, join(repository, ".git", "info", "exclude"));
    }
    return rules;
  }

  /** The rules that count inside `directory`, which lies where these count. */
  inside(directory: string): IgnoreRules {
    return this.with(directory, join(directory, ".gitignore"));
  }

  /** Whether git would leave a path out, which is absolute and has no detours; its parents are not left out. */
  ignores(path: string, isDirectory: boolean): boolean {
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const layer = this.layers[index];
      if (!layer || !path.startsWith(layer.base)) continue;
      const way = path.slice(layer.base.length).replaceAll("\\", "/");
      const answer = layer.rules.test(isDirectory ? `${way}/` : way);
      if (answer.ignored || answer.unignored) return answer.ignored;
    }
    return false;
  }

  private with(base: string, file: string): IgnoreRules {
    let text: string;
    try {
      text = readFileSync(file, "utf8");
    } catch {
      return this;
    }
    return new IgnoreRules([
      ...this.layers,
      { base: base.endsWith(sep) ? base : base + sep, rules: ignore({ ignorecase: false }).add(text) },
    ]);
  }
}

/** From `top` down to the parent of `bottom`. */
function directoriesBetween(top: string, bottom: string): string[] {
  const between: string[] = [];
  for (let at = dirname(bottom); isInside(at, top); at = dirname(at)) between.unshift(at);
  return between;
}
