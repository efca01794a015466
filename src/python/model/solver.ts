import { spend } from "../../syntax/effort.js";

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
interface Frame {
  readonly answers: Answers;
  readonly about: unknown;
  readonly depth: number;
  /** Depth of the outermost question, still open, that the answer leans on. */
  low: number;
  current: unknown;
  isHead: boolean;
}

/** An answer that leans on a question which is still open. */
interface Provisional {
  readonly answers: Answers;
  readonly about: unknown;
  readonly value: unknown;
  readonly low: number;
}

/** What is known of one question. */
class Answers {
  readonly known = new Map<unknown, unknown>();
  readonly open = new Map<unknown, Frame>();
  readonly provisional = new Map<unknown, Provisional>();
}

/** Questions nested deeper than this are given up; it keeps the stack safe on hostile input. */
const DEEPEST = 150;
/** Answers only grow while a circle is worked out; what still grows after this many rounds is given up. */
const ROUNDS = 4;

/**
 * Answers questions that may ask each other in circles, each once.
 *
 * A question met while it is open answers with what is known so far; whoever opened it asks again until nothing
 * changes (the least fixed point), and only then are the answers that leant on it kept. So an answer does not
 * depend on which question of a circle was asked first.
 */
export class Solver {
  readonly #questions = new Map<object, Answers>();
  readonly #details = new Map<object, Map<string, object>>();
  readonly #stack: Frame[] = [];
  readonly #order: Provisional[] = [];

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
    if (known !== undefined || answers.known.has(thing)) return known as T;
    const open = answers.open.get(thing);
    if (open) {
      open.isHead = true;
      this.leanOn(open.depth);
      return open.current as T;
    }
    const provisional = answers.provisional.get(thing);
    if (provisional) {
      this.leanOn(provisional.low);
      return provisional.value as T;
    }
    if (this.#stack.length >= DEEPEST) {
      // What is cut off here must not be kept by those who asked.
      this.leanOn(-1);
      return question.giveUp(question.nothing);
    }
    return this.solve(question, answers, thing, compute);
  }

  private answersTo(question: object): Answers {
    let answers = this.#questions.get(question);
    if (!answers) this.#questions.set(question, (answers = new Answers()));
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
    const frame: Frame = { answers, about, depth, low: depth, current: question.nothing, isHead: false };
    this.#stack.push(frame);
    answers.open.set(about, frame);
    const mark = this.#order.length;
    let value: T;
    try {
      value = compute();
      let last = question.nothing;
      for (let round = 1; frame.isHead && !question.same(value, last); round++) {
        last = round < ROUNDS ? value : question.giveUp(value);
        frame.current = last;
        this.forget(mark);
        value = compute();
        if (round >= ROUNDS) break;
      }
      frame.current = value;
    } finally {
      this.#stack.pop();
      answers.open.delete(about);
    }
    this.keep(frame, mark);
    return value;
  }

  private keep({ answers, about, current, depth, low }: Frame, mark: number): void {
    if (low >= depth) {
      answers.known.set(about, current);
      for (const entry of this.#order.splice(mark)) {
        entry.answers.provisional.delete(entry.about);
        entry.answers.known.set(entry.about, entry.value);
      }
    } else if (this.#stack.length > 0) {
      const entry = { answers, about, value: current, low };
      answers.provisional.set(about, entry);
      this.#order.push(entry);
      this.leanOn(low);
    } else this.forget(0);
  }

  private forget(mark: number): void {
    for (const entry of this.#order.splice(mark)) entry.answers.provisional.delete(entry.about);
  }

  private leanOn(depth: number): void {
    const top = this.#stack.at(-1);
    if (top && depth < top.low) top.low = depth;
  }
}
