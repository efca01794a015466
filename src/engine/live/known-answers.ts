import {
  answerTo,
  tellsSame,
  type Library,
  type TextAnswer,
  type TextQuestion,
} from "../../python/prefilter/text-question.js";
import { hashOf } from "../../words.js";
import { shortened } from "../run/traced-files.js";
import type { TextLibrary } from "./text-library.js";

/** A question about all texts that was asked, with its answer. */
interface Known {
  readonly key: string;
  readonly question: TextQuestion;
  answer: TextAnswer;
  /** How many changes of files had been seen when it was answered. */
  asOf: number;
}

/** What has become of a file. */
export interface FileChange {
  readonly path: string;
  /** What it holds now, if it can be read. */
  readonly text: TextLibrary | undefined;
  /** Whether it is new, or gone. */
  readonly hasMoved: boolean;
}

/** What was asked of all texts, so that after a change only those questions are asked again that it may be about. */
export class KnownAnswers {
  readonly #known = new Map<string, Known>();
  readonly #byWord = new Map<number, Set<Known>>();
  readonly #byFile = new Map<string, Set<Known>>();
  /** Those without files, because too many hold the word. */
  readonly #crowded = new Set<Known>();
  #changes = 0;

  /** What is known of a question. @param key the question as JSON */
  of(key: string): TextAnswer | undefined {
    return this.#known.get(key)?.answer;
  }

  /** Takes down an answer, unless one is known. */
  add(key: string, answer: TextAnswer): void {
    if (this.#known.has(key)) return;
    const question = JSON.parse(key) as TextQuestion;
    const known = { key, question, answer, asOf: this.#changes };
    this.#known.set(key, known);
    add(this.#byWord, wordOf(question), known);
    this.give(known, answer);
  }

  /**
   * Asks again what may have another answer now that files have changed.
   *
   * @param library all files, as they are now
   * @returns the questions that are answered otherwise
   */
  change(changes: readonly FileChange[], library: Library): ReadonlySet<string> {
    this.#changes += changes.length;
    // Who holds the word of a question that too many hold is not known, nor who held it that has changed.
    const unsure = new Set([...this.#crowded].filter((known) => !this.isStillCrowded(known)));
    for (const change of changes) for (const known of this.concerning(change)) unsure.add(known);
    const otherwise = new Set<string>();
    for (const known of unsure) {
      const answer = shortened(answerTo(known.question, library));
      if (!tellsSame(known.key, known.answer, answer)) otherwise.add(known.key);
      this.give(known, answer);
    }
    return otherwise;
  }

  /** Forgets all questions but some. */
  retain(keys: ReadonlySet<string>): void {
    for (const [key, known] of this.#known) {
      if (keys.has(key)) continue;
      this.#known.delete(key);
      remove(this.#byWord, wordOf(known.question), known);
      this.take(known);
    }
  }

  /** The questions that have to be asked again because one file has changed. */
  private concerning(change: FileChange): Known[] {
    const words = [...(change.text?.words ?? []), ...(change.hasMoved ? [MODULES] : [])];
    const asked = new Set([
      ...(this.#byFile.get(change.path) ?? []),
      ...words.flatMap((word) => [...(this.#byWord.get(word) ?? [])]),
    ]);
    return [...asked].filter((known) => !this.isAnsweredSame(known, change));
  }

  /**
   * Whether a change of one file leaves an answer as it is. How many files hold a word is known but for those that have changed
   * since, so that near its bound an answer is found anew.
   */
  private isAnsweredSame(known: Known, { path, text }: FileChange): boolean {
    const { question, answer } = known;
    const { mostHolding = Infinity } = question;
    if (!answer.files) return this.isStillCrowded(known);
    if (answer.holding + this.since(known) > mostHolding) return false;
    // What it defines may be called in another way.
    if (question.use === "shape" && answer.files.includes(path)) return false;
    const isIn = text !== undefined && (answerTo({ ...question, mostHolding: Infinity }, text).files ?? []).length > 0;
    return isIn === answer.files.includes(path);
  }

  private isStillCrowded(known: Known): boolean {
    return known.answer.holding - this.since(known) > (known.question.mostHolding ?? Infinity);
  }

  /** How many changes of files an answer has not seen. */
  private since({ asOf }: Known): number {
    return this.#changes - asOf;
  }

  private give(known: Known, answer: TextAnswer): void {
    this.take(known);
    known.answer = answer;
    known.asOf = this.#changes;
    if (!answer.files) this.#crowded.add(known);
    for (const path of answer.files ?? []) add(this.#byFile, path, known);
  }

  /** Takes an answer away from wherever it is found by what it says. */
  private take(known: Known): void {
    this.#crowded.delete(known);
    for (const path of known.answer.files ?? []) remove(this.#byFile, path, known);
  }
}

/** Stands for the questions which file a module is: they are about paths, not about words. */
const MODULES = -1;

function wordOf({ use, word }: TextQuestion): number {
  return use === "module" ? MODULES : hashOf(word);
}

function add<K>(index: Map<K, Set<Known>>, key: K, known: Known): void {
  const own = index.get(key);
  if (own) own.add(known);
  else index.set(key, new Set([known]));
}

function remove<K>(index: Map<K, Set<Known>>, key: K, known: Known): void {
  const own = index.get(key);
  own?.delete(known);
  if (own?.size === 0) index.delete(key);
}
