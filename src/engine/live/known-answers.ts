import { answerTo, type Library, type TextAnswer, type TextQuestion } from "../../python/prefilter/text-question.js";
import { hashOf } from "../../words.js";
import { shortened } from "../run/traced-files.js";
import { tellsSame } from "../cache/answers.js";
import type { TextLibrary } from "./text-library.js";

/** A question about all texts that was asked, with its answer. */
interface Known {
  readonly key: string;
  readonly question: TextQuestion;
  answer: TextAnswer;
}

/** What has become of a file. */
export interface FileChange {
  /** What it holds now, if it can be read. */
  readonly text: TextLibrary | undefined;
  /** Whether it is new, or gone. */
  readonly hasMoved: boolean;
  /** How many files are not what they were at first, this one included. */
  readonly changed: number;
}

/** What was asked of all texts, so that after a change only those questions are asked again that it may be about. */
export class KnownAnswers {
  readonly #known = new Map<string, Known>();
  readonly #byWord = new Map<number, Known[]>();
  readonly #byFile = new Map<string, Set<Known>>();

  /** What is known of a question. @param key the question as JSON */
  of(key: string): TextAnswer | undefined {
    return this.#known.get(key)?.answer;
  }

  /** Takes down an answer, unless one is known. */
  add(key: string, answer: TextAnswer): void {
    if (this.#known.has(key)) return;
    const question = JSON.parse(key) as TextQuestion;
    const known = { key, question, answer };
    this.#known.set(key, known);
    const hash = question.use === "module" ? MODULES : hashOf(question.word);
    const others = this.#byWord.get(hash);
    if (others) others.push(known);
    else this.#byWord.set(hash, [known]);
    this.give(known, answer);
  }

  /**
   * Asks again what may have another answer now that a file has changed.
   *
   * @param path of the file
   * @param change what has become of it
   * @param library all files, as they are now
   * @returns the questions that are answered otherwise
   */
  change(path: string, { text, hasMoved, changed }: FileChange, library: Library): ReadonlySet<string> {
    const words = [...(text?.words ?? []), ...(hasMoved ? [MODULES] : [])];
    const asked = new Set([
      ...(this.#byFile.get(path) ?? []),
      ...words.flatMap((word) => this.#byWord.get(word) ?? []),
    ]);
    const otherwise = new Set<string>();
    for (const known of asked) {
      if (isAnsweredSame(known, path, text, changed)) continue;
      const answer = shortened(answerTo(known.question, library));
      if (!tellsSame(known.key, known.answer, answer)) otherwise.add(known.key);
      this.give(known, answer);
    }
    return otherwise;
  }

  private give(known: Known, answer: TextAnswer): void {
    for (const path of known.answer.files ?? []) this.#byFile.get(path)?.delete(known);
    known.answer = answer;
    for (const path of answer.files ?? []) {
      const own = this.#byFile.get(path);
      if (own) own.add(known);
      else this.#byFile.set(path, new Set([known]));
    }
  }
}

/** Stands for the questions which file a module is: they are about paths, not about words. */
const MODULES = -1;

/**
 * Whether a change of one file leaves an answer as it is. How many files hold a word is known but for those that have changed
 * since, so that near its bound an answer is found anew.
 */
function isAnsweredSame(
  { question, answer }: Known,
  path: string,
  text: TextLibrary | undefined,
  changed: number,
): boolean {
  const { mostHolding = Infinity } = question;
  if (!answer.files) return answer.holding - changed > mostHolding;
  if (answer.holding + changed > mostHolding) return false;
  // What it defines may be called in another way.
  if (question.use === "shape" && answer.files.includes(path)) return false;
  const isIn = text !== undefined && (answerTo({ ...question, mostHolding: Infinity }, text).files ?? []).length > 0;
  return isIn === answer.files.includes(path);
}
