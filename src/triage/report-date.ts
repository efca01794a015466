import type { Said } from "./claimed.js";
import { unmarked, type Piece, type Text } from "./document.js";
import { isOfFinding, isOfMending } from "./mending-dates.js";
import { dateIn, type Span } from "./times.js";
import { fieldsIn, idOf } from "./wording.js";

/** A report that tells of a day after the one on which it was last touched, as it says. */
export interface Stale {
  readonly updated: Said<Span>;
  readonly later: Said<Span>;
}

/** Days are those of some time zone. */
const DAY = 24 * 60 * 60 * 1000;

/** Whether a report tells of bugs that were found or mended after its last update, as its head or its end dates that. */
export function staleIn(pieces: readonly Piece[]): Stale | undefined {
  const dated = pieces.flatMap((piece, index) => (piece.kind === "text" ? datesIn(piece, index) : []));
  const [updated, ...others] = dated.filter(({ label }) => UPDATED.test(label));
  // One of several may be about a part of the report.
  if (!updated || others.length > 0 || !isOfWhole(pieces, updated.index)) return undefined;
  const told = dated.filter(({ label }) => /^date$/i.test(label) || isOfFinding(label) || isOfMending(label));
  const later = told.find(({ value }) => value.from > updated.value.to + DAY);
  return later && { updated, later };
}

interface Dated extends Said<Span> {
  readonly label: string;
  readonly index: number;
}

function datesIn({ text, line }: Text, index: number): Dated[] {
  return fieldsIn(text).flatMap(({ label, value }) => {
    const date = BEGINS_WITH_DATE.test(value) ? dateIn(value) : undefined;
    return date ? [{ label, value: date, line, index }] : [];
  });
}

/** Whether a place is above all sections, or in the last one, where that tells of no bug. */
function isOfWhole(pieces: readonly Piece[], at: number): boolean {
  const before = pieces.slice(0, at).filter((piece) => piece.kind === "heading");
  const isLast = pieces.slice(at).every(({ kind }) => kind !== "heading");
  const above = before.at(-1);
  if (!above || (before.length === 1 && above.level === 1)) return true;
  return isLast && idOf(unmarked(above.text)) === undefined && !/^\W*\d+[.):]/.test(unmarked(above.text));
}

const BEGINS_WITH_DATE = /^\W{0,5}(?:\d{4}-\d\d-\d\d|\p{L}{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.? \p{L}{3,9}\.? \d{4})/u;
const UPDATED =
  /^(?:last updated?(?: on)?|updated(?: on)?|last (?:modified|revised)|zuletzt aktualisiert|dernière mise à jour|última actualización|última atualização|ultimo aggiornamento|последнее обновление|最后更新(?:时间|日期)?|更新时间|更新日期|最終更新日?)$/iu;
