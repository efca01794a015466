import { SEVERITY_WORDS } from "./report-words.js";

/** How grave a bug is called: 0 for P0, which is critical, to 3. */
export type Level = 0 | 1 | 2 | 3;

/** What a report's words for severities mean; some teams call P1 critical. */
export class Levels {
  /** Words that stand beside several numbers, as in `P0 (High)` and `P1 (High)`, are of no use. */
  readonly #words = new Map<number, Level | undefined>();

  /** @param texts of the report's headings, tables and fields */
  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const [number, word] = [numbersIn(text), severitiesIn(text)];
      const [only, called] = [number[0], word[0]];
      if (number.length !== 1 || word.length !== 1 || only === undefined || called === undefined) continue;
      const isOther = this.#words.has(called) && this.#words.get(called) !== only;
      this.#words.set(called, isOther ? undefined : only);
    }
  }

  /** The one level that a text names; undefined when it names none, or several. */
  of(text: string): Level | undefined {
    const numbers = numbersIn(text);
    if (numbers.length > 0) return numbers.length === 1 ? numbers[0] : undefined;
    // `Very high` is a rank among others.
    if (/\bvery \p{L}/iu.test(text)) return undefined;
    const words = severitiesIn(text);
    const [word] = words;
    if (words.length !== 1 || word === undefined) return undefined;
    return this.#words.has(word) ? this.#words.get(word) : word;
  }
}

function numbersIn(text: string): Level[] {
  const found = [...text.matchAll(/(?<![\w-])P([0-3])(?![\w.]|-\d)/g)].map(([, digit]) => Number(digit) as Level);
  return [...new Set(found)];
}

/** The severities that a text has a word for. */
export function severitiesIn(text: string): Level[] {
  const plain = text.replace(OF_SOMETHING_ELSE, " ");
  return SEVERITY_WORDS.flatMap((word, level) => (word.test(plain) ? [level as Level] : []));
}

/** `High-Impact`, `low-effort`: what something does, or takes, and not how grave it is. */
const OF_SOMETHING_ELSE =
  /(?<![\p{L}\d])\p{L}+-(?:impact|effort|value|quality|level|leverage|risk|hanging|confidence)(?!\p{L})/giu;
