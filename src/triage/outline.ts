import { unmarked, type Heading, type Piece } from "./document.js";
import { DETAIL_TITLE, LABELS, PARTIAL_WORD, TOTAL_WORD } from "./report-words.js";
import { idOf } from "./wording.js";

/** What stands below a heading, up to the next one that is not below it. */
export interface Held {
  /** The texts of the headings right below it. */
  readonly heads: readonly string[];
  /** Items of lists that are in no other list, before the first heading below it. */
  readonly items: number;
  /** Rows of tables there, without those that add up others. */
  readonly rows: number;
  /** Paragraphs that begin with an id. */
  readonly leads: number;
  /** Whether it says that it lists only some of what there is. */
  readonly isPartial: boolean;
  /** Whether there are no headings, items or rows at all. */
  readonly isEmpty: boolean;
}

const NOTHING: Held = { heads: [], items: 0, rows: 0, leads: 0, isPartial: false, isEmpty: true };

/** What the headings of a report hold. */
export class Outline {
  readonly #held = new Map<number, Section>();
  /** How many headings are called alike. */
  readonly #alike = new Map<string, number>();

  constructor(pieces: readonly Piece[]) {
    let open: Section[] = [];
    for (const piece of pieces) {
      if (piece.kind === "heading") open = open.filter(({ heading }) => heading.level < piece.level);
      for (const above of open) above.note(piece);
      if (piece.kind !== "heading") continue;
      const section = new Section(piece);
      open.push(section);
      this.#held.set(piece.line, section);
      const called = calledBy(piece.text);
      this.#alike.set(called, (this.#alike.get(called) ?? 0) + 1);
    }
  }

  /** @param line of the heading */
  below(line: number): Held {
    return this.#held.get(line) ?? NOTHING;
  }

  /** Whether a heading stands above several things of their own, and not above the parts of one, such as its cause. */
  isOfSeveral(line: number): boolean {
    const { heads } = this.below(line);
    const own = heads.filter((text) => !this.isPart(text));
    return own.length > 1 && own.length * 2 > heads.length;
  }

  /** What several headings are called alike is a part of what each of them stands below. */
  private isPart(text: string): boolean {
    const called = calledBy(text);
    const isLabel = [DETAIL_TITLE, ...Object.values(LABELS)].some((label) => label.test(called));
    return isLabel || (this.#alike.get(called) ?? 0) > 1;
  }
}

class Section implements Held {
  heads: string[] = [];
  items = 0;
  rows = 0;
  leads = 0;
  isPartial = false;
  isEmpty = true;
  #level = Infinity;

  constructor(readonly heading: Heading) {}

  note(piece: Piece): void {
    if (piece.kind === "text") {
      if (!piece.isItem && idOf(unmarked(piece.text)) !== undefined) this.leads++;
      if (PARTIAL_WORD.test(piece.text)) this.isPartial = true;
    }
    const isItem = piece.kind === "text" && piece.isStart && piece.depth === 1;
    if (piece.kind === "code" || (piece.kind === "text" && !isItem)) return;
    this.isEmpty = false;
    if (piece.kind === "heading") this.head(piece);
    else if (this.heads.length > 0) return;
    else if (piece.kind === "text") this.items++;
    else this.rows += TOTAL_WORD.test(unmarked(piece.cells[0] ?? "")) ? 0 : 1;
  }

  private head({ level, text }: Heading): void {
    if (level < this.#level) this.heads = [];
    this.#level = Math.min(this.#level, level);
    if (level === this.#level) this.heads.push(text);
  }
}

/** A heading without numbers, marks and pictures. */
function calledBy(heading: string): string {
  return unmarked(heading)
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "")
    .toLowerCase();
}
