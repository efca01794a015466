import { groupedBy } from "../grouped.js";
import { unmarked, type Piece } from "./document.js";
import { idOf, labelOf, seriesOf } from "./wording.js";

/** The letters of ids that several headings, rows and items begin with, or one row of a table like those of the others. */
export function seriesIn(pieces: readonly Piece[]): ReadonlySet<string> {
  const rows = pieces.filter((piece) => piece.kind === "row");
  const texts = pieces.flatMap((piece) => {
    if (piece.kind === "code") return [];
    if (piece.kind === "row") return piece.cells.slice(0, 2);
    return piece.kind === "heading" || piece.isItem ? [piece.text] : [];
  });
  const known = severalOf(texts.flatMap((text) => idOf(unmarked(text)) ?? []));
  const alike = [...groupedBy(rows, ({ columns }) => columns.map(labelOf).join(" | ")).values()];
  const first = alike.map((own) => own.flatMap(({ cells }) => idOf(unmarked(cells[0] ?? "")) ?? []));
  // Of three rows or more, two show what the others are.
  const isListed = (ids: readonly string[], index: number): boolean =>
    ids.length > 2 && ids.length === alike[index]?.length && ids.some((id) => known.has(seriesOf(id)));
  return new Set([...known, ...first.filter(isListed).flat().map(seriesOf)]);
}

function severalOf(ids: readonly string[]): ReadonlySet<string> {
  return new Set(
    [...groupedBy([...new Set(ids)], seriesOf)].flatMap(([series, own]) => (own.length > 1 ? [series] : [])),
  );
}
