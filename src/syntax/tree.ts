import { Node } from "./node.js";

/** Bits of {@link Columns.flags}. */
export const NAMED = 1;
export const ERROR = 2;
export const MISSING = 4;
/** The node or something below it is an error or is missing. */
export const BROKEN = 8;

/**
 * A syntax tree as parallel columns, one row a node, in preorder.
 *
 * Both parser backends are flattened into this once, so everything above `syntax/` is the same code and gives the
 * same answers whichever of them ran; and a walk is a loop over integers that creates no object per node.
 */
export interface Columns {
  /** Index into {@link Tree.kindNames}. */
  readonly kind: Uint16Array;
  /** UTF-16 offsets into the source. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** Row of the parent; the root is its own. */
  readonly parent: Uint32Array;
  /** First row after the node's descendants. */
  readonly after: Uint32Array;
  /** Index into {@link Tree.fieldNames}; 0 when the node has no field. */
  readonly field: Uint8Array;
  readonly flags: Uint8Array;
}

/** One parsed source text. */
export class Tree {
  readonly #nodes: (Node | undefined)[];

  constructor(
    readonly source: string,
    readonly columns: Columns,
    readonly kindNames: readonly string[],
    readonly fieldNames: readonly string[],
  ) {
    this.#nodes = new Array<Node | undefined>(columns.kind.length);
  }

  get root(): Node {
    return this.node(0);
  }

  /** How many nodes the tree has. */
  get size(): number {
    return this.columns.kind.length;
  }

  /** The one node object of a row: the same row always answers with the same object. */
  node(row: number): Node {
    return (this.#nodes[row] ??= new Node(this, row));
  }

  /** The smallest named node that covers the UTF-16 offsets `start` to `end`. */
  covering(start: number, end: number): Node {
    const { after, start: starts, end: ends, flags } = this.columns;
    let row = 0;
    let best = 0;
    for (let child = 1; child < after[row]!;) {
      if (starts[child]! <= start && ends[child]! >= end) {
        row = child;
        if (flags[child]! & NAMED) best = child;
        child++;
      } else child = after[child]!;
    }
    return this.node(best);
  }
}
