import { eachWord, hashOf } from "../words.js";
import { firstWhere } from "./node.js";

/** Bits of a number for an offset: no file has more units. */
const OFFSET_BITS = 23;
const OFFSETS = 2 ** OFFSET_BITS;
/** The bits of a hash that leave as many for the offset in a number without fractions. */
const HASH_SHIFT = 32 - (53 - OFFSET_BITS);

/**
 * Where words stand, in eight bytes a place: a hash of the word and, below, the offset.
 *
 * Two words may share a hash, so an answer can have a place too many, never one too few.
 */
export class WordPlaces {
  private constructor(private readonly places: Float64Array) {}

  /** @param places words and the UTF-16 offsets that belong to them, below 2²³, in any order */
  static of(places: Iterable<readonly [word: string, offset: number]>): WordPlaces {
    const numbers: number[] = [];
    for (const [word, offset] of places) numbers.push(firstOf(hashOf(word)) + offset);
    return new WordPlaces(Float64Array.from(numbers).sort());
  }

  /** Where the words of a text begin. */
  static in(text: string): WordPlaces {
    const numbers: number[] = [];
    eachWord(text, (hash, start) => numbers.push(firstOf(hash) + start));
    return new WordPlaces(Float64Array.from(numbers).sort());
  }

  /** The offsets that belong to a word, ascending. */
  of(word: string): readonly number[] {
    const from = firstOf(hashOf(word));
    const found: number[] = [];
    for (let at = this.#place(from); (this.places[at] ?? Infinity) < from + OFFSETS; at++)
      found.push((this.places[at] ?? 0) - from);
    return found;
  }

  /** Whether an offset from `start` up to `end` belongs to a word. */
  hasBetween(word: string, start: number, end: number): boolean {
    const from = firstOf(hashOf(word));
    return (this.places[this.#place(from + Math.max(0, start))] ?? Infinity) < from + Math.min(OFFSETS, end);
  }

  #place(number: number): number {
    return firstWhere(this.places.length, (index) => (this.places[index] ?? number) >= number);
  }
}

/** The number of a word at the beginning of a text. */
const firstOf = (hash: number): number => (hash >>> HASH_SHIFT) * OFFSETS;
