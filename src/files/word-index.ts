/** Whether an ASCII character can stand in a name; every other character may. */
const IN_NAME = Uint8Array.from({ length: 128 }, (_, code) => (/\w/.test(String.fromCharCode(code)) ? 1 : 0));

/**
 * Answers which texts hold a word, in a few bytes a word and a file.
 *
 * Words are kept as sorted 32-bit hashes: two words may share one, so an answer can hold a text too many, never one
 * too few.
 */
export class WordIndex {
  readonly #paths: string[] = [];
  readonly #hashes: Uint32Array[] = [];
  #scratch = new Uint32Array(1 << 12);

  /** Takes a text in. Answers come in the order of taking. */
  add(path: string, text: string): void {
    this.#paths.push(path);
    this.#hashes.push(this.distinct(this.collect(text)));
  }

  /** The paths of the texts that hold `word`. */
  pathsOf(word: string): string[] {
    const hash = hashOf(word);
    return this.#paths.filter((_, index) => holds(this.#hashes[index], hash));
  }

  /** Writes the hash of every word of a text into the scratch array, and says how many there are. */
  private collect(text: string): number {
    let count = 0;
    let hash = SEED;
    let isInWord = false;
    for (let at = 0; at <= text.length; at++) {
      // Past the end this is NaN, which is in no name.
      const code = text.charCodeAt(at);
      if (code >= 128 || IN_NAME[code] === 1) {
        hash = step(hash, code);
        isInWord = true;
      } else if (isInWord) {
        if (count === this.#scratch.length) this.grow();
        this.#scratch[count++] = hash;
        hash = SEED;
        isInWord = false;
      }
    }
    return count;
  }

  private grow(): void {
    const larger = new Uint32Array(this.#scratch.length * 2);
    larger.set(this.#scratch);
    this.#scratch = larger;
  }

  private distinct(count: number): Uint32Array {
    const sorted = this.#scratch.subarray(0, count).sort();
    return sorted.filter((hash, index) => index === 0 || hash !== sorted[index - 1]);
  }
}

/** FNV-1a over UTF-16 units. */
const SEED = 0x811c9dc5;

function step(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193) >>> 0;
}

function hashOf(word: string): number {
  let hash = SEED;
  for (let at = 0; at < word.length; at++) hash = step(hash, word.charCodeAt(at));
  return hash;
}

function holds(sorted: Uint32Array | undefined, wanted: number): boolean {
  if (!sorted) return false;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
