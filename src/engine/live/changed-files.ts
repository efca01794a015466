import { dirname } from "node:path";
import type { Source } from "../../files/decode.js";
import { statsAt } from "../../files/paths.js";
import { placesOf } from "../../files/places.js";
import { FileProblem } from "../../files/problem.js";
import type { SourceFiles } from "../../files/source-files.js";
import { answerTo, type Library } from "../../python/prefilter/text-question.js";
import { hashOf } from "../../words.js";
import { libraryAmong, type Kind } from "../run/traced-files.js";
import { TextLibrary } from "./text-library.js";

/** What a file is by now; nothing where it is gone. */
export type Now = Source | FileProblem | undefined;

/**
 * Files of which some are not what they were when all of them were looked at: whoever types changes one, and the words of
 * the thousands of others stay indexed.
 */
export class ChangedFiles {
  readonly #now = new Map<string, Now>();
  readonly #texts = new Map<string, TextLibrary>();
  /** The texts by what stands for their words. */
  readonly #byWord = new Map<number, Set<TextLibrary>>();
  /** Directories that have come or gone with files. */
  readonly #directories = new Map<string, Kind>();

  /** The files that are asked for words. */
  #searched: Set<string> | undefined;

  constructor(private readonly before: SourceFiles) {}

  /** Takes a file among those that are asked for words. */
  admit(path: string): void {
    this.searched.add(path);
  }

  /** How many of them have changed. */
  get size(): number {
    return this.#now.size;
  }

  /** Whether it is known what a file is by now. */
  isChanged(path: string): boolean {
    return this.#now.has(path);
  }

  /** Whether a file is there, and among those that are asked for words. */
  isSearched(path: string): boolean {
    return this.searched.has(path) && (!this.#now.has(path) || this.#now.get(path) !== undefined);
  }

  /** Takes down what a file is by now. */
  set(path: string, now: Now): void {
    this.#now.set(path, now);
    this.index(
      path,
      now && !(now instanceof FileProblem) && this.searched.has(path) ? new TextLibrary(path, now.text) : undefined,
    );
    for (const at of placesOf([dirname(path)])) {
      if (now || !this.isLeft(at)) this.#directories.set(at, now ? "directory" : "none");
    }
  }

  private index(path: string, text: TextLibrary | undefined): void {
    const before = this.#texts.get(path);
    this.#texts.delete(path);
    if (before) for (const word of before.words) this.#byWord.get(word)?.delete(before);
    if (!text) return;
    this.#texts.set(path, text);
    for (const word of text.words) {
      const holding = this.#byWord.get(word);
      if (holding) holding.add(text);
      else this.#byWord.set(word, new Set([text]));
    }
  }

  /** Whether a directory is there that a file has gone from. */
  private isLeft(directory: string): boolean {
    const isAbove = ([path, now]: [string, Now]): boolean => now !== undefined && path.startsWith(`${directory}/`);
    return [...this.#now].some(isAbove) || statsAt(this.before.absoluteOf(directory))?.isDirectory() === true;
  }

  /** The words of a file that has changed; nothing when it cannot be read. */
  textAt(path: string): TextLibrary | undefined {
    return this.#texts.get(path);
  }

  load(path: string): Source | FileProblem {
    if (!this.#now.has(path)) return this.before.load(path);
    return this.#now.get(path) ?? new FileProblem(path, "no such file or directory");
  }

  kindAt(path: string): Kind {
    const now = this.#now.get(path);
    if (now) return "file";
    // Where a file was may be a directory by now.
    return this.#directories.get(path) ?? (this.#now.has(path) ? "none" : this.before.kindAt(path));
  }

  /** All of the files, to be asked for words until the next one changes. */
  library(): Library {
    const before = libraryAmong(this.before);
    const texts = [...this.#texts.values()];
    const among = (fresh: readonly TextLibrary[]): Joined => {
      return (old, ask) => {
        const kept = old.filter((path) => !this.#now.has(path));
        const added = fresh.flatMap(ask);
        return added.length === 0 ? kept : [...kept, ...added].sort();
      };
    };
    const joined = among(texts);
    // As many words are asked for as files that have changed hold, and few of those hold any one of them.
    const joinedFor = (word: string): Joined => among([...(this.#byWord.get(hashOf(word)) ?? [])]);
    const all = (): string[] => {
      const changed = [...this.#now.keys()].filter((path) => this.isSearched(path));
      return [...[...before.paths].filter((path) => !this.#now.has(path)), ...changed].sort();
    };
    let coroutines: Library["coroutines"];
    let paths: readonly string[] | undefined;
    return {
      get coroutines() {
        return (coroutines ??= coroutinesAmong(before, joined, texts));
      },
      get paths() {
        return (paths ??= all());
      },
      holding: (word, alongside) =>
        joinedFor(word)(before.holding(word, alongside), (text) => text.holding(word, alongside)),
      defining: (word) => joinedFor(word)(before.defining(word), (text) => text.defining(word)),
      read: (path) => this.read(path),
    };
  }

  private get searched(): Set<string> {
    return (this.#searched ??= new Set(this.before.paths));
  }

  private read(path: string): string | undefined {
    if (this.kindAt(path) !== "file") return undefined;
    const source = this.load(path);
    return source instanceof FileProblem ? undefined : source.text;
  }
}

/** The paths of those files that have stayed the same, with what is fresh. */
type Joined = (old: readonly string[], fresh: (text: TextLibrary) => readonly string[]) => readonly string[];

/** Where coroutine functions are defined, found out once for the many files that stay the same. */
function coroutinesAmong(
  before: Library,
  joined: Joined,
  texts: readonly TextLibrary[],
): ReadonlyMap<string, readonly string[]> {
  const fresh = new Set(texts.flatMap((text) => [...coroutinesIn(text).keys()]));
  const old = [...coroutinesIn(before)].map(([name, paths]) => [name, joined(paths, () => [])] as const);
  const known = new Map(old);
  for (const name of fresh) {
    const paths = coroutinesIn(before).get(name) ?? [];
    known.set(
      name,
      joined(paths, (text) => (coroutinesIn(text).has(name) ? text.paths : [])),
    );
  }
  return known;
}

function coroutinesIn(library: Library): ReadonlyMap<string, readonly string[]> {
  answerTo({ word: "", use: "async" }, library);
  return library.coroutines ?? new Map<string, readonly string[]>();
}
