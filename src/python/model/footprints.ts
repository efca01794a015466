/** A set of facts. Equal sets are the same number. */
export type Footprint = number;

/** The set of no facts. */
export const NOTHING: Footprint = 0;

/** Two footprints as one key. */
const PAIR = 2 ** 26;

/** Sets of facts, each kept once, as most answers lean on what their neighbours lean on. */
export class Footprints {
  /** In order. */
  readonly #sets: Uint32Array[] = [new Uint32Array()];
  readonly #byHash = new Map<number, Footprint[]>();
  readonly #ofOne: Footprint[] = [];
  readonly #unions = new Map<number, Footprint>();
  /** Of each fact, the last union that it was found in. */
  #marks = new Uint32Array(1024);
  #round = 0;
  #size = 0;

  /** About how many facts all sets come to: none is forgotten. */
  get size(): number {
    return this.#size;
  }

  /** The set of one fact. */
  of(fact: number): Footprint {
    return (this.#ofOne[fact] ??= this.known(Uint32Array.of(fact)));
  }

  /** The numbers of the facts in a set, in order. */
  factsOf(footprint: Footprint): Uint32Array {
    return this.#sets[footprint] ?? new Uint32Array();
  }

  /** All that is in some sets. */
  union(parts: readonly Footprint[]): Footprint {
    const different = parts.length > 2 ? [...new Set(parts)] : parts;
    const [a = NOTHING, b = NOTHING, ...more] = different;
    if (more.length > 0) return this.merged(different);
    if (b === NOTHING || a === b) return a;
    const pair = Math.min(a, b) * PAIR + Math.max(a, b);
    let found = this.#unions.get(pair);
    if (found === undefined) this.#unions.set(pair, (found = this.merged(different)));
    return found;
  }

  /** Tells the sets that hold one of some facts. */
  holding(facts: ReadonlySet<number>): (footprint: Footprint) => boolean {
    const known: boolean[] = [];
    return (footprint) => (known[footprint] ??= this.factsOf(footprint).some((fact) => facts.has(fact)));
  }

  private merged(parts: readonly Footprint[]): Footprint {
    const round = ++this.#round;
    const facts: number[] = [];
    let largest = NOTHING;
    for (const part of parts) {
      const set = this.factsOf(part);
      this.makeRoomFor(set.at(-1) ?? 0);
      for (const fact of set) {
        if (this.#marks[fact] === round) continue;
        this.#marks[fact] = round;
        facts.push(fact);
      }
      if (set.length > this.factsOf(largest).length) largest = part;
    }
    // Often one of them holds all the others.
    if (facts.length === this.factsOf(largest).length) return largest;
    return this.known(Uint32Array.from(facts).sort());
  }

  private known(set: Uint32Array): Footprint {
    let hash = set.length;
    for (const fact of set) hash = (Math.imul(hash, 31) + fact) | 0;
    const alike = this.#byHash.get(hash) ?? [];
    const found = alike.find((one) => isEqual(this.factsOf(one), set));
    if (found !== undefined) return found;
    const footprint = this.#sets.push(set) - 1;
    this.#size += set.length + SET_ITSELF;
    this.#byHash.set(hash, [...alike, footprint]);
    return footprint;
  }

  private makeRoomFor(fact: number): void {
    if (fact < this.#marks.length) return;
    const larger = new Uint32Array(Math.max(fact + 1, this.#marks.length * 2));
    larger.set(this.#marks);
    this.#marks = larger;
  }
}

/** What it takes to keep a set, however small, in facts. */
const SET_ITSELF = 32;

function isEqual(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((fact, at) => fact === b[at]);
}
