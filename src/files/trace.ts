import { createRequire } from "node:module";

/** What was asked of the files of a root: the same questions with the same answers lead to the same findings. */
export class Trace {
  /** Files whose text was read, or tried to be. */
  readonly reads = new Set<string>();
  /** What was found at paths that were asked for. */
  readonly kinds = new Map<string, string>();
  /** Words of which it was asked which files hold them. */
  readonly words = new Set<string>();
}

/** A trace as plain data, with what stands for the answers; those about texts are in the files. */
export interface Answers {
  readonly reads: readonly string[];
  readonly kinds: readonly (readonly [path: string, kind: string])[];
  readonly words: readonly (readonly [word: string, files: string])[];
}

/** @param filesOf a word's files, by a digest */
export function answersTo({ reads, kinds, words }: Trace, filesOf: (word: string) => string): Answers {
  return {
    reads: [...reads].sort(),
    kinds: [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)),
    words: [...words].sort().map((word) => [word, filesOf(word)] as const),
  };
}

/** Stands for a list of names. */
export function digest(names: readonly string[]): string {
  // Loaded late: most scans of a few files do without, and it takes as long as one of them.
  const { createHash } = createRequire(import.meta.url)("node:crypto") as typeof import("node:crypto");
  return createHash("sha256").update(names.join("\0")).digest("base64");
}
