import { groupedBy } from "../grouped.js";
import { unmarked, type Piece } from "./document.js";
import { LABELS } from "./report-words.js";
import { fieldsIn } from "./wording.js";

/**
 * The lines of headings below which a label says what became of something, or how grave it is: where nothing else tells of
 * bugs, each of them does, and is called by its title. Below one of several bugs a label stands more than once.
 */
export function labelledHeadings(pieces: readonly Piece[]): ReadonlySet<number> {
  const labels: { readonly heading: number; readonly kind: string }[] = [];
  let heading: number | undefined;
  for (const piece of pieces) {
    // The title of the whole may have a status of its own.
    if (piece.kind === "heading")
      heading = piece.level > 1 && !OF_WHOLE.test(unmarked(piece.text)) ? piece.line : undefined;
    else if (piece.kind === "text" && heading !== undefined)
      for (const { label } of fieldsIn(piece.text))
        for (const kind of ["status", "severity"] as const)
          if (LABELS[kind].test(label)) labels.push({ heading, kind });
  }
  const isOfOne = (own: readonly { readonly kind: string }[]): boolean =>
    new Set(own.map(({ kind }) => kind)).size === own.length;
  const found = [...groupedBy(labels, (label) => label.heading)].flatMap(([line, own]) => (isOfOne(own) ? [line] : []));
  // One alone may be about anything.
  return new Set(found.length > 1 ? found : []);
}

/** What is said of the whole report, or of what is to come. */
const OF_WHOLE =
  /(?<!\p{L})(?:summary|overview|conclusion|status|next steps?|roadmap|timeline|phase|sprint|release)(?!\p{L})/iu;
