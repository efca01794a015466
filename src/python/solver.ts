import { spend } from "../syntax/effort.js";
import { same, UNKNOWN, type Values } from "./value.js";

interface Frame {
  readonly key: object;
  readonly depth: number;
  /** Depth of the outermost question, still open, that the answer leans on. */
  low: number;
  current: Values;
  isHead: boolean;
}

interface Provisional {
  readonly key: object;
  readonly value: Values;
  readonly low: number;
}

/** Questions nested deeper than this answer `unknown`; it keeps the stack safe on hostile input. */
const DEEPEST = 150;
/** Values only grow while a cycle is iterated; what still grows after this many rounds is unknown. */
const ROUNDS = 4;

/**
 * Answers questions that may ask each other in circles, each once.
 *
 * A question met while it is open answers with what is known so far; whoever opened it asks again until nothing
 * changes (the least fixed point), and only then are the answers that leant on it kept. So an answer does not
 * depend on which question of a circle was asked first.
 */
export class Solver {
  readonly #known = new Map<object, Values>();
  readonly #open = new Map<object, Frame>();
  readonly #stack: Frame[] = [];
  readonly #provisional = new Map<object, Provisional>();
  readonly #order: Provisional[] = [];

  /** The answer to the question `key`, computed by `compute` when it is not known yet. */
  ask(key: object, compute: () => Values): Values {
    spend();
    const known = this.#known.get(key);
    if (known) return known;
    const open = this.#open.get(key);
    if (open) {
      open.isHead = true;
      this.leanOn(open.depth);
      return open.current;
    }
    const provisional = this.#provisional.get(key);
    if (provisional) {
      this.leanOn(provisional.low);
      return provisional.value;
    }
    if (this.#stack.length >= DEEPEST) {
      // What is cut off here must not be kept by those who asked.
      this.leanOn(-1);
      return [UNKNOWN];
    }
    return this.solve(key, compute);
  }

  private solve(key: object, compute: () => Values): Values {
    const frame: Frame = { key, depth: this.#stack.length, low: this.#stack.length, current: [], isHead: false };
    this.#stack.push(frame);
    this.#open.set(key, frame);
    const mark = this.#order.length;
    try {
      let value = compute();
      for (let round = 1; frame.isHead && !same(value, frame.current); round++) {
        frame.current = round < ROUNDS ? value : [...value, UNKNOWN];
        this.forget(mark);
        value = compute();
        if (round >= ROUNDS) break;
      }
      frame.current = value;
    } finally {
      this.#stack.pop();
      this.#open.delete(key);
    }
    this.keep(frame, mark);
    return frame.current;
  }

  private keep(frame: Frame, mark: number): void {
    if (frame.low >= frame.depth) {
      this.#known.set(frame.key, frame.current);
      for (const entry of this.#order.splice(mark)) {
        this.#provisional.delete(entry.key);
        this.#known.set(entry.key, entry.value);
      }
    } else if (this.#stack.length > 0) {
      const entry = { key: frame.key, value: frame.current, low: frame.low };
      this.#provisional.set(frame.key, entry);
      this.#order.push(entry);
      this.leanOn(frame.low);
    } else this.forget(0);
  }

  private forget(mark: number): void {
    for (const entry of this.#order.splice(mark)) this.#provisional.delete(entry.key);
  }

  private leanOn(depth: number): void {
    const top = this.#stack.at(-1);
    if (top && depth < top.low) top.low = depth;
  }
}
