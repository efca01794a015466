/**
 * A quick look at a text, before anybody parses it.
 *
 * It may only say that there is nothing in it to look for; whatever is found rests on the tree. So it may be wrong in one
 * direction, and a module asks all of them in one place (`Module.mayHold`), where a test opens them and compares.
 */
export interface Prefilter {
  /** What is looked for, in a few words. */
  readonly name: string;
  /** Whether a text may hold it. What is in a text has to be in any text around it, too. */
  mayHold(text: string): boolean;
}

/** A prefilter whose pattern can be asked of all files of a project, and be kept beside the answers. */
export interface PatternPrefilter extends Prefilter {
  readonly pattern: RegExp;
}

/** Looks for one of some words, be it in the middle of another one. */
export function holdsAny(name: string, words: Iterable<string>): Prefilter {
  const all = [...words];
  return { name, mayHold: (text) => all.some((word) => text.includes(word)) };
}

/** Looks for a word, be it in the middle of another one. */
export function holdsWord(word: string): Prefilter {
  return { name: `the word '${word}'`, mayHold: (text) => text.includes(word) };
}

/** Looks for what a pattern matches. @param pattern one that keeps no place: neither `g` nor `y` */
export function matchesPattern(name: string, pattern: RegExp): PatternPrefilter {
  return { name, pattern, mayHold: (text) => pattern.test(text) };
}

/**
 * Looks for what some patterns match somewhere, each behind the one before: one pattern of all would look through the rest of the
 * text from each place at which the first matches.
 */
export function matchesBehind(name: string, ...patterns: readonly RegExp[]): Prefilter {
  const mayHold = (text: string): boolean => {
    let rest = text;
    return patterns.every((pattern) => {
      const found = pattern.exec(rest);
      if (found) rest = rest.slice(found.index + found[0].length);
      return found !== null;
    });
  };
  return { name, mayHold };
}
