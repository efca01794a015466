/** A place in a text: both count from one, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Answers which line and column an offset is on. Lines end at LF, CRLF and lone CR, as in CPython. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(readonly source: string) {
    for (const end of source.matchAll(/\r\n?|\n/g)) this.#starts.push(end.index + end[0].length);
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
