import { unmarked, type Piece, type Row } from "../triage/document.js";

/** Something that a summary says, on one line of it. */
export interface Statement {
  readonly line: number;
  /** Without what only makes it bold; of a table's cell, with what its row and column are called. */
  readonly text: string;
  /** The headings that it stands under, without the document's title. */
  readonly sections: readonly string[];
  /** Whether it tells of how things were before. */
  readonly isBefore: boolean;
  /** What was asked for, where a table has a column for that. */
  readonly target?: string;
  /** What a table's column says of that. */
  readonly status?: string;
  /** A row with a value before and one after it. */
  readonly change?: { readonly from: string; readonly to: string; readonly by: string | undefined };
}

const GOAL = /\b(?:target|goal|required|requirement|threshold|criteri(?:on|a)|bar|planned|minimum)\b/i;
const VALUE = /^\W*(?:value|actual|result|achieved|measured|current|after|now|final|today|count|number|coverage)\b/i;
const STATUS = /^\W*(?:status|met|verdict|state|pass\/fail)\b/i;
const BEFORE = /\b(?:before|previous(?:ly)?|baseline|initial(?:ly)?|originally|earlier|old|start(?:ed|ing)?)\b/i;
const CHANGE = /\b(?:change|delta|diff(?:erence)?|improvement|increase|gain)\b|[Δ±]/i;

/** What says that something is done, and not only wanted. */
const DONE = /✅|✓|✔|☑|\[x\]|\b(?:met|achieved|exceeded|satisfied|verified|confirmed|reached|completed)\b/i;
const WANTED =
  /\[ \]|\b(?:target(?:s|ed)?|goals?|must|should|shall|will|would|aim|plan(?:s|ned)?|todo|tbd|next steps?|require(?:s|d|ments?)?|needs?|expected to|recommend\w*|if|until|criteri(?:on|a)|threshold|ensure)\b/i;

/** A line that asks for something, and is no statement. */
function isWanted(text: string): boolean {
  return WANTED.test(text) && !DONE.test(text);
}

/** What a summary says, and what it asks for. */
export interface Summary {
  readonly statements: readonly Statement[];
  /** Lines that ask for something. */
  readonly bars: readonly Statement[];
}

/** A line that is bold from end to end and is used as a heading. */
const BOLD = /^\*\*[^*]{1,200}\*\*:?$/;
const LOWEST = 7;

/** Reads a summary, statement by statement. */
export function readSummary(markdown: string, pieces: readonly Piece[]): Summary {
  const lines = markdown.split(/\r\n?|\n/);
  const sections: { readonly level: number; readonly text: string }[] = [];
  const [statements, bars]: [Statement[], Statement[]] = [[], []];
  for (const piece of pieces) {
    if (piece.kind === "heading") {
      while ((sections.at(-1)?.level ?? 0) >= piece.level) sections.pop();
      sections.push({ level: piece.level, text: unmarked(piece.text) });
    } else if (piece.kind === "text" && BOLD.test(piece.text)) {
      if (sections.at(-1)?.level === LOWEST) sections.pop();
      sections.push({ level: LOWEST, text: unmarked(piece.text) });
    }
    const above = sections.filter(({ level }) => level > 1).map(({ text }) => text);
    const parent = piece.kind === "text" && piece.isItem ? parentOf(piece.line, lines) : undefined;
    const own = [...(piece.kind === "heading" ? above.slice(0, -1) : above), ...(parent === undefined ? [] : [parent])];
    const said = piece.kind === "row" ? ofRow(piece, own) : ofText(piece.text, piece.line, own);
    const isUnderWish = own.some(isWanted);
    for (const each of said)
      (isUnderWish || (piece.kind !== "row" && isWanted(each.text)) ? bars : statements).push(each);
  }
  return { statements, bars };
}

/** The item of a list that another one stands in. */
function parentOf(line: number, lines: readonly string[]): string | undefined {
  const depth = indentOf(lines[line - 1]);
  // Nobody writes longer lists in lists, and every item would look at all before it.
  for (let at = line - 2; depth > 0 && at >= Math.max(0, line - 200); at--) {
    const above = lines[at] ?? "";
    if (above.trim() !== "" && indentOf(above) < depth) return unmarked(above.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, ""));
  }
  return undefined;
}

function indentOf(line = ""): number {
  return line.length - line.trimStart().length;
}

/** Sentences of a line, each a statement of its own. */
function ofText(marked: string, line: number, sections: readonly string[]): Statement[] {
  return unmarked(marked)
    .slice(0, 5000)
    .split(/(?<=[a-z%)][.;!?])\s+(?=[A-Z])/)
    .map((text) => ({ line, text, sections, isBefore: BEFORE.test(text) }));
}

function ofRow({ line, columns, cells }: Row, sections: readonly string[]): Statement[] {
  const [first = "", ...others] = cells.map((cell) => unmarked(cell).slice(0, 2000));
  const names = columns.map((column) => unmarked(column));
  const cellOf = (kind: RegExp): string | undefined => {
    const index = names.findIndex((name, at) => at > 0 && kind.test(name));
    return index < 0 ? undefined : others[index - 1];
  };
  const [target, status, from] = [cellOf(GOAL), cellOf(STATUS), cellOf(BEFORE)];
  const to = cellOf(VALUE) ?? cellOf(/\b(?:after|now|to)\b/i);
  const change = from !== undefined && to !== undefined && from !== to ? { from, to, by: cellOf(CHANGE) } : undefined;
  const statements = others.flatMap((cell, index): Statement[] => {
    const column = names[index + 1] ?? "";
    if (cell === "" || GOAL.test(column) || STATUS.test(column) || CHANGE.test(column)) return [];
    const isValue = VALUE.test(column) || BEFORE.test(column);
    const label = isValue ? first : `${first} – ${column}`;
    const about = isValue && /coverage/i.test(column) ? `${first} coverage` : label;
    return [{ line, text: `${about}: ${cell}`, sections, isBefore: BEFORE.test(column) }];
  });
  const [only] = statements;
  // A bar belongs to the one value beside it.
  const barred =
    only && target !== undefined
      ? [{ ...only, target, ...(status !== undefined && { status }) }, ...statements.slice(1)]
      : statements;
  return change ? [...barred, { line, text: first, sections, isBefore: false, change }] : barred;
}
