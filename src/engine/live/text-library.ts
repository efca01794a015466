import type { Library } from "../../python/prefilter/text-question.js";
import { wordsDefinedIn } from "../../files/word-index.js";
import { eachWord, hashOf } from "../../words.js";

/** One text, asked for words as all files are. */
export class TextLibrary implements Library {
  readonly paths: readonly string[];
  /** What stands for its words. */
  readonly words: ReadonlySet<number>;
  coroutines?: ReadonlyMap<string, readonly string[]>;
  #defined: ReadonlySet<string> | undefined;

  constructor(
    path: string,
    private readonly text: string,
  ) {
    this.paths = [path];
    const words = new Set<number>();
    eachWord(text, (hash) => words.add(hash));
    this.words = words;
  }

  holding(word: string, alongside?: readonly string[]): readonly string[] {
    const isHeld = this.holds(word) && (alongside?.some((other) => this.holds(other)) ?? true);
    return isHeld ? this.paths : [];
  }

  defining(word: string): readonly string[] {
    this.#defined ??= new Set(wordsDefinedIn(this.text));
    return this.holds(word) && this.#defined.has(word) ? this.paths : [];
  }

  read(): string {
    return this.text;
  }

  private holds(word: string): boolean {
    return this.words.has(hashOf(word));
  }
}
