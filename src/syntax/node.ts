import { spend, textEffort } from "./effort.js";
import { wantedKinds } from "./kinds.js";
import { BROKEN, ERROR, FOLDED, MISSING, NAMED, type Tree } from "./tree.js";

/**
 * A node of a syntax tree, made when it is first looked at.
 *
 * Kinds and fields are those of tree-sitter-python's grammar. Two nodes of one tree are the same node exactly
 * when they are the same object.
 */
export class Node {
  constructor(
    /** @internal */
    readonly tree: Tree,
    /** Row in the tree's columns. @internal */
    readonly row: number,
  ) {}

  /** A number that no other node of the same text has. @internal */
  get id(): number {
    return this.tree.base + this.row;
  }

  /** The grammar's name of the node: `call`, `identifier`, `if`, `==`, … */
  get kind(): string {
    return this.tree.kindNames[this.tree.columns.kind[this.row]!]!;
  }

  /** UTF-16 offset of the first character. */
  get start(): number {
    return this.tree.columns.start[this.row]!;
  }

  /** UTF-16 offset after the last character. */
  get end(): number {
    return this.tree.columns.end[this.row]!;
  }

  /** The source of the node, as it is written. */
  get text(): string {
    const { start, end } = this;
    spend(textEffort(end - start));
    return this.tree.source.slice(start, end);
  }

  /** The node that this one is a child of; the root has none. */
  get parent(): Node | undefined {
    if (this.row === 0) return undefined;
    spend();
    const parent = this.tree.columns.parent[this.row]!;
    const { hook } = this.tree;
    return hook?.top === parent ? hook.block : this.tree.node(parent);
  }

  /** The name of the field that this node fills in its parent. */
  get fieldName(): string | undefined {
    const field = this.tree.columns.field[this.row]!;
    return field === 0 ? undefined : this.tree.fieldNames[field];
  }

  /** Whether it is more than a keyword, an operator or punctuation. */
  get isNamed(): boolean {
    return (this.tree.columns.flags[this.row]! & NAMED) !== 0;
  }

  /** Whether the parser could make nothing of what stands here. */
  get isError(): boolean {
    return (this.tree.columns.flags[this.row]! & ERROR) !== 0;
  }

  /** The parser invented the node to be able to go on. */
  get isMissing(): boolean {
    return (this.tree.columns.flags[this.row]! & MISSING) !== 0;
  }

  /** The node holds, or is, an error or a missing piece; what is folded in it is not looked into. */
  get isBroken(): boolean {
    return (this.tree.columns.flags[this.row]! & BROKEN) !== 0;
  }

  /** The node holds, or is, an error or a missing piece, be it in what is folded in it. */
  get isBrokenInside(): boolean {
    if (this.isBroken) return true;
    for (const row of this.tree.foldedRows(this.row, this.tree.columns.after[this.row]!)) {
      const unfolded = this.tree.unfold(row);
      if (unfolded.node(unfolded.hook!.top).isBrokenInside) return true;
    }
    return false;
  }

  /** The node whose rows are followed by those of the children: another one where they are folded. @internal */
  get holder(): Node {
    if (!(this.tree.columns.flags[this.row]! & FOLDED)) return this;
    const unfolded = this.tree.unfold(this.row);
    return unfolded.node(unfolded.hook!.top);
  }

  /** Every child, punctuation, keywords and comments included. */
  get allChildren(): Node[] {
    const { tree, row: top } = this.holder;
    const { after } = tree.columns;
    const children: Node[] = [];
    for (let row = top + 1; row < after[top]!; row = after[row]!) children.push(tree.node(row));
    spend(children.length);
    return children;
  }

  /** The children that mean something: named ones, without comments and line continuations. */
  get children(): Node[] {
    const { tree, row: top } = this.holder;
    const { after, flags } = tree.columns;
    const children: Node[] = [];
    for (let row = top + 1; row < after[top]!; row = after[row]!) {
      spend();
      if (!(flags[row]! & NAMED)) continue;
      const node = tree.node(row);
      if (node.kind !== "comment" && node.kind !== "line_continuation") children.push(node);
    }
    return children;
  }

