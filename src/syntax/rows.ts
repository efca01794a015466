import { BROKEN, ERROR, MISSING, Tree } from "./tree.js";

/** Rows beyond which the columns are not kept for the next text. */
const MOST_KEPT = 1 << 20;
/** Bytes that one row takes in all columns. */
const ROW_BYTES = 20;

/**
 * Columns that grow as rows are added.
 *
 * A parser has one and fills it again for every text: what it hands out are copies that lie in one piece of memory,
 * which is much cheaper to make and to free than a piece for each column.
 */
export class Rows {
  size = 0;
  kind = new Uint16Array(0);
  start = new Uint32Array(0);
  end = new Uint32Array(0);
  parent = new Uint32Array(0);
  after = new Uint32Array(0);
  field = new Uint8Array(0);
  flags = new Uint8Array(0);

  #capacity = 0;

  add(): number {
    if (this.size === this.#capacity) this.resize(Math.max(1024, this.#capacity * 2));
    return this.size++;
  }

  /** The rows as a tree, with breakage carried from children up to the root; the columns are empty then. */
  toTree(source: string, kindNames: readonly string[], fieldNames: readonly string[]): Tree {
    const { size } = this;
    // Children come after their parent, so one pass from the end is enough.
    for (let row = size - 1; row >= 0; row--) {
      if (this.flags[row]! & (ERROR | MISSING)) this.flags[row]! |= BROKEN;
      if (row > 0 && this.flags[row]! & BROKEN) this.flags[this.parent[row]!]! |= BROKEN;
    }
    const memory = new ArrayBuffer(size * ROW_BYTES);
    const columns = {
      start: copied(this.start, new Uint32Array(memory, 0, size)),
      end: copied(this.end, new Uint32Array(memory, size * 4, size)),
      parent: copied(this.parent, new Uint32Array(memory, size * 8, size)),
      after: copied(this.after, new Uint32Array(memory, size * 12, size)),
      kind: copied(this.kind, new Uint16Array(memory, size * 16, size)),
      field: copied(this.field, new Uint8Array(memory, size * 18, size)),
      flags: copied(this.flags, new Uint8Array(memory, size * 19, size)),
    };
    this.size = 0;
    if (this.#capacity > MOST_KEPT) this.resize(0);
    return new Tree(source, columns, kindNames, fieldNames);
  }

  private resize(capacity: number): void {
    this.kind = copied(this.kind, new Uint16Array(capacity));
    this.start = copied(this.start, new Uint32Array(capacity));
    this.end = copied(this.end, new Uint32Array(capacity));
    this.parent = copied(this.parent, new Uint32Array(capacity));
    this.after = copied(this.after, new Uint32Array(capacity));
    this.field = copied(this.field, new Uint8Array(capacity));
    this.flags = copied(this.flags, new Uint8Array(capacity));
    this.#capacity = capacity;
  }
}

function copied<T extends Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from.length > to.length ? from.subarray(0, to.length) : from);
  return to;
}
