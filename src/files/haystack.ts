import { closeSync, constants, openSync, readSync } from "node:fs";
import { isPlainUtf8 } from "./decode.js";
import { LARGEST_FILE } from "./read.js";
import { isInName } from "./word-index.js";

/** Bytes after which reading goes on elsewhere. */
const PIECE = 16 * 1024 * 1024;
const LINE_FEED = 10;

/** Files one after the other, a line feed after each. */
interface Piece {
  readonly bytes: Buffer;
  readonly paths: string[];
  /** Where the files end, with their line feeds. */
  readonly ends: number[];
}

/** Where the bytes of a file are. */
interface Straw {
  readonly bytes: Buffer;
  /** Whether they stand for the file's text, which is in UTF-8 then. */
  readonly isPlain: boolean;
}

/**
 * The bytes of many files, to look for words in: most files of a project are looked through for some words and never
 * decoded. A byte of what is not ASCII may stand in a name, as the character may that it is of, so the bytes of a file in
 * UTF-8 hold a word when its text does. Paths are absolute.
 */
export class Haystack {
  readonly #pieces: Piece[] = [];
  readonly #straws = new Map<string, Straw | undefined>();
  readonly #answers = new Map<string, readonly string[]>();

  /** Reads those of some files that are not there yet. */
  add(paths: Iterable<string>): void {
    let piece: Piece | undefined;
    let used = 0;
    for (const path of paths) {
      if (this.#straws.has(path)) continue;
      if (!piece || used > PIECE) {
        // Memory that nothing is written to is not taken.
        piece = { bytes: Buffer.allocUnsafeSlow(PIECE + LARGEST_FILE + 2), paths: [], ends: [] };
        this.#pieces.push(piece);
        used = 0;
      }
      const size = readInto(piece.bytes, used, path);
      this.#answers.clear();
      const isThere = size >= 0 && size <= LARGEST_FILE;
      const bytes = isThere ? piece.bytes.subarray(used, used + size) : undefined;
      this.#straws.set(path, bytes && { bytes, isPlain: isPlainUtf8(bytes) });
      if (!isThere) continue;
      piece.bytes[used + size] = LINE_FEED;
      used += size + 1;
      piece.paths.push(path);
      piece.ends.push(used);
    }
  }

  /** Whether the bytes of a file stand for its text. */
  isPlain(path: string): boolean {
    return this.#straws.get(path)?.isPlain ?? false;
  }

  /** How many bytes a file has; none when it cannot be scanned. */
  sizeOf(path: string): number {
    return this.#straws.get(path)?.bytes.length ?? 0;
  }

  /** The bytes of a file as Latin-1, in which lines and names are what they are; empty when it cannot be scanned. */
  textOf(path: string): string {
    return this.#straws.get(path)?.bytes.toString("latin1") ?? "";
  }

  /** Whether the bytes of a file hold a word. */
  holds(path: string, word: string): boolean {
    const straw = this.#straws.get(path);
    return straw !== undefined && word !== "" && indexOfWord(straw.bytes, Buffer.from(word)) >= 0;
  }

  /** The files whose bytes hold a word. */
  pathsOf(word: string): readonly string[] {
    if (word === "") return [];
    let known = this.#answers.get(word);
    if (!known) {
      const bytes = Buffer.from(word);
      this.#answers.set(word, (known = this.#pieces.flatMap((piece) => pathsIn(piece, bytes))));
    }
    return known;
  }
}

function pathsIn({ bytes, paths, ends }: Piece, word: Buffer): string[] {
  const found: string[] = [];
  const written = bytes.subarray(0, ends.at(-1) ?? 0);
  let file = 0;
  for (let at = indexOfWord(written, word); at >= 0; at = indexOfWord(written, word, ends[file])) {
    while ((ends[file] ?? Infinity) <= at) file++;
    found.push(paths[file] ?? "");
  }
  return found;
}

function indexOfWord(bytes: Buffer, word: Buffer, from = 0): number {
  for (let at = bytes.indexOf(word, from); at >= 0; at = bytes.indexOf(word, at + 1)) {
    if (!isInName(bytes[at - 1]) && !isInName(bytes[at + word.length])) return at;
  }
  return -1;
}

/** Reads a file into a buffer, and says how many bytes it has; less than none when it cannot be read or is a link. */
function readInto(buffer: Buffer, start: number, path: string): number {
  try {
    // Without O_NONBLOCK opening a named pipe that nobody writes to would wait for ever.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      return readSync(file, buffer, start, LARGEST_FILE + 1, null);
    } finally {
      closeSync(file);
    }
  } catch {
    return -1;
  }
}
