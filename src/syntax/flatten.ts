import { BROKEN, ERROR, MISSING, NAMED, Tree } from "./tree.js";

/** What both bindings' cursors offer, and all that is asked of them. */
export interface Cursor {
  readonly nodeType: string;
  readonly nodeTypeId: number;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldName: string | null | undefined;
  readonly currentFieldId: number | null | undefined;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** tree-sitter's symbol of an error node. */
const ERROR_SYMBOL = 0xffff;

/**
 * What a grammar's numbers mean, learnt as they are met.
 *
 * A call into either binding costs more than a table look-up, so a symbol's name is asked once a process.
 */
export class Grammar {
  readonly kindNames: string[] = [];
  readonly fieldNames: string[] = [""];
  readonly #kinds = new Map<number, number>();
  readonly #named: boolean[] = [];
  readonly #fields = new Map<number, number>();

  kindOf(cursor: Cursor): number {
    const symbol = cursor.nodeTypeId;
    let kind = this.#kinds.get(symbol);
    if (kind === undefined) {
      kind = this.kindNames.length;
      this.kindNames.push(symbol === ERROR_SYMBOL ? "ERROR" : cursor.nodeType);
      this.#named.push(cursor.nodeIsNamed);
      this.#kinds.set(symbol, kind);
    }
    return kind;
  }

  isNamed(kind: number): boolean {
    return this.#named[kind]!;
  }

  fieldOf(cursor: Cursor): number {
    const id = cursor.currentFieldId;
    if (!id) return 0;
    let field = this.#fields.get(id);
    if (field === undefined) {
      field = this.fieldNames.length;
      this.fieldNames.push(cursor.currentFieldName ?? "");
      this.#fields.set(id, field);
    }
    return field;
  }
}

/** Columns that grow as rows are added. */
class Rows {
  size = 0;
  kind: Uint16Array;
  start: Uint32Array;
  end: Uint32Array;
  parent: Uint32Array;
  after: Uint32Array;
  field: Uint8Array;
  flags: Uint8Array;

  constructor(private capacity: number) {
    this.kind = new Uint16Array(capacity);
    this.start = new Uint32Array(capacity);
    this.end = new Uint32Array(capacity);
    this.parent = new Uint32Array(capacity);
    this.after = new Uint32Array(capacity);
    this.field = new Uint8Array(capacity);
    this.flags = new Uint8Array(capacity);
  }

  add(): number {
    if (this.size === this.capacity) this.resize(this.capacity * 2);
    return this.size++;
  }

  resize(capacity: number): void {
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
    this.capacity = capacity;
  }
}

/** Walks a backend's tree once and writes it down as columns. */
export function flatten(source: string, cursor: Cursor, grammar: Grammar): Tree {
  // Python has about one node for every five characters; the guess saves copies, it bounds nothing.
  const rows = new Rows(Math.max(64, source.length >> 2));
  let parent = 0;
  for (let descending = true; ; ) {
    if (descending) {
      const row = rows.add();
      const kind = grammar.kindOf(cursor);
      rows.kind[row] = kind;
      rows.start[row] = cursor.startIndex;
      rows.end[row] = cursor.endIndex;
      rows.parent[row] = parent;
      rows.field[row] = grammar.fieldOf(cursor);
      rows.flags[row] = flagsOf(cursor, kind, grammar);
      if (cursor.gotoFirstChild()) {
        parent = row;
        continue;
      }
      rows.after[row] = rows.size;
    }
    if (cursor.gotoNextSibling()) {
      descending = true;
    } else if (cursor.gotoParent()) {
      rows.after[parent] = rows.size;
      parent = rows.parent[parent]!;
      descending = false;
    } else break;
  }
  rows.after[0] = rows.size;
  spreadBreakage(rows);
  rows.resize(rows.size);
  return new Tree(source, rows, grammar.kindNames, grammar.fieldNames);
}

function flagsOf(cursor: Cursor, kind: number, grammar: Grammar): number {
  let flags = grammar.isNamed(kind) ? NAMED : 0;
  if (grammar.kindNames[kind] === "ERROR") flags |= ERROR | BROKEN;
  else if (cursor.startIndex === cursor.endIndex && cursor.nodeIsMissing) flags |= MISSING | BROKEN;
  return flags;
}

/** Children come after their parent, so one pass from the end carries breakage up to the root. */
function spreadBreakage(rows: Rows): void {
  for (let row = rows.size - 1; row > 0; row--) {
    if (rows.flags[row]! & BROKEN) rows.flags[rows.parent[row]!]! |= BROKEN;
  }
}
