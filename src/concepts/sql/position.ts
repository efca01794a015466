import type { Part } from "./template.js";
import type { Node } from "../../syntax/node.js";

/** Where in a statement something stands that is filled in. */
export type Position =
  /** Inside of quotes. */
  | "literal"
  /** Where a value stands that is no text, or a list of values. */
  | "value"
  /** A table, a column, a direction. */
  | "name"
  /** It is part of the name of a parameter: `:name_{index}`. */
  | "marker"
  /** Whole conditions, and whatever else. */
  | "syntax";

/** Something that is filled into a statement. */
export interface Filled {
  readonly hole: Node;
  readonly format: string;
  readonly position: Position;
}

/** Where everything stands that is filled into a statement. */
export function filledIn(parts: readonly Part[]): readonly Filled[] {
  const before = new Reading();
  return parts.flatMap((part, index): readonly Filled[] => {
    if ("text" in part) {
      before.read(part.text);
      return [];
    }
    const next = parts[index + 1];
    const filled = { ...part, position: before.position(next && "text" in next ? next.text : "") };
    before.read("x");
    return [filled];
  });
}

/** This much of what stands before something decides what it is. */
const LOOKS_BACK = 300;

/** A statement as far as it has been read. */
class Reading {
  #tail = "";
  /** The quote that is open, and what stands before it. */
  #open: { readonly mark: string; readonly before: string } | undefined;

  read(text: string): void {
    let from = 0;
    for (const { 0: mark, index } of text.matchAll(/--[^\n]*|'|"|`/g)) {
      if (this.#open) {
        if (mark === this.#open.mark) this.#open = undefined;
      } else if (mark.length === 1) {
        this.#open = { mark, before: (this.#tail + text.slice(from, index)).slice(-LOOKS_BACK) };
      }
      this.#tail = (this.#tail + text.slice(from, index + mark.length)).slice(-LOOKS_BACK);
      from = index + mark.length;
    }
    this.#tail = (this.#tail + text.slice(from)).slice(-LOOKS_BACK);
  }

  position(after: string): Position {
    const tail = this.#tail;
    if (this.#open) return positionInQuotes(this.#open);
    if (MARKER.test(tail)) return "marker";
    if (COMPARES.test(tail) || LISTS.test(tail)) return /^[\w.([]/.test(after) ? "name" : "value";
    if (/[\w.]$/.test(tail) || /^[\w.]/.test(after) || NAMES.test(tail)) return "name";
    return "syntax";
  }
}

/** Double quotes are for names, but SQLite and MySQL take them for values where one stands. */
function positionInQuotes({ mark, before }: { readonly mark: string; readonly before: string }): Position {
  if (mark === "'") return /\bAS\s*$/i.test(before) ? "name" : "literal";
  return mark === '"' && COMPARES.test(before) ? "literal" : "name";
}

const MARKER = /(%\(\w*|(?<!:):\w*|\$\w*|@\w*)$/;
const COMPARES = /(=|<|>|\b(I?LIKE|GLOB|REGEXP|BETWEEN|LIMIT|OFFSET))\s*[([]?\s*$/i;
const LISTS = /(\bIN\s*\(?|\bVALUES\s*\(|\b(IN|VALUES)\s*\([^()]{0,200},)\s*$/i;
const NAMES =
  /(\b(FROM|JOIN|INTO|UPDATE|TABLE|BY|SELECT|DISTINCT|SET|SCHEMA|COLUMN|AS|EXISTS|VIEW|INDEX|ON)\s*|,\s*)$/i;
