import { Footprints, NOTHING, type Footprint } from "./footprints.js";

/** What an answer that is being worked out has leant on so far. */
interface Open {
  /** May hold a footprint several times. */
  readonly parts: Footprint[];
}

/** A thing of which more was noted than this is put together in between. */
const MOST_PARTS = 256;

/**
 * Tells of every answer what it leans on, be it through others that were worked out before: which facts about the files
 * have to stay true for it to stay the same. Whoever keeps answers notes here what they lean on when they are given again.
 */
export class Leanings {
  readonly #footprints = new Footprints();
  readonly #open: Open[] = [];
  #kept: Map<unknown, Remembered<unknown>>[] = [];

  /** @param isAsked whether anybody wants to know: where nobody does, nothing is taken down */
  constructor(private readonly isAsked = true) {}

  /** About how many facts all that is known of answers comes to. */
  get size(): number {
    return this.#footprints.size;
  }

  /** Where answers are kept, by what they are about, until a fact that they lean on is none any more. */
  memory<Key, T>(): Map<Key, Remembered<T>> {
    const memory = new Map<Key, Remembered<T>>();
    this.#kept.push(memory);
    return memory;
  }

  /** Forgets all answers. */
  forgetAll(): void {
    this.#kept = [];
  }

  /** Forgets what leans on some facts. */
  forget(facts: ReadonlySet<number>): void {
    const isGone = this.#footprints.holding(facts);
    for (const memory of this.#kept) {
      for (const [about, { footprint }] of memory) if (isGone(footprint)) memory.delete(about);
    }
  }

  /** Begins to take down what is leant on. @returns what {@link end} wants to be told */
  begin(): number {
    return this.isAsked ? this.#open.push({ parts: [] }) - 1 : 0;
  }

  /** Ends it, and what was begun since and never ended; whoever is still open leans on all of it. */
  end(begun: number): Footprint {
    let footprint = NOTHING;
    while (this.#open.length > begun) {
      this.lean(footprint);
      footprint = this.together(this.#open.pop()?.parts ?? []);
    }
    this.lean(footprint);
    return footprint;
  }

  /** Notes that what is being worked out leans on a fact. @param fact its number */
  note(fact: number): void {
    if (this.#open.length > 0) this.lean(this.#footprints.of(fact));
  }

  /** Notes that it leans on all that something else leans on. */
  lean(footprint: Footprint): void {
    const parts = this.#open.at(-1)?.parts;
    if (!parts || footprint === NOTHING || parts.at(-1) === footprint) return;
    parts.push(footprint);
    if (parts.length > MOST_PARTS) parts.splice(0, parts.length, this.together(parts));
  }

  /** An answer that leans on facts alone, found when it is first asked for. */
  remember<Key, T>(known: Map<Key, Remembered<T>>, key: Key, find: () => T): T {
    const found = known.get(key);
    if (found) {
      this.lean(found.footprint);
      return found.value;
    }
    const remembered = this.during(find);
    known.set(key, remembered);
    return remembered.value;
  }

  /** Works something out, and tells what it leans on. */
  during<T>(find: () => T): Remembered<T> {
    const begun = this.begin();
    let footprint: Footprint;
    let value: T;
    try {
      value = find();
    } finally {
      footprint = this.end(begun);
    }
    return { value, footprint };
  }

  /** The numbers of the facts in a footprint, in order. */
  factsOf(footprint: Footprint): Uint32Array {
    return this.#footprints.factsOf(footprint);
  }

  private together(parts: readonly Footprint[]): Footprint {
    return parts.length < 2 ? (parts[0] ?? NOTHING) : this.#footprints.union(parts);
  }
}

/** An answer, and what it leans on. */
export interface Remembered<T> {
  readonly value: T;
  readonly footprint: Footprint;
}
