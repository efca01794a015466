import { statementLines, type StatementLine } from "./layout.js";
import type { PythonParser } from "./parser.js";
import { BROKEN, ERROR, NAMED, Tree } from "./tree.js";

/** More pieces than this are not looked at one by one. */
const MOST_PIECES = 2000;
/** Nor are pieces once they come to so many times the text, which takes classes in each other that no CPython compiles. */
const MOST_TIMES = 16;

/** Lines that version control wrote into a conflict. */
const CONFLICT = /^(?:<{7}|>{7}|\|{7})(?: [^\r\n]*)?$|^={7}$/gm;

/** Stands for what was left out, as long as it fits. */
const FILLER = "pass";
const FILLER_BLANK = " ".repeat(FILLER.length);

/** A stretch of text, by UTF-16 offsets. */
interface Range {
  readonly start: number;
  readonly end: number;
}

function holds({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset < end;
}

/** A statement with all that belongs to it: its clauses, its block, the decorators before it. */
interface Piece extends Range {
  /** Its lines, as indexes from `from` up to `to`; its range ends where the next statement's line starts. */
  readonly from: number;
  readonly to: number;
}

/**
 * Parses a text so that what is wrong in one place costs nothing but that place.
 *
 * tree-sitter gets over many errors by itself, yet over some it loses every class and function around. Where the
 * layout shows definitions that the tree does not have, the smallest definition or statement that is to blame is
 * left out and the rest parsed again. Every offset stays, `tree.source` is the whole text, and
 * {@link Node.isBroken} holds for all nodes around what was left out.
 *
 * A text is parsed at most as often as classes nest in it, and twice more.
 */
export function parseWithRecovery(parser: PythonParser, source: string): Tree {
  const tree = parser.parse(source);
  if (!tree.root.isBroken) return tree;
  return new Recovery(parser, source).improve(tree);
}

class Recovery {
  readonly #text: string;
  readonly #lines: readonly StatementLine[];
  readonly #definitions: readonly Definition[];
  readonly #markers: Range[] = [];
  readonly #removed: Range[] = [];
  #pieces = 0;
  /** How long the pieces were that were looked at. */
  #judged = 0;

  constructor(
    private readonly parser: PythonParser,
    private readonly source: string,
  ) {
    this.#text = source.replace(CONFLICT, (marker, at: number) => {
      this.#markers.push({ start: at, end: at + marker.length });
      return " ".repeat(marker.length);
    });
    this.#lines = statementLines(this.#text);
    this.#definitions = definitionsOf(this.#lines);
  }

  /** The given tree, or a better one. */
  improve(tree: Tree): Tree {
    if (countFound(tree, this.#definitions) === this.#definitions.length) return tree;
    for (const piece of this.#split(0, this.#lines.length)) this.#judge(piece);
    const better = this.parser.parse(this.#withoutRemoved());
    const kept = this.#definitions.filter(({ start }) => !this.#removed.some((range) => holds(range, start)));
    if (countFound(better, kept) <= countFound(tree, kept)) return tree;
    for (const range of [...this.#markers, ...this.#removed]) breakAround(better, range);
    return new Tree(this.source, better.columns, better.kindNames, better.fieldNames);
  }

  /** The pieces that the lines from `from` up to `to` make, at the indentation of the first. */
  #split(from: number, to: number): Piece[] {
    const pieces: Piece[] = [];
    const base = this.#lines[from]?.indent ?? 0;
    for (let first = from; first < to;) {
      let next = first + 1;
      while (next < to && this.#belongs(next, first, base)) next++;
      const end = this.#lines[next]?.start ?? this.source.length;
      pieces.push({ from: first, to: next, start: this.#lines[first]!.start, end });
      first = next;
    }
    return pieces;
  }

  #belongs(line: number, first: number, base: number): boolean {
    const { indent, opening } = this.#lines[line]!;
    if (indent > base || opening === "clause") return true;
    const before = this.#lines[line - 1]!;
    return before.opening === "decorator" && before.indent <= this.#lines[first]!.indent;
  }

  /** Removes of a piece what keeps others from being parsed. */
  #judge(piece: Piece): void {
    this.#judged += piece.end - piece.start;
    const isLookedAt = ++this.#pieces <= MOST_PIECES && this.#judged <= this.#text.length * MOST_TIMES;
    const isDamaging = isLookedAt && this.#isDamaging(piece);
    if (!isDamaging) return;
    const header = this.#header(piece);
    const isClass = this.#lines[header]!.opening === "class" && !this.#lines[header]!.unclosed;
    const before = this.#removed.length;
    if (isClass && header + 1 < piece.to) for (const inner of this.#split(header + 1, piece.to)) this.#judge(inner);
    if (this.#removed.length === before) this.#removed.push({ start: this.#lines[piece.from]!.text, end: piece.end });
  }

  #header(piece: Piece): number {
    let header = piece.from;
    while (header + 1 < piece.to && this.#lines[header]!.opening === "decorator") header++;
    return header;
  }

  #isDamaging(piece: Piece): boolean {
    const text = this.#text.slice(piece.start, piece.end);
    const tree = this.parser.parse(text);
    if (!tree.root.isBroken) return false;
    const isClosed = this.#lines.slice(piece.from, piece.to).every((line) => !line.unclosed);
    const [statement, ...others] = tree.root.children;
    if (!isClosed || !statement || statement.isError || others.length > 0) return true;
    const inside = this.#definitions.filter(({ start }) => holds(piece, start));
    return countFound(tree, inside, piece.start) < inside.length;
  }

  #withoutRemoved(): string {
    let text = "";
    let at = 0;
    for (const { start, end } of this.#removed) {
      const blank = this.#text.slice(start, end).replace(/[^\r\n]/g, " ");
      // A block has to hold a statement.
      text +=
        this.#text.slice(at, start) + (blank.startsWith(FILLER_BLANK) ? FILLER + blank.slice(FILLER.length) : blank);
      at = end;
    }
    return text + this.#text.slice(at);
  }
}

/** A function or class that the layout shows. */
interface Definition {
  /** UTF-16 offset of `def`, `async` or `class`. */
  readonly start: number;
  /** The offset of the definition around it, -1 when there is none. */
  readonly around: number;
}

function definitionsOf(lines: readonly StatementLine[]): Definition[] {
  const open: { readonly start: number; readonly indent: number }[] = [];
  const definitions: Definition[] = [];
  for (const { text, indent, opening } of lines) {
    while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
    if (opening !== "function" && opening !== "class") continue;
    definitions.push({ start: text, around: open.at(-1)?.start ?? -1 });
    open.push({ start: text, indent });
  }
  return definitions;
}

/**
 * How many definitions a tree has where the layout shows them, outside of errors and inside the same definition.
 *
 * @param shift - how far the tree's text begins after the layout's
 */
function countFound(tree: Tree, definitions: readonly Definition[], shift = 0): number {
  const { columns, kindNames } = tree;
  const around = new Int32Array(tree.size);
  const found = new Map<number, number>();
  for (let row = 0; row < tree.size; row++) {
    const parent = columns.parent[row]!;
    const enclosing = row === 0 ? -1 : around[parent]!;
    const kind = kindNames[columns.kind[row]!];
    const isDefinition = kind === "function_definition" || kind === "class_definition";
    if (columns.flags[row]! & ERROR || enclosing === INSIDE_ERROR) around[row] = INSIDE_ERROR;
    else if (isDefinition) {
      around[row] = columns.start[row]!;
      found.set(columns.start[row]!, enclosing);
    } else around[row] = enclosing;
  }
  return definitions.filter(({ start, around: outer }) => {
    const enclosing = found.get(start - shift);
    // A piece's tree does not show what is around the piece.
    return enclosing !== undefined && (enclosing === outer - shift || (enclosing === -1 && outer < shift));
  }).length;
}

const INSIDE_ERROR = -2;

/** Marks as broken the nodes around a stretch of text that was left out. */
function breakAround(tree: Tree, { start, end }: Range): void {
  const { columns } = tree;
  let row = 0;
  columns.flags[0]! |= BROKEN;
  for (let child = 1; child < columns.after[row]!;) {
    const covers = columns.start[child]! <= start && columns.end[child]! >= Math.min(end, start + FILLER.length);
    if (!covers) child = columns.after[child]!;
    else {
      if (columns.flags[child]! & NAMED) columns.flags[child]! |= BROKEN;
      row = child++;
    }
  }
}
