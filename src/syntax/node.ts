import { BROKEN, ERROR, MISSING, NAMED, type Tree } from "./tree.js";

/**
 * A node of a syntax tree, made when it is first looked at.
 *
 * Kinds and fields are those of tree-sitter-python's grammar. Two nodes of one tree are the same node exactly
 * when they are the same object.
 */
export class Node {
  constructor(
    readonly tree: Tree,
    /** Row in the tree's columns: nodes of one tree compare in source order by it. */
    readonly row: number,
  ) {}

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

  get text(): string {
    return this.tree.source.slice(this.start, this.end);
  }

  get parent(): Node | undefined {
    return this.row === 0 ? undefined : this.tree.node(this.tree.columns.parent[this.row]!);
  }

  /** The name of the field that this node fills in its parent. */
  get fieldName(): string | undefined {
    const field = this.tree.columns.field[this.row]!;
    return field === 0 ? undefined : this.tree.fieldNames[field];
  }

  get isNamed(): boolean {
    return (this.tree.columns.flags[this.row]! & NAMED) !== 0;
  }

  get isError(): boolean {
    return (this.tree.columns.flags[this.row]! & ERROR) !== 0;
  }

  /** The parser invented the node to be able to go on. */
  get isMissing(): boolean {
    return (this.tree.columns.flags[this.row]! & MISSING) !== 0;
  }

  /** The node holds, or is, an error or a missing piece. */
  get isBroken(): boolean {
    return (this.tree.columns.flags[this.row]! & BROKEN) !== 0;
  }

  /** Every child, punctuation, keywords and comments included. */
  get allChildren(): Node[] {
    const { after } = this.tree.columns;
    const children: Node[] = [];
    for (let row = this.row + 1; row < after[this.row]!; row = after[row]!) children.push(this.tree.node(row));
    return children;
  }

  /** The children that mean something: named ones, without comments and line continuations. */
  get children(): Node[] {
    const { after, flags } = this.tree.columns;
    const children: Node[] = [];
    for (let row = this.row + 1; row < after[this.row]!; row = after[row]!) {
      if (!(flags[row]! & NAMED)) continue;
      const node = this.tree.node(row);
      if (node.kind !== "comment" && node.kind !== "line_continuation") children.push(node);
    }
    return children;
  }

  /** The first child in a field. */
  field(name: string): Node | undefined {
    const { after, field } = this.tree.columns;
    const wanted = this.tree.fieldNames.indexOf(name);
    if (wanted < 1) return undefined;
    for (let row = this.row + 1; row < after[this.row]!; row = after[row]!) {
      if (field[row] === wanted) return this.tree.node(row);
    }
    return undefined;
  }

  /** Every child in a field, in source order. */
  fields(name: string): Node[] {
    return this.allChildren.filter((child) => child.fieldName === name);
  }

  /** The first child of a kind, anonymous ones (`async`, `*`) included. */
  child(kind: string): Node | undefined {
    const { after, kind: kinds } = this.tree.columns;
    for (let row = this.row + 1; row < after[this.row]!; row = after[row]!) {
      if (this.tree.kindNames[kinds[row]!] === kind) return this.tree.node(row);
    }
    return undefined;
  }

  /** This node or one below it, of one of the kinds, in source order. */
  *descendants(...kinds: string[]): Generator<Node> {
    const { after, kind } = this.tree.columns;
    const wanted = new Set(kinds.map((name) => this.tree.kindNames.indexOf(name)));
    for (let row = this.row; row < after[this.row]!; row++) {
      if (wanted.has(kind[row]!)) yield this.tree.node(row);
    }
  }

  /** The parent, its parent, and so on to the root. */
  *ancestors(): Generator<Node> {
    for (let node = this.parent; node; node = node.parent) yield node;
  }

  /** Whether `other` is this node or lies below it. */
  contains(other: Node): boolean {
    return other.tree === this.tree && other.row >= this.row && other.row < this.tree.columns.after[this.row]!;
  }
}
