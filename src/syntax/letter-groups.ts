/** As many units make a group. */
const GROUP = 4;
/** Bits that say which groups a text has. */
const BITS = 15;

/**
 * Which groups of letters a text has, in 4 KiB: most words that it does not hold are told by that, without looking for each.
 * Two groups may share a bit, so a text may seem to have one too many, never one too few.
 */
export class LetterGroups {
  readonly #bits = new Uint32Array(2 ** (BITS - 5));

  constructor(text: string) {
    let units = 0;
    for (let at = 0; at < text.length; at++) {
      // What is four units back is shifted out.
      units = (units << 8) ^ text.charCodeAt(at);
      const bit = bitOf(units);
      this.#bits[bit >>> 5]! |= 1 << (bit & 31);
    }
  }

  /** Whether the text may hold a string, be it in the middle of a word. */
  mayHold(string: string): boolean {
    let units = 0;
    for (let at = 0; at < string.length; at++) {
      units = (units << 8) ^ string.charCodeAt(at);
      const bit = bitOf(units);
      if (at >= GROUP - 1 && (this.#bits[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

const bitOf = (units: number): number => Math.imul(units, 0x9e3779b1) >>> (32 - BITS);
