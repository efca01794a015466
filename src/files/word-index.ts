import { eachWord, hashOf, isInName, step } from "../words.js";

/** Texts are numbered below this, so that the number and a part of a hash fill 32 bits. */
const MOST_TEXTS = 2 ** 20;
/** The bits of a hash that say which bucket it is in; the others stand beside the number of the text. */
const BUCKET_BITS = 20;
const BUCKETS = 2 ** BUCKET_BITS;
const REST_BITS = 32 - BUCKET_BITS;
/** Words of one text that are told apart from those that it has had, most of the time. */
const MOST_RECENT = 2 ** 14;

/** An index as memory that threads can look into at the same time. */
export interface WordTable {
  /** Where in the postings each bucket begins, and where the last ends. */
  readonly starts: Uint32Array;
  /** The rest of a hash and, below, the number of a text that holds it: by bucket, in the order of the texts. */
  readonly postings: Uint32Array;
}

/**
 * Answers which texts hold a word, in four bytes a word and a text, and in time that does not grow with the texts.
 *
 * Words are kept as 32-bit hashes: two words may share one, so an answer can hold a text too many, never one too few.
 */
export class WordIndex {
  /** @param table of the texts that have these numbers */
  constructor(readonly table: WordTable) {}

  /** The numbers of the texts that hold `word`, ascending. */
  textsWith(word: string): number[] {
    return this.textsAt(hashOf(word));
  }

  /** The numbers of the texts in which `word` stands behind `def` or `class`, ascending. */
  textsDefining(word: string): number[] {
    return this.textsAt(definitionOf(hashOf(word)));
  }

  private textsAt(hash: number): number[] {
    const { starts, postings } = this.table;
    const bucket = hash >>> REST_BITS;
    const first = (hash << BUCKET_BITS) >>> 0;
    const found: number[] = [];
    const end = starts[bucket + 1] ?? 0;
    for (let at = starts[bucket] ?? 0; at < end; at++) {
      const number = (postings[at] ?? 0) - first;
      if (number >= 0 && number < MOST_TEXTS && found.at(-1) !== number) found.push(number);
    }
    return found;
  }

  /** An index of numbered texts, given in ascending order; those from a million on are left out. */
  static of(texts: Iterable<readonly [number: number, text: string]>): WordIndex {
    const reader = new WordReader();
    return WordIndex.ofWords(Array.from(texts, ([number, text]) => [number, reader.wordsIn(text)] as const));
  }

  /** The same of the words of texts, as {@link WordReader.wordsIn} gives them. */
  static ofWords(texts: readonly (readonly [number: number, words: Uint32Array])[]): WordIndex {
    return new WordIndex(tableOf(texts.filter(([number]) => number < MOST_TEXTS)));
  }
}

/** What is remembered of the words of files, from one run to the next. */
export interface WordMemory {
  /** The words of a file, as {@link WordReader.wordsIn} gives them, where it is still what it was then. */
  recall(path: string): Uint32Array | undefined;
  /** Takes down the words of all files. */
  keep(words: readonly (readonly [path: string, words: Uint32Array])[]): void;
}

/** Tells the words of one text after the other. */
export class WordReader {
  #found = new Uint32Array(1 << 12);
  /** The latest hashes of the text at hand, each in the place that its bits say, and for which text it stands there. */
  readonly #recent = new Uint32Array(MOST_RECENT);
  readonly #recentOf = new Uint32Array(MOST_RECENT);
  #round = 0;
  #count = 0;

  /** What stands for the words of a text, and for those that it defines: hardly any of them twice. */
  wordsIn(text: string): Uint32Array {
    this.#round++;
    this.#count = 0;
    let isDefined = false;
    eachWord(text, (hash) => {
      this.#take(hash);
      if (isDefined) this.#take(definitionOf(hash));
      isDefined = DEFINES.has(hash);
    });
    return this.#found.slice(0, this.#count);
  }

  #take(hash: number): void {
    const place = hash % MOST_RECENT;
    if (this.#recentOf[place] === this.#round && this.#recent[place] === hash) return;
    this.#recent[place] = hash;
    this.#recentOf[place] = this.#round;
    if (this.#count === this.#found.length) {
      const larger = new Uint32Array(this.#found.length * 2);
      larger.set(this.#found);
      this.#found = larger;
    }
    this.#found[this.#count++] = hash;
  }
}

/** Sorts the words of texts into their buckets by counting. */
function tableOf(texts: readonly (readonly [number: number, words: Uint32Array])[]): WordTable {
  const starts = new Uint32Array(new SharedArrayBuffer((BUCKETS + 1) * Uint32Array.BYTES_PER_ELEMENT));
  let count = 0;
  for (const [, words] of texts) {
    for (const hash of words) raise(starts, (hash >>> REST_BITS) + 1, 1);
    count += words.length;
  }
  const postings = new Uint32Array(new SharedArrayBuffer(count * Uint32Array.BYTES_PER_ELEMENT));
  for (let bucket = 0; bucket < BUCKETS; bucket++) raise(starts, bucket + 1, starts[bucket] ?? 0);
  const next = starts.slice();
  for (const [number, words] of texts) {
    for (const hash of words) postings[raise(next, hash >>> REST_BITS, 1)] = (hash << BUCKET_BITS) + number;
  }
  return { starts, postings };
}

/** Adds to a number of an array; what it was before. */
function raise(array: Uint32Array, at: number, by: number): number {
  const before = array[at] ?? 0;
  array[at] = before + by;
  return before;
}

/** Whether a text holds a word, as {@link WordIndex} sees words. */
export function holdsWord(text: string, word: string): boolean {
  for (let at = word === "" ? -1 : text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isInName(text.charCodeAt(at - 1)) && !isInName(text.charCodeAt(at + word.length))) return true;
  }
  return false;
}

/** The words that stand behind `def` or `class` in a text, or in bytes as Latin-1, as {@link WordIndex} sees them. */
export function* wordsDefinedIn(text: string): Generator<string> {
  for (const [, word = ""] of text.matchAll(DEFINED)) yield word;
}

const DEFINED = /(?<![\w\x80-\uffff])(?:def|class)(?![\w\x80-\uffff])[^\w\x80-\uffff]+(?=([\w\x80-\uffff]+))/g;

/** A number below 2³² that stands for a word as a name that is defined. */
function definitionOf(hash: number): number {
  return step(hash, 0x20) >>> 0;
}

const DEFINES = new Set(["def", "class"].map(hashOf));
