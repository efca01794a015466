import type { Source } from "../../../../src/files/decode.js";
import { FileProblem } from "../../../../src/files/problem.js";
import { holdsWord, wordsDefinedIn } from "../../../../src/files/word-index.js";
import type { ReadableFiles } from "../../../../src/engine/run/traced-files.js";

/** A program that is in memory only: texts by their paths, which have forward slashes. */
export class MemoryFiles implements ReadableFiles {
  readonly paths: readonly string[];

  constructor(private readonly texts: ReadonlyMap<string, string>) {
    this.paths = [...texts.keys()].sort();
  }

  load(path: string): Source | FileProblem {
    const text = this.texts.get(path);
    if (text === undefined) return new FileProblem(path, "no such file or directory");
    return text.includes("\0")
      ? new FileProblem(path, "holds NUL bytes, so it is not Python source")
      : { text, asUtf8: text };
  }

  read(path: string): string | undefined {
    return this.texts.get(path);
  }

  kindAt(path: string): "file" | "directory" | "none" {
    if (this.texts.has(path)) return "file";
    return path === "" || this.paths.some((file) => file.startsWith(`${path}/`)) ? "directory" : "none";
  }

  filesMentioning(word: string, alongside?: readonly string[]): readonly string[] {
    const words = alongside ?? [word];
    return this.filesWhere((text) => holdsWord(text, word) && words.some((other) => holdsWord(text, other)));
  }

  filesDefining(word: string): readonly string[] {
    return this.filesWhere((text) => [...wordsDefinedIn(text)].includes(word));
  }

  /** A program in memory is small: whichever words are asked for, they are looked up in its texts. */
  expectFewWords(): void {
    return;
  }

  private filesWhere(holds: (text: string) => boolean): string[] {
    return this.paths.filter((path) => holds(this.texts.get(path) ?? ""));
  }
}
