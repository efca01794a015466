import { closest, distance } from "fastest-levenshtein";

/** The candidate that a mistyped word most likely meant; undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const letters = lettersOf(word.toLowerCase());
  // Letters in another order are the likeliest slip, and count as two.
  const swapped = candidates.find((candidate) => lettersOf(candidate) === letters);
  const best = swapped ?? closest(word.toLowerCase(), candidates);
  return distance(word.toLowerCase(), best) <= Math.max(2, Math.floor(best.length / 3)) ? best : undefined;
}

/** Whether a word is another but for one letter, two in another order, or how its parts are joined. */
export function isSlipOf(word: string, meant: string): boolean {
  const bare = word.toLowerCase().replace(/[-_]/g, "");
  const letters = distance(bare, meant);
  return word !== meant && (letters < 2 || (letters === 2 && lettersOf(bare) === lettersOf(meant)));
}

const lettersOf = (word: string): string => Array.from(word).sort().join("");

/**
 * `; did you mean 'x'?` when something is near, else nothing.
 *
 * @param what the candidates are, where that has to be said: `the command `
 */
export function didYouMean(word: string, candidates: readonly string[], what = ""): string {
  const found = nearest(word, candidates);
  return found === undefined ? "" : `; did you mean ${what}'${found}'?`;
}
