import { spend } from "../../syntax/effort.js";
import type { Footprint } from "./footprints.js";
import { Leanings, type Remembered } from "./leanings.js";

/** A question that has one answer for each thing it is asked of. */
export interface Question<T> {
  /** The answer before anything is known: where the answer leans on itself, it is worked out from this. */
  readonly nothing: T;
  /** Whether two answers say the same. */
  same(a: T, b: T): boolean;
  /** What to answer when the question is nested too deep, or its answer still changes after some rounds. */
  giveUp(last: T): T;
}

/** A question whose answers are compared as a whole, or item by item where they are lists or sets. */
export function question<T>(nothing: T, same: (a: T, b: T) => boolean = isSame): Question<T> {
  return { nothing, same, giveUp: (last) => last };
}

function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Set && b instanceof Set) return sameItems([...a], [...b]);
  return Array.isArray(a) && Array.isArray(b) ? sameItems(a, b) : Object.is(a, b);
}

/** Whether two lists hold the same items in the same order. */
export function sameItems<T>(
  a: readonly T[],
  b: readonly T[],
  same: (one: T, other: T) => boolean = Object.is,
): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index] as T));
}

/** A question about one thing, while it is being answered. */
interface OpenQuestion {
  readonly answers: Answers;
  readonly about: unknown;
  readonly depth: number;
  /** Depth of the outermost question, still open, that the answer leans on. */
  low: number;
  /** What those are told who ask while it is open. */
  current: unknown;
  wasAsked: boolean;
  /** Whether somebody was told what is not the last word, here or in a question on the way. */
  isStale: boolean;
  /** When it was answered for the time being: the outermost question that was open then and that the answer leans on. */
  leansOn: OpenQuestion | undefined;
}

/** An answer that leans on a question which is still open. */
interface Provisional {
  readonly answers: Answers;
  readonly about: unknown;
  readonly value: unknown;
  /** The outermost such question when it was answered; none where the answer was cut off. */
  readonly leansOn: OpenQuestion | undefined;
  /** Whether somebody was told something else while it was open. */
  readonly isStale: boolean;
  /** What it leans on without the questions that are still open. */
  readonly footprint: Footprint;
}

/** What is known of one question. */
class Answers {
  readonly open = new Map<unknown, OpenQuestion>();
  readonly provisional = new Map<unknown, Provisional>();
  /** What was found in the round before, for those who ask while it is found again. */
  readonly before = new Map<unknown, unknown>();

  constructor(
    readonly question: Question<unknown>,
    readonly known: Map<unknown, Remembered<unknown>>,
  ) {}
}

/** Questions nested deeper than this are given up; it keeps the stack safe on hostile input. */
const DEEPEST = 150;
/** Answers only grow while a circle is worked out; what still grows after this many rounds is given up. */
const ROUNDS = 4;

/**
 * Answers questions that may ask each other in circles, each once.
 *
 * A question met while it is open answers with what is known so far, and what leans on it is provisional. The outermost
 * question of a circle is answered again, and with it all those that leant on it, until nobody was told anything else than
 * what came out (the least fixed point); only then are the answers kept. So an answer does not depend on which question
 * of a circle was asked first, and a circle takes as many rounds as its longest way, however many circles it is made of.
 */
export class Solver {
  readonly #questions = new Map<object, Answers>();
  readonly #details = new Map<object, Map<string, object>>();
  readonly #stack: OpenQuestion[] = [];
  readonly #order: Provisional[] = [];
  #size = 0;

  /** How many answers have been kept. */
  get size(): number {
    return this.#size;
  }

  /** @param leanings is told what is leant on when an answer is given again */
  constructor(private readonly leanings = new Leanings()) {}

  /**
   * The answer to a question about something, computed when it is not known yet.
   *
   * @param detail says which of several such answers there are about the same thing: a name
   */
  ask<T>(question: Question<T>, about: object, compute: () => T, detail?: string): T {
    spend();
    const thing = detail === undefined ? about : this.detailed(about, detail);
    const answers = this.answersTo(question);
    const known = answers.known.get(thing);
    if (known) {
      this.leanings.lean(known.footprint);
      return known.value as T;
    }
    const open = answers.open.get(thing);
    if (open) {
      open.wasAsked = true;
      this.leanOn(open.depth);
      return open.current as T;
    }
    const provisional = answers.provisional.get(thing);
    if (provisional) {
      this.leanOn(this.lowOf(provisional));
      this.leanings.lean(provisional.footprint);
      return provisional.value as T;
    }
    if (this.#stack.length >= DEEPEST) {
      this.cutOff();
      return question.giveUp(question.nothing);
    }
    return this.solve(question, answers, thing, compute);
  }

