import { Rows } from "./rows.js";
import { ERROR, MISSING, NAMED, type Tree } from "./tree.js";

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

/** Filled again for every text. */
const rows = new Rows();

/** Walks a backend's tree once and writes it down as columns. */
export function flatten(source: string, cursor: Cursor, grammar: Grammar): Tree {
  rows.size = 0;
  let parent = 0;
  for (let descending = true; ;) {
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
  return rows.toTree(source, grammar.kindNames, grammar.fieldNames);
}

function flagsOf(cursor: Cursor, kind: number, grammar: Grammar): number {
  let flags = grammar.isNamed(kind) ? NAMED : 0;
  if (grammar.kindNames[kind] === "ERROR") flags |= ERROR;
  else if (cursor.startIndex === cursor.endIndex && cursor.nodeIsMissing) flags |= MISSING;
  return flags;
}
