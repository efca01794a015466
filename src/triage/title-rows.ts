import { groupedBy } from "../grouped.js";
import type { ClaimedBug } from "./claimed.js";
import { unmarked, type Piece, type Row } from "./document.js";
import { LABELS, STEPS_TITLE } from "./report-words.js";
import { labelOf, withoutId } from "./wording.js";

/** Shorter titles may be of anything. */
const SHORTEST = 8;

/**
 * The rows that name a bug by the title that its heading has, word for word, beside a severity or a status.
 *
 * @param bugs that the report is known to tell of
 * @returns by what each row's bug is called
 */
export function titleRows(pieces: readonly Piece[], bugs: readonly ClaimedBug[]): ReadonlyMap<Row, string> {
  const texts = new Map(
    pieces.flatMap((piece) => (piece.kind === "heading" ? [[piece.line, piece.text] as const] : [])),
  );
  const headed = bugs.flatMap(({ name, line, isHeaded, isRetold }) => {
    const text = texts.get(line);
    return isHeaded && isRetold !== true && text !== undefined
      ? [{ name, number: numberOf(text), title: titleOf(text) }]
      : [];
  });
  const known = new Map(
    [...groupedBy(headed, ({ title }) => title)].flatMap(([title, own]) => {
      const [only, other] = own;
      return only && !other && title.length >= SHORTEST && title.includes(" ") ? [[title, only] as const] : [];
    }),
  );
  const rows = new Map<Row, string>();
  for (const row of told(pieces)) {
    const number = numberOf(`${row.cells[0] ?? ""}.`);
    const found = new Set(row.cells.slice(0, 3).flatMap((cell) => known.get(titleOf(cell)) ?? []));
    const [bug, other] = found;
    const isOther = number !== undefined && bug?.number !== undefined && number !== bug.number;
    if (bug && !other && !isOther) rows.set(row, bug.name);
  }
  return rows;
}

/** Rows that say how grave something is, or what became of it, and not what is to be done. */
function told(pieces: readonly Piece[]): readonly Row[] {
  let above = "";
  return pieces.flatMap((piece) => {
    if (piece.kind === "heading") above = unmarked(piece.text);
    if (piece.kind !== "row" || STEPS_TITLE.test(above)) return [];
    const titles = piece.columns.map(labelOf);
    return titles.some((title) => LABELS.status.test(title) || LABELS.severity.test(title)) ? [piece] : [];
  });
}

/** The words of a title, without an id or a number before them, and what stands in brackets behind. */
function titleOf(text: string): string {
  return withoutId(unmarked(text))
    .replace(/[([][^()[\]]{1,60}[)\]]\s*$/u, "")
    .replace(/^[^\p{L}]+|[^\p{L}\p{N}]+$/gu, "")
    .replace(/\s+/g, " ")
    .toLowerCase();
}

function numberOf(text: string): number | undefined {
  const number = /^[^\p{L}\p{N}]{0,10}(\d{1,4})[.):]/u.exec(unmarked(text))?.[1];
  return number === undefined ? undefined : Number(number);
}
