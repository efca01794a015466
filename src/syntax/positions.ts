/** A place in a text: both count from one, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Answers which line and column an offset is on. Lines end at LF, CRLF and lone CR, as in CPython. */
export class Lines {
  readonly #starts: readonly number[];

  constructor(readonly source: string) {
    this.#starts = [...lineStarts(source)];
  }

  get count(): number {
    return this.#starts.length;
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#starts[low]! + 1 };
  }

  /** The text of a line, counted from one, without its end. */
  text(line: number): string {
    return this.source.slice(this.#starts[line - 1], this.#starts[line]).replace(/[\r\n]+$/, "");
  }

  /** The offset of a line's first character. */
  start(line: number): number {
    return this.#starts[line - 1] ?? this.source.length;
  }
}

/** How many lines a text has; behind a last end of line begins none. */
export function lineCount(text: string): number {
  let count = 0;
  for (const start of lineStarts(text)) if (start < text.length) count++;
  return count;
}

/** The offset of each line's first character, of an empty last one, too. */
export function* lineStarts(text: string): Generator<number> {
  yield 0;
  // Most texts have no carriage return, and searching for one character is quick.
  let carriage = text.indexOf("\r");
  for (let feed = text.indexOf("\n"); feed >= 0 || carriage >= 0;) {
    let start = feed + 1;
    if (carriage >= 0 && (feed < 0 || carriage < feed)) {
      start = carriage + 1 === feed ? feed + 1 : carriage + 1;
      carriage = text.indexOf("\r", start);
    }
    yield start;
    if (feed >= 0 && feed < start) feed = text.indexOf("\n", start);
  }
}