  /** The first child in a field. */
  field(name: string): Node | undefined {
    const { tree, row: top } = this.holder;
    const { after, field } = tree.columns;
    const wanted = tree.fieldNames.indexOf(name);
    if (wanted < 1) return undefined;
    for (let row = top + 1; row < after[top]!; row = after[row]!) {
      spend();
      if (field[row] === wanted) return tree.node(row);
    }
    return undefined;
  }

  /** Every child in a field, in source order. */
  fields(name: string): Node[] {
    return this.allChildren.filter((child) => child.fieldName === name);
  }

  /** The first child of a kind, anonymous ones (`async`, `*`) included. */
  child(kind: string): Node | undefined {
    const { tree, row: top } = this.holder;
    const { after, kind: kinds } = tree.columns;
    for (let row = top + 1; row < after[top]!; row = after[row]!) {
      spend();
      if (tree.kindNames[kinds[row]!] === kind) return tree.node(row);
    }
    return undefined;
  }

  /** This node or one below it, of one of the kinds, in source order. */
  descendants(...kinds: string[]): Generator<Node> {
    return search(this.tree, this.row, this.tree.columns.after[this.row]!, kinds);
  }

  /**
   * This node or one below it, of one of the kinds, in source order; bodies are looked into as far as their text fits.
   *
   * @param fits what holds for a text has to hold for any text around it, too
   */
  within(fits: (text: string) => boolean, ...kinds: string[]): Generator<Node> {
    return search(this.tree, this.row, this.tree.columns.after[this.row]!, kinds, fits);
  }

  /** The parent, its parent, and so on to the root. */
  *ancestors(): Generator<Node> {
    for (let node = this.parent; node; node = node.parent) yield node;
  }

  /** Whether `other` is this node or lies below it. */
  contains(other: Node): boolean {
    let inside: Node | undefined = other;
    while (inside && inside.tree !== this.tree) inside = inside.tree.hook?.block;
    return inside !== undefined && inside.row >= this.row && inside.row < this.tree.columns.after[this.row]!;
  }

  /** Whether `other` begins after this node does or lies below it. */
  precedes(other: Node): boolean {
    return inSourceOrder(this, other) < 0;
  }
}

/** Compares nodes of one text by where they begin, the outer one first. */
export function inSourceOrder(a: Node, b: Node): number {
  if (a.tree === b.tree) return a.row - b.row;
  return a.start - b.start || b.end - a.end || (a.contains(b) ? -1 : 1);
}

/** Of nodes of one text, in source order, those that stand in one node. */
export function nodesWithin(nodes: readonly Node[], { start, end }: Node): readonly Node[] {
  const first = firstWhere(nodes.length, (index) => nodes[index]!.start >= start);
  return nodes.slice(
    first,
    firstWhere(nodes.length, (index) => nodes[index]!.start >= end),
  );
}

/** The first index from which on something holds, below a length or that length itself. */
export function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The nodes of some kinds among rows of a tree.
 *
 * @param fits whether to look into what is folded, by its text
 */
function* search(
  tree: Tree,
  from: number,
  to: number,
  kinds: readonly string[],
  fits?: (text: string) => boolean,
): Generator<Node> {
  const { after, kind, flags, start, end } = tree.columns;
  const wanted = wantedKinds(tree.kindNames, kinds);
  spend(rowEffort(to - from));
  for (let row = from; row < to;) {
    if (wanted[kind[row]!] === 1) yield tree.node(row);
    if (!(flags[row]! & FOLDED)) row++;
    else {
      spend(textEffort(end[row]! - start[row]!));
      if (tree.mayHold(row, kinds) && (fits?.(tree.source.slice(start[row], end[row])) ?? true)) {
        const unfolded = tree.unfold(row);
        const { top } = unfolded.hook!;
        yield* search(unfolded, top + 1, unfolded.columns.after[top]!, kinds, fits);
      }
      row = after[row]!;
    }
  }
}

/** The steps of passing rows by, which takes far less than looking at nodes. */
function rowEffort(rows: number): number {
  return 1 + (rows >> 4);
}
