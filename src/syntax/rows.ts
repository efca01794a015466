import { BROKEN, ERROR, MISSING, Tree } from "./tree.js";

/** Columns that grow as rows are added. */
export class Rows {
  size = 0;
  kind: Uint16Array;
  start: Uint32Array;
  end: Uint32Array;
  parent: Uint32Array;
  after: Uint32Array;
  field: Uint8Array;
  flags: Uint8Array;

  #capacity: number;

  /** @param length of the source, in UTF-16 units */
  constructor(length: number) {
    // Python has about one node for every five characters; the guess saves copies, it bounds nothing.
    const capacity = Math.max(64, length >> 2);
    this.#capacity = capacity;
    this.kind = new Uint16Array(capacity);
    this.start = new Uint32Array(capacity);
    this.end = new Uint32Array(capacity);
    this.parent = new Uint32Array(capacity);
    this.after = new Uint32Array(capacity);
    this.field = new Uint8Array(capacity);
    this.flags = new Uint8Array(capacity);
  }

  add(): number {
    if (this.size === this.#capacity) this.resize(this.#capacity * 2);
    return this.size++;
  }

  /** The finished columns as a tree, with breakage carried from children up to the root. */
  toTree(source: string, kindNames: readonly string[], fieldNames: readonly string[]): Tree {
    // Children come after their parent, so one pass from the end is enough.
    for (let row = this.size - 1; row >= 0; row--) {
      if (this.flags[row]! & (ERROR | MISSING)) this.flags[row]! |= BROKEN;
      if (row > 0 && this.flags[row]! & BROKEN) this.flags[this.parent[row]!]! |= BROKEN;
    }
    this.resize(this.size);
    return new Tree(source, this, kindNames, fieldNames);
  }

  private resize(capacity: number): void {
    const copy = <T extends Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T => {
      to.set(from.subarray(0, Math.min(from.length, to.length)));
      return to;
    };
    this.kind = copy(this.kind, new Uint16Array(capacity));
    this.start = copy(this.start, new Uint32Array(capacity));
    this.end = copy(this.end, new Uint32Array(capacity));
    this.parent = copy(this.parent, new Uint32Array(capacity));
    this.after = copy(this.after, new Uint32Array(capacity));
    this.field = copy(this.field, new Uint8Array(capacity));
    this.flags = copy(this.flags, new Uint8Array(capacity));
    this.#capacity = capacity;
  }
}
