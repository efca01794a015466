import { spend, textEffort } from "./effort.js";
import { mayHold, wantedKinds } from "./kinds.js";
import { Memo } from "./memo.js";
import { firstWhere, Node } from "./node.js";

/** Bits of {@link Columns.flags}. */
export const NAMED = 1;
export const ERROR = 2;
export const MISSING = 4;
/** The node or something below it is an error or is missing. */
export const BROKEN = 8;
/** A block whose statements are in a tree of their own, parsed when they are first looked at. */
export const FOLDED = 16;

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

/** What a tree of a folded block's statements hangs on. */
export interface Hook {
  /** The folded block, in the tree around. */
  readonly block: Node;
  /** Row of what stands for that block here: its children are the block's. */
  readonly top: number;
}

/** Parts of a tree that are trees of their own, made when they are first looked at. */
export interface Folds {
  /** The rows of folded blocks, in source order. */
  readonly rows: readonly number[];
  /** What stands in one of them, by its place among the rows: of {@link Holds}. */
  readonly holds: (index: number) => number;
  /** The tree of the statements of a folded block. */
  unfold(block: Node): Tree;
}

/** One parsed source text, or what was folded in one. */
export class Tree {
  static #made = 0;
  /** A number that no other tree of the process has. */
  readonly serial = Tree.#made++;
  /** Whatever the whole text is to those who read it: moduleOf (src/python/model/module.ts) asks for it. */
  owner: object | undefined;
  /** What was found out about the whole text and its nodes by whoever reads it. */
  readonly memo = new Memo();
  #nodes: (Node | undefined)[] | undefined;
  readonly #unfolded = new Map<number, Tree>();
  /** How many rows the whole and what has been unfolded of it have. */
  #rows = 0;
  /** The tree of the whole text. */
  readonly whole: Tree;
  /** Added to a row, it makes a number that no other node of the whole has. */
  readonly base: number;

  constructor(
    /** The whole text, whichever part of it the tree is of. */
    readonly source: string,
    readonly columns: Columns,
    readonly kindNames: readonly string[],
    readonly fieldNames: readonly string[],
    private readonly folds?: Folds,
    readonly hook?: Hook,
  ) {
    this.whole = hook?.block.tree.whole ?? this;
    this.base = this.whole.#rows;
    this.whole.#rows += columns.kind.length;
  }

  get root(): Node {
    return this.node(0);
  }

  /** How many nodes the tree has, without what is folded. */
  get size(): number {
    return this.columns.kind.length;
  }

  /** The one node object of a row: the same row always answers with the same object. */
  node(row: number): Node {
    this.#nodes ??= new Array<Node | undefined>(this.columns.kind.length);
    return (this.#nodes[row] ??= new Node(this, row));
  }

  /** The tree of what is folded at a row. */
  unfold(row: number): Tree {
    let tree = this.#unfolded.get(row);
    if (!tree) this.#unfolded.set(row, (tree = this.folds!.unfold(this.node(row))));
    return tree;
  }

  /** The nodes of some kinds in this tree, without what is folded in it. */
  *nodes(...kinds: string[]): Generator<Node> {
    const { kind } = this.columns;
    const wanted = this.wanted(kinds);
    spend(textEffort(kind.length));
    for (let row = 0; row < kind.length; row++) if (wanted[kind[row]!] === 1) yield this.node(row);
  }

  /** For each kind of the grammar 1 when it is one of those wanted: for loops over {@link columns}. */
  wanted(kinds: readonly string[]): Uint8Array {
    return wantedKinds(this.kindNames, kinds);
  }

  /** This tree and those folded in it from one row up to another, as far as their text may hold what is looked for. */
  *parts(mayHold: (text: string) => boolean, from = 0, to = this.size): Generator<Tree> {
    yield this;
    const { start, end } = this.columns;
    for (const row of this.foldedRows(from, to)) {
      spend(textEffort(end[row]! - start[row]!));
      if (mayHold(this.source.slice(start[row], end[row]))) yield* this.unfold(row).parts(mayHold);
    }
  }

  /** The tree that an offset in the whole text is in: this one, or one that is folded in it. */
  partAt(offset: number): Tree {
    const { start, end } = this.columns;
    const rows = this.folds?.rows ?? [];
    const behind = firstWhere(rows.length, (index) => start[rows[index]!]! > offset);
    const row = rows[behind - 1];
    return row !== undefined && offset < end[row]! ? this.unfold(row).partAt(offset) : this;
  }

  /** The innermost node of this tree that starts at an offset. */
  leafAt(offset: number): Node | undefined {
    const { start, kind } = this.columns;
    const behind = firstWhere(kind.length, (row) => start[row]! > offset);
    // What stands for the block of a folded body starts in front of it.
    return behind > 0 && start[behind - 1] === offset ? this.node(behind - 1) : undefined;
  }

  /** Whether there may be a node of one of the kinds in what is folded at a row. */
  mayHold(row: number, kinds: readonly string[]): boolean {
    const { rows, holds } = this.folds!;
    return mayHold(holds(firstWhere(rows.length, (index) => rows[index]! >= row)), kinds);
  }

  /** The rows from `from` up to `to` that are folded. */
  foldedRows(from: number, to: number): readonly number[] {
    const rows = this.folds?.rows ?? [];
    const place = (row: number): number => firstWhere(rows.length, (index) => rows[index]! >= row);
    return rows.slice(place(from), place(to));
  }
}
