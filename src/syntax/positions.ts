/** A place in a text: both count from one, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Answers which line and column an offset is on. Lines end at LF, CRLF and lone CR, as in CPython. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(readonly source: string) {
    for (const start of lineStarts(source)) this.#starts.push(start);
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
  let last = 0;
  for (const start of lineStarts(text)) {
    count++;
    last = start;
  }
  return last === text.length ? count : count + 1;
}

/** The offset behind each end of a line. */
function* lineStarts(text: string): Generator<number> {
  let at = 0;
  // Most texts have no carriage return, and searching for one character is quick.
  let carriage = text.indexOf("\r");
  for (let feed = text.indexOf("\n"); feed >= 0 || carriage >= 0;) {
    if (carriage >= 0 && (feed < 0 || carriage < feed)) {
      at = carriage + 1 === feed ? feed + 1 : carriage + 1;
      carriage = text.indexOf("\r", at);
    } else at = feed + 1;
    yield at;
    if (feed >= 0 && feed < at) feed = text.indexOf("\n", at);
  }
}