  /** Says that what is being answered is cut off, for it is nested too deep: that must not be kept. */
  cutOff(): void {
    this.leanOn(-1);
  }

  private answersTo<T>(question: Question<T>): Answers {
    let answers = this.#questions.get(question);
    if (!answers) {
      answers = new Answers(question, this.leanings.memory());
      this.#questions.set(question, answers);
    }
    return answers;
  }

  /** The one object that stands for a detail of something. */
  private detailed(about: object, detail: string): object {
    let details = this.#details.get(about);
    if (!details) this.#details.set(about, (details = new Map<string, object>()));
    let thing = details.get(detail);
    if (!thing) details.set(detail, (thing = {}));
    return thing;
  }

  private solve<T>(question: Question<T>, answers: Answers, about: object, compute: () => T): T {
    const depth = this.#stack.length;
    const current = answers.before.has(about) ? answers.before.get(about) : question.nothing;
    const opened: OpenQuestion = {
      answers,
      about,
      depth,
      low: depth,
      current,
      wasAsked: false,
      isStale: false,
      leansOn: undefined,
    };
    this.#stack.push(opened);
    answers.open.set(about, opened);
    const mark = this.#order.length;
    const begun = this.leanings.begin();
    let footprint: Footprint;
    let value: T;
    let isOwnStale: boolean;
    try {
      value = compute();
      isOwnStale = opened.wasAsked && !question.same(value, opened.current as T);
      // Inside of a greater circle, that one is gone round.
      const isOutermost = depth === 0 || opened.low >= depth;
      for (let round = 1; isOutermost && (isOwnStale || opened.isStale) && round <= ROUNDS; round++) {
        const isLast = round === ROUNDS;
        opened.current = isLast && isOwnStale ? question.giveUp(value) : value;
        opened.isStale = false;
        this.forget(mark, isLast);
        value = compute();
        isOwnStale = !question.same(value, opened.current as T);
      }
    } finally {
      this.#stack.pop();
      answers.open.delete(about);
      footprint = this.leanings.end(begun);
    }
    this.keep(opened, { value, footprint }, isOwnStale, mark);
    return value;
  }

  private keep(opened: OpenQuestion, answer: Remembered<unknown>, isOwnStale: boolean, mark: number): void {
    const { answers, about, depth, low, isStale } = opened;
    const around = this.#stack.at(-1);
    if (low >= depth) {
      this.#size++;
      answers.known.set(about, answer);
      answers.before.delete(about);
      // Most answers lean on nothing that is open. Those of a circle all lean on what it leans on.
      const { footprint } = answer;
      for (const entry of this.#order.length > mark ? this.#order.splice(mark) : []) {
        entry.answers.provisional.delete(entry.about);
        entry.answers.before.delete(entry.about);
        entry.answers.known.set(entry.about, { value: entry.value, footprint });
      }
    } else if (around) {
      opened.leansOn = this.#stack[low];
      const entry = { answers, about, ...answer, leansOn: opened.leansOn, isStale: isOwnStale };
      answers.provisional.set(about, entry);
      this.#order.push(entry);
      around.isStale ||= isStale || isOwnStale;
      this.leanOn(low);
    } else {
      for (const entry of this.#order.splice(0)) {
        entry.answers.provisional.delete(entry.about);
        entry.answers.before.delete(entry.about);
      }
    }
  }

  /** Begins a new round of what leant on a question; in the last one, what still changes is given up. */
  private forget(mark: number, isLast: boolean): void {
    for (const { answers, about, value, isStale } of this.#order.splice(mark)) {
      answers.provisional.delete(about);
      answers.before.set(about, isLast && isStale ? answers.question.giveUp(value) : value);
    }
  }

  /** Depth of the outermost question, still open, that an answer leans on: what it leant on then may lean on others by now. */
  private lowOf({ leansOn }: Provisional): number {
    let outermost = leansOn;
    while (outermost && this.#stack[outermost.depth] !== outermost) outermost = outermost.leansOn;
    return outermost?.depth ?? -1;
  }

  private leanOn(depth: number): void {
    const top = this.#stack.at(-1);
    if (top && depth < top.low) top.low = depth;
  }
}
