import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import type { Corpus } from "./corpus.js";
import type { Subject } from "./process.js";

/** scarlint's own runs over a corpus. */
export class Scarlint {
  #changes = 0;

  /** @param root of scarlint's checkout @param scratch where caches may lie */
  constructor(
    private readonly root: string,
    private readonly scratch: string,
  ) {}

  /** With other arguments, from within the corpus. */
  run(name: string, corpus: Corpus, parameters: readonly string[]): Subject {
    const command = [process.execPath, join(this.root, "dist/src/cli/launch.cjs"), ...parameters];
    return { name, command, cwd: corpus.root };
  }

  /** Over everything, without what earlier runs have found. */
  cold(corpus: Corpus): Subject {
    return this.run("scarlint, cold", corpus, ["--quiet", "--no-cache"]);
  }

  /** Over everything, with the directory for caches empty: what is found is also kept. */
  filling(corpus: Corpus): Subject {
    return { ...this.run("scarlint, filling its cache", corpus, ["--quiet"]), ...this.emptyCache("filling") };
  }

  /** Over everything once more. */
  warm(corpus: Corpus): Subject {
    return { ...this.run("scarlint, warm", corpus, ["--quiet"]), environment: this.cache("warm") };
  }

  /** Over everything once more, after one file was changed. */
  changed(corpus: Corpus): Subject {
    const file = join(corpus.root, corpus.files[Math.floor(corpus.files.length / 2)] ?? "");
    const before = readFileSync(file);
    return {
      ...this.run("scarlint, one file changed", corpus, ["--quiet"]),
      environment: this.cache("changed"),
      prepare: () => appendFileSync(file, `# ${String(this.#changes++)}\nCHANGED = ${String(this.#changes)}\n`),
      restore: () => writeFileSync(file, before),
    };
  }

  /** Over some files, as hooks call it, with the directory for caches empty. */
  hook(corpus: Corpus, files: readonly string[]): Subject {
    const name = `scarlint, ${counted(files)} of ${String(corpus.files.length)}`;
    return { ...this.run(name, corpus, ["--quiet", ...files]), ...this.emptyCache("hook") };
  }

  /** Over what some staged files bring; the corpus has to be a repository without changes. */
  staged(corpus: Corpus, files: readonly string[]): Subject {
    const { environment, prepare } = this.emptyCache("staged");
    return {
      ...this.run(`scarlint --staged, ${counted(files)}`, corpus, ["--quiet", "--staged"]),
      environment,
      prepare: () => {
        prepare();
        for (const file of files) appendFileSync(join(corpus.root, file), "\n\nCHANGED = 1\n");
        git(corpus.root, "add", ...files);
      },
      restore: () => git(corpus.root, "reset", "--hard", "-q"),
    };
  }

  private emptyCache(name: string): { environment: Readonly<Record<string, string>>; prepare: () => void } {
    return {
      environment: this.cache(name),
      prepare: () => rmSync(join(this.scratch, name), { recursive: true, force: true }),
    };
  }

  private cache(name: string): Readonly<Record<string, string>> {
    mkdirSync(join(this.scratch, name), { recursive: true });
    return { XDG_CACHE_HOME: join(this.scratch, name), XDG_DATA_HOME: join(this.scratch, name) };
  }
}

/** Makes a corpus a repository whose one commit holds all of it. */
export function makeRepository({ root }: Corpus): void {
  git(root, "init", "-q");
  git(root, "add", ".");
  git(root, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-q", "--no-verify", "-m", "All");
}

function git(directory: string, ...parameters: readonly string[]): void {
  execFileSync("git", ["-C", directory, "-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", ...parameters]);
}

function counted({ length }: readonly string[]): string {
  return length === 1 ? "1 file" : `${String(length)} files`;
}
