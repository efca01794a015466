import { groupedBy } from "../grouped.js";
import { unmarked, type Piece, type Row } from "./document.js";
import { severitiesIn } from "./levels.js";
import { BUG_NOUN, LABELS, PARTIAL_WORD, STEPS_TITLE, TOTAL_WORD } from "./report-words.js";
import { labelOf } from "./wording.js";

/**
 * The rows of tables that tell of one bug each, though no word calls it one: by letters and a number, as `C1`, or by a
 * number in a column of its own, where columns beside it or the heading above say how grave it is, or what became of it.
 *
 * @param isToldElsewhere whether headings or ids tell of bugs: numbers may be theirs, or of something else
 * @returns by what each row's bug is called
 */
export function bugRows(pieces: readonly Piece[], isToldElsewhere: boolean): ReadonlyMap<Row, string> {
  const names = new Map<Row, string>();
  const tables = groupedBy(listed(pieces), ({ row }) => row.columns);
  const numbered = new Set<string>();
  for (const [columns, own] of tables) {
    const rows = own.map(({ row }) => row);
    const titles = columns.map(labelOf);
    const isStated = titles.some((title) => LABELS.status.test(title));
    const isGraded =
      titles.some((title) => LABELS.severity.test(title)) ||
      own.every(({ title }) => severitiesIn(title).length === 1 && GRADED.test(title));
    if (!isStated && !isGraded) continue;
    const texts = rows.map(({ cells }) => unmarked(cells[0] ?? ""));
    const short = texts.map((text) => SHORT.exec(text)?.[1]);
    const numbers = texts.map((text) => NUMBER.exec(text)?.[1]);
    if (isEachOther(short)) rows.forEach((row, index) => names.set(row, short[index] ?? ""));
    else if (!isToldElsewhere && isGraded && isEachOther(numbers) && COUNTER.test(titles[0] ?? ""))
      for (const [index, row] of rows.entries()) {
        const name = `#${numbers[index] ?? ""}`;
        names.set(row, numbered.has(name) ? `${name} (line ${String(row.line)})` : name);
        numbered.add(name);
      }
  }
  return names;
}

/** `P1`, `Q1`, `T1`, `V1`, `W1` are priorities, quarters, tasks, versions and weeks rather than bugs. */
const SHORT = /^[^\p{L}\p{N}]*((?![PQRSTVW]\d)\p{Lu}{1,2}\d{1,3})(?![\p{L}\p{N}.-])/u;
const NUMBER = /^#?(\d{1,4})\.?$/;
/** What a column of numbers is called. */
const COUNTER = new RegExp(`^(?:#|no\\.?|nr\\.?|n°|№|num(?:ber)?|id|${BUG_NOUN}|序号|编号)$`, "iu");

/** `High (4)`, `Critical bugs - all fixed`: a heading that begins with how grave bugs are; which word it is, others know. */
const GRADED = new RegExp(
  `^\\P{L}*\\p{L}{3,12}(?: (?:severity|priority|risk|level))?(?: ${BUG_NOUN})?\\s*(?:[(（:：—–-]|$)`,
  "iu",
);

/** Rows of tables, but for those of sums, of what is to be done, and of some of what there is. */
function listed(pieces: readonly Piece[]): { readonly row: Row; readonly title: string }[] {
  let title = "";
  return pieces.flatMap((piece) => {
    if (piece.kind === "heading") title = unmarked(piece.text);
    if (piece.kind !== "row" || STEPS_TITLE.test(title) || PARTIAL_WORD.test(title) || SOME.test(title)) return [];
    // A row that says nothing but what those below it are.
    const isTitle = piece.cells.slice(1).every((cell) => cell.trim() === "");
    return isTitle || TOTAL_WORD.test(unmarked(piece.cells[0] ?? "")) ? [] : [{ row: piece, title }];
  });
}

/** A heading of what was picked out. */
const SOME = /(?<!\p{L})(?:key|main|most|important|priorit\p{L}*|quick|matrix|plan|order)(?!\p{L})/iu;

/** Whether there are two names or more, and each row has one of its own. */
function isEachOther(names: readonly (string | undefined)[]): boolean {
  return names.length > 1 && names.every((name) => name !== undefined) && new Set(names).size === names.length;
}
