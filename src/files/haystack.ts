import { isPlainUtf8 } from "./decode.js";
import { LARGEST_FILE, readInto } from "./read.js";
import { isInName } from "../words.js";
import { wordsDefinedIn } from "./word-index.js";

/** Bytes that are taken at a time: the largest file, a line feed, and a byte by which a larger file is known. */
const PIECE = LARGEST_FILE + 2;
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
  #definers: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  /** Reads those of some files that are not there yet. */
  add(paths: Iterable<string>): void {
    let piece = this.#pieces.at(-1) ?? this.begin();
    for (const path of paths) {
      if (this.#straws.has(path)) continue;
      this.#answers.clear();
      this.#definers = undefined;
      let size = readAfter(piece, path);
      if (size === roomIn(piece) && piece.paths.length > 0) size = readAfter((piece = this.begin()), path);
      const isThere = size >= 0 && size <= LARGEST_FILE;
      this.#straws.set(path, isThere ? straw(piece, path, size) : undefined);
    }
  }

  /** The files in whose bytes a word stands behind `def` or `class`. */
  pathsDefining(word: string): ReadonlySet<string> {
    this.#definers ??= definersIn(this.#pieces);
    return this.#definers.get(Buffer.from(word).toString("latin1")) ?? new Set();
  }

  private begin(): Piece {
    const piece = { bytes: Buffer.allocUnsafeSlow(PIECE), paths: [], ends: [] };
    this.#pieces.push(piece);
    return piece;
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
  if (paths.length === 0) return [];
  const found: string[] = [];
  const written = bytes.subarray(0, ends.at(-1));
  let file = 0;
  for (let at = indexOfWord(written, word); at >= 0; at = indexOfWord(written, word, ends[file])) {
    while ((ends[file] ?? Infinity) <= at) file++;
    found.push(paths[file] ?? "");
  }
  return found;
}

function definersIn(pieces: readonly Piece[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { bytes, paths, ends } of pieces) {
    let start = 0;
    for (const [file, end] of ends.entries()) {
      for (const word of wordsDefinedIn(bytes.toString("latin1", start, end))) {
        const known = found.get(word);
        if (known) known.add(paths[file] ?? "");
        else found.set(word, new Set([paths[file] ?? ""]));
      }
      start = end;
    }
  }
  return found;
}

function indexOfWord(bytes: Buffer, word: Buffer, from = 0): number {
  for (let at = bytes.indexOf(word, from); at >= 0; at = bytes.indexOf(word, at + 1)) {
    if (!isInName(bytes[at - 1]) && !isInName(bytes[at + word.length])) return at;
  }
  return -1;
}

/** Where a piece goes on. */
function endOf({ ends }: Piece): number {
  return ends.at(-1) ?? 0;
}

/** How many bytes there are for the next file: when it has as many, it may have more. */
function roomIn(piece: Piece): number {
  return PIECE - endOf(piece) - 1;
}

/** Takes into a piece what was read after the others. */
function straw(piece: Piece, path: string, size: number): Straw {
  const start = endOf(piece);
  const end = start + size;
  piece.bytes[end] = LINE_FEED;
  piece.paths.push(path);
  piece.ends.push(end + 1);
  const bytes = piece.bytes.subarray(start, end);
  return { bytes, isPlain: isPlainUtf8(bytes) };
}

/** Reads a file after the others, and says how many bytes it has; less than none when it cannot be read or is a link. */
function readAfter(piece: Piece, path: string): number {
  return readInto(path, piece.bytes, endOf(piece), roomIn(piece));
}
