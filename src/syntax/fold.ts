import { TooHardToParse, withEffort } from "./effort.js";
import { HOLDS_ANYTHING } from "./kinds.js";
import { firstWhere, type Node } from "./node.js";
import type { PythonParser } from "./parser.js";
import { parseWithRecovery } from "./recovery.js";
import { FOLDED, Tree } from "./tree.js";

/** The body of a function or class, which can be parsed by itself. */
export interface Fold {
  /** UTF-16 offset of the first statement, which has the beginning of its line to itself. */
  readonly start: number;
  /** UTF-16 offset after the last token. */
  readonly end: number;
  /** What stands in it, the folds inside included: of {@link Holds}. */
  readonly holds: number;
  /** The folds inside, in source order. */
  readonly inner: readonly Fold[];
}

/** Stands for a body that is left out. */
const FILLER = "...";
/** Makes a body a program. */
const HEAD = "if 1:\n";

/** A text with what has been parsed of it so far. */
export class FoldedText {
  #whole: Part | undefined;
  #isTooHard = false;
  readonly #parts = new Map<Fold, Part>();

  constructor(
    private readonly parser: PythonParser,
    readonly source: string,
    /** The bodies that are parsed when they are first looked at; with none, the text is parsed whole. */
    private readonly folds: readonly Fold[],
  ) {}

  /**
   * A tree of the text with nodes of its own: theirs, their offsets and their order are those of parsing it whole.
   *
   * @param onParsed told of the UTF-16 units of each part that the tree comes to hold
   */
  tree(onParsed: (units: number) => void): Tree {
    // Whoever asks first would pay for all others.
    this.#whole ??= withEffort(Infinity, () => this.#parse(() => this.#parseWhole()));
    return this.#toTree(this.#whole, onParsed);
  }

  /** Nobody tries again what was too hard once. */
  #parse(parse: () => Part): Part {
    if (this.#isTooHard) throw new TooHardToParse();
    this.#isTooHard = true;
    const part = parse();
    this.#isTooHard = false;
    return part;
  }

  #parseWhole(): Part {
    if (this.folds.length > 0) {
      const excerpt = new Excerpt(
        this.source,
        { start: 0, end: this.source.length, holds: HOLDS_ANYTHING, inner: this.folds },
        "",
      );
      const tree = this.parser.parse(excerpt.text);
      const part = tree.root.isBroken ? undefined : excerpt.read(tree);
      if (part) return part;
    }
    return partOf(parseWithRecovery(this.parser, this.source));
  }

  #toTree(part: Part, onParsed: (units: number) => void, block?: Node): Tree {
    onParsed(part.units);
    const { columns, kindNames, fieldNames, rows, top } = part;
    const foldAt = (row: number): Fold => part.folds[firstWhere(rows.length, (index) => rows[index]! >= row)]!;
    const unfold = (inner: Node): Tree => this.#toTree(this.#partOf(foldAt(inner.row)), onParsed, inner);
    const hook = block && { block, top };
    const holds = (index: number): number => part.folds[index]!.holds;
    return new Tree(this.source, columns, kindNames, fieldNames, { rows, holds, unfold }, hook);
  }

  #partOf(fold: Fold): Part {
    let part = this.#parts.get(fold);
    if (!part) this.#parts.set(fold, (part = withEffort(Infinity, () => this.#parse(() => this.#parseFold(fold)))));
    return part;
  }

  #parseFold(fold: Fold): Part {
    const { source } = this;
    let line = fold.start;
    // Searching back for an end of line that the text has none of would go through all of it, for every fold.
    while (line > 0 && source[line - 1] !== "\n" && source[line - 1] !== "\r") line--;
    const head = HEAD + source.slice(line, fold.start);
    const excerpt = new Excerpt(source, fold, head);
    const tree = this.parser.parse(excerpt.text);
    const part = tree.root.isBroken ? undefined : excerpt.read(tree);
    if (part) return part;
    const plain = new Excerpt(source, { ...fold, inner: [] }, head);
    return plain.read(parseWithRecovery(this.parser, plain.text))!;
  }
}

/** What has been parsed of a text, or of one of its folds: no more than that, as there are many. */
interface Part extends Pick<Tree, "columns" | "kindNames" | "fieldNames"> {
  /** UTF-16 units that were parsed for it. */
  readonly units: number;
  /** The rows of the blocks that are folded in it, in order, and their folds. */
  readonly rows: readonly number[];
  readonly folds: readonly Fold[];
  /** Row of the block whose statements are folded. */
  readonly top: number;
}

/** @param rows of the blocks that are folded */
function partOf(tree: Tree, rows: readonly number[] = NONE, folds: readonly Fold[] = NONE, top = 0): Part {
  const { columns, kindNames, fieldNames, source } = tree;
  return { columns, kindNames, fieldNames, units: source.length, rows, folds, top };
}

const NONE: readonly never[] = [];

/** A stretch of a source text, as it is given to the parser. */
class Excerpt {
  readonly text: string;
  /** Where each filler ends in the text. */
  readonly #fillerEnds: number[] = [];
  /** What to add to an offset behind as many fillers to have the offset in the source. */
  readonly #shifts: number[];

  constructor(
    source: string,
    private readonly range: Fold,
    head: string,
  ) {
    let text = head;
    let at = range.start;
    this.#shifts = [range.start - head.length];
    for (const fold of range.inner) {
      text += source.slice(at, fold.start) + FILLER;
      at = fold.end;
      this.#fillerEnds.push(text.length);
      this.#shifts.push(at - text.length);
    }
    this.text = text + source.slice(at, range.end) + (head === "" ? "" : "\n");
  }

  /** A tree of the text, with its offsets moved to where they are in the source; nothing when a fold is no block of it. */
  read(tree: Tree): Part | undefined {
    const { kind, start, end, flags } = tree.columns;
    const rows: number[] = [];
    const folds: Fold[] = [];
    const block = tree.kindNames.indexOf("block");
    const ends = this.#fillerEnds;
    let passed = 0;
    for (let row = 0; row < kind.length; row++) {
      const from = start[row]!;
      while (passed < ends.length && ends[passed]! <= from) passed++;
      const fold = kind[row] === block ? this.range.inner[passed] : undefined;
      if (fold && from === ends[passed]! - FILLER.length) {
        flags[row]! |= FOLDED;
        rows.push(row);
        folds.push(fold);
      }
      const to = end[row]!;
      let within = passed;
      while (within < ends.length && ends[within]! <= to) within++;
      start[row] = this.#offset(from, passed);
      end[row] = this.#offset(to, within);
    }
    if (rows.length < this.range.inner.length) return undefined;
    // An error may have swallowed the block that the head opens.
    return partOf(tree, rows, folds, Math.max(0, kind.indexOf(block)));
  }

  #offset(inText: number, fillers: number): number {
    return Math.min(Math.max(inText + this.#shifts[fillers]!, this.range.start), this.range.end);
  }
}
