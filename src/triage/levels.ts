import { SEVERITY_WORDS } from "./report-words.js";

/** How grave a bug is called: 0 for P0, which is critical, to 3. */
export type Level = 0 | 1 | 2 | 3;

/** What a report's words for severities mean; some teams call P1 critical. */
export class Levels {
  readonly #words = new Map<number, Level>();

  /** @param texts of the report's headings and tables */
  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const [number, word] = [numbersIn(text), wordsIn(text)];
      const [only, called] = [number[0], word[0]];
      if (number.length !== 1 || word.length !== 1 || only === undefined || called === undefined) continue;
      if (!this.#words.has(called)) this.#words.set(called, only);
    }
  }

  /** The one level that a text names; undefined when it names none, or several. */
  of(text: string): Level | undefined {
    const numbers = numbersIn(text);
    if (numbers.length > 0) return numbers.length === 1 ? numbers[0] : undefined;
    const words = wordsIn(text);
    const [word] = words;
    return words.length === 1 && word !== undefined ? (this.#words.get(word) ?? word) : undefined;
  }
}

function numbersIn(text: string): Level[] {
  const found = [...text.matchAll(/(?<![\w-])P([0-3])(?![\w.]|-\d)/g)].map(([, digit]) => Number(digit) as Level);
  return [...new Set(found)];
}

function wordsIn(text: string): Level[] {
  return SEVERITY_WORDS.flatMap((word, level) => (word.test(text) ? [level as Level] : []));
}
