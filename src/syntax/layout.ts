/** What the first word of a statement's line says about its place in the layout. */
export type Opening = "function" | "class" | "decorator" | "clause" | "other";

/** A line that a statement starts on, as far as can be told without parsing. */
export interface StatementLine {
  /** UTF-16 offset of the line's first character. */
  readonly start: number;
  /** UTF-16 offset of the statement's first character. */
  readonly text: number;
  /** Width of the indentation, with tabs to multiples of eight. */
  readonly indent: number;
  readonly opening: Opening;
  /** A bracket or a string of the statement is still open where the next one starts. */
  unclosed: boolean;
}

/**
 * Statements that no bracket can hold: where a line starts with one, an open bracket was forgotten. A decorator is
 * told from a matrix product by the space that people write after an operator.
 */
const HARD_START =
  /@(?=[^\W\d])|(?:async[ \t]+def|def|class|import|return|raise|try|with|while|pass|break|continue|global|nonlocal|del|assert|except|finally|elif)\b(?!\s*[=.,)\]}])/y;

const OPENING = /(async[ \t]+def\b|def\b)|(class\b)|(@)|((?:else|elif|except|finally|case)\b)/y;

/**
 * The lines that statements start on, by indentation, brackets and strings alone.
 *
 * It gets over what a parser stumbles on: a bracket that is never closed ends at the next line that no bracket can
 * hold, a string of one line ends with its line.
 */
export function statementLines(source: string): StatementLine[] {
  const lines: StatementLine[] = [];
  let depth = 0;
  for (let at = 0; at < source.length;) {
    const start = at;
    let indent = 0;
    for (; ; at++) {
      if (source[at] === " ") indent++;
      else if (source[at] === "\t") indent = (indent & ~7) + 8;
      else if (source[at] !== "\f") break;
    }
    if (!/[^\r\n#]/.test(source[at] ?? "\n")) {
      at = lineEnd(source, at);
      continue;
    }
    HARD_START.lastIndex = at;
    if (depth > 0 && HARD_START.test(source)) {
      depth = 0;
      lines.at(-1)!.unclosed = true;
    }
    if (depth === 0) lines.push({ start, text: at, indent, opening: openingAt(source, at), unclosed: false });
    const rest = new Rest(source, at, depth);
    at = rest.end;
    depth = rest.depth;
    if (rest.isCut) lines.at(-1)!.unclosed = true;
  }
  if (depth > 0) lines.at(-1)!.unclosed = true;
  return lines;
}

function openingAt(source: string, at: number): Opening {
  OPENING.lastIndex = at;
  const match = OPENING.exec(source);
  if (!match) return "other";
  return match[1] ? "function" : match[2] ? "class" : match[3] ? "decorator" : "clause";
}

/** The offset of the next line. */
function lineEnd(source: string, from: number): number {
  let at = from;
  while (at < source.length && source[at] !== "\n" && source[at] !== "\r") at++;
  return source.startsWith("\r\n", at) ? at + 2 : at + 1;
}

/** What stands between a line's first character and the next line that is not inside a string. */
class Rest {
  end: number;
  depth: number;
  /** A string was still open at its end. */
  isCut = false;

  constructor(source: string, from: number, depth: number) {
    this.depth = depth;
    let at = from;
    for (; at < source.length; at++) {
      const character = source[at]!;
      if (character === "\n" || character === "\r" || character === "#") break;
      if (character === "\\") at += source.startsWith("\r\n", at + 1) ? 2 : 1;
      else if ("([{".includes(character)) this.depth++;
      else if (")]}".includes(character)) this.depth = Math.max(0, this.depth - 1);
      else if (character === '"' || character === "'") at = this.#string(source, at) - 1;
    }
    this.end = lineEnd(source, at);
  }

  /** The offset after the string that starts at `at`; the end of the line or of the text when it does not end. */
  #string(source: string, start: number): number {
    const single = source[start]!;
    const isTriple = source.startsWith(single.repeat(3), start);
    const quote = isTriple ? single.repeat(3) : single;
    for (let at = start + quote.length; at < source.length; at++) {
      const character = source[at]!;
      if (character === "\\") at += source.startsWith("\r\n", at + 1) ? 2 : 1;
      else if (character === single && source.startsWith(quote, at)) return at + quote.length;
      else if (!isTriple && (character === "\n" || character === "\r")) {
        this.isCut = true;
        return at;
      }
    }
    this.isCut = true;
    return source.length;
  }
}
