/** Whether an ASCII character can stand in a name; every other character may. */
const IN_NAME = Uint8Array.from({ length: 128 }, (_, code) => (/\w/.test(String.fromCharCode(code)) ? 1 : 0));

/** Texts are numbered below this, so that a hash and a number together are an exact double. */
const MOST_TEXTS = 2 ** 20;

/**
 * Answers which texts hold a word, in eight bytes a word and a text, and in time that does not grow with the texts.
 *
 * Words are kept as 32-bit hashes: two words may share one, so an answer can hold a text too many, never one too few.
 */
export class WordIndex {
  readonly #paths: string[] = [];
  /** What has been taken in since the last question: the distinct hashes of each text. */
  #added: Uint32Array[] = [];
  /** `hash * MOST_TEXTS + number of the text`, sorted. */
  #postings = new Float64Array(0);
  #scratch = new Uint32Array(1 << 12);

  /** Takes a text in; one beyond the first million is left out. */
  add(path: string, text: string): void {
    if (this.#paths.length === MOST_TEXTS) return;
    this.#paths.push(path);
    this.#added.push(this.distinct(this.collect(text)));
  }

  /** The paths of the texts that hold `word`, in the order of taking. */
  pathsOf(word: string): string[] {
    if (this.#added.length > 0) this.merge();
    const first = hashOf(word) * MOST_TEXTS;
    const found: string[] = [];
    for (let at = lowerBound(this.#postings, first); at < this.#postings.length; at++) {
      const number = (this.#postings[at] ?? Infinity) - first;
      if (number >= MOST_TEXTS) break;
      found.push(this.#paths[number] ?? "");
    }
    return found;
  }

  private merge(): void {
    const size = this.#added.reduce((sum, hashes) => sum + hashes.length, this.#postings.length);
    const postings = new Float64Array(size);
    postings.set(this.#postings);
    let at = this.#postings.length;
    const before = this.#paths.length - this.#added.length;
    for (const [index, hashes] of this.#added.entries()) {
      for (const hash of hashes) postings[at++] = hash * MOST_TEXTS + before + index;
    }
    this.#postings = postings.sort();
    this.#added = [];
  }

  /** Writes the hash of every word of a text into the scratch array, and says how many there are. */
  private collect(text: string): number {
    let count = 0;
    let hash = SEED;
    let isInWord = false;
    for (let at = 0; at <= text.length; at++) {
      // Past the end this is NaN, which is in no name.
      const code = text.charCodeAt(at);
      if (isInName(code)) {
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

/** Whether a text holds a word, as {@link WordIndex} sees words. */
export function holdsWord(text: string, word: string): boolean {
  for (let at = word === "" ? -1 : text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isInName(text.charCodeAt(at - 1)) && !isInName(text.charCodeAt(at + word.length))) return true;
  }
  return false;
}

/** @param code NaN beside the ends of a text */
function isInName(code: number): boolean {
  return code >= 128 || IN_NAME[code] === 1;
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

/** The first place in a sorted list that is not below `wanted`. */
function lowerBound(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
