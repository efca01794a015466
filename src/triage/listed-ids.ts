import { unmarked, type Piece } from "./document.js";
import { PARTIAL_WORD } from "./report-words.js";
import type { Figure } from "./table-figures.js";
import { idOf, numberOfBugs } from "./wording.js";

/**
 * What a heading such as `Fixed (3)` counts, above a list whose items begin with one bug each that has a heading elsewhere:
 * there the list does not tell of them, and only says which they are.
 */
export function listedIds(pieces: readonly Piece[]): readonly Figure[] {
  const headed = new Set(pieces.flatMap((piece) => (piece.kind === "heading" ? (idIn(piece.text) ?? []) : [])));
  const found: Figure[] = [];
  let claim: { readonly line: number; readonly number: number } | undefined;
  let items: string[] = [];
  const settle = (): void => {
    const ids = items.map(idIn);
    const isWhole = items.every((text) => numberOfBugs(unmarked(text)) === 1 && !SEVERAL.test(unmarked(text)));
    const isEach = ids.every((id) => id !== undefined && headed.has(id)) && new Set(ids).size === ids.length;
    if (claim && items.length > 0 && isWhole && isEach) {
      const flaw = `The list has ${String(items.length)} bugs, not ${String(claim.number)}.`;
      found.push({ line: claim.line, flaw: items.length === claim.number ? undefined : flaw });
    }
    [claim, items] = [undefined, []];
  };
  for (const piece of pieces) {
    if (piece.kind === "heading") {
      settle();
      const number = COUNTED.exec(unmarked(piece.text))?.[1];
      if (number !== undefined && idIn(piece.text) === undefined) claim = { line: piece.line, number: Number(number) };
    } else if (piece.kind !== "text" || (!piece.isItem && piece.text.trim() !== "")) {
      // What stands beside the list may tell of more of them.
      claim = undefined;
    } else if (PARTIAL_WORD.test(piece.text)) claim = undefined;
    else if (piece.isStart && piece.depth === 1) items.push(piece.text);
  }
  settle();
  return found;
}

function idIn(text: string): string | undefined {
  return idOf(unmarked(text));
}

const COUNTED = /\((\d{1,4})(?: (?:bugs?|issues?|findings?|defects?|fixed|open|total))?\)$/iu;
/** An item that begins with more bugs than one. */
const SEVERAL = /^\W*[\p{L}-]{1,20}[ #-]{0,2}\d{1,5}\s?(?:,|&|\+|\/|and |–|to )\s?[\p{L}#-]{0,20} ?\d/iu;
