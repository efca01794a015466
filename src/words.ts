/** Whether an ASCII character can stand in a name; every other character may. */
const IN_NAME = Uint8Array.from({ length: 128 }, (_, code) => (/\w/.test(String.fromCharCode(code)) ? 1 : 0));

/** Whether a UTF-16 unit, or a byte of UTF-8, can stand in a name; nothing and NaN, beside the ends of a text, cannot. */
export function isInName(code = NaN): boolean {
  return code >= 128 || IN_NAME[code] === 1;
}

/** A number below 2³² that stands for a word. */
export function hashOf(word: string): number {
  let hash = SEED;
  for (let at = 0; at < word.length; at++) hash = step(hash, word.charCodeAt(at));
  return hash >>> 0;
}

/** Tells of each word of a text the number that stands for it, and its UTF-16 offset. */
export function eachWord(text: string, take: (hash: number, start: number) => void): void {
  let hash = SEED;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    // Past the end this is NaN, which is in no name.
    const code = text.charCodeAt(at);
    if (isInName(code)) hash = step(hash, code);
    else {
      if (start < at) take(hash >>> 0, start);
      hash = SEED;
      start = at + 1;
    }
  }
}

/** FNV-1a over UTF-16 units. */
const SEED = 0x811c9dc5;

/** The number of a word that is one unit longer. */
export function step(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}
