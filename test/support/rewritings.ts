import { Token, isKeyword, type Tokens } from "../../src/python/grammar/token.js";
import { Continued, tokenize } from "../../src/python/grammar/tokenizer.js";

/** Another way to write a program that means the same. */
export type Rewriting = (program: Program, source: string) => readonly Edit[];

/** Replaces what stands between two offsets. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A token of a program, and what is around it. */
interface Piece {
  readonly kind: Token;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** How many brackets are open before it, a closing one's own left out. */
  readonly depth: number;
  readonly isInFString: boolean;
}

type Program = readonly Piece[];

/** What a comment may say without meaning anything to anybody. It looks like much else. */
export const COMMENT = `# so: if a == b[0], (not 'x = None') in {y}: it . pop ( ) or as "z`;

/** How far lines in brackets are indented: further than any block, for the parser's recovery to have nothing to do. */
const DEEP = " ".repeat(40);

const OPENING = new Set([Token.OpenParen, Token.OpenBracket, Token.OpenBrace]);
const CLOSING = new Set([Token.CloseParen, Token.CloseBracket, Token.CloseBrace]);
/** Tokens that are no text of their own. */
const LAYOUT = new Set([Token.End, Token.Newline, Token.Indent, Token.Dedent]);

/** Ways to write a program that change nothing of what it does, each done wherever it can be. */
export const REWRITINGS: Readonly<Record<string, Rewriting>> = {
  "comments behind every line": (program, source) => [...behindLines(program, `  ${COMMENT}`, source)],
  "comments in every bracket": (program) => [...inBrackets(program, `  ${COMMENT}\n${DEEP}`)],
  "a line for everything in brackets": (program) => [...inBrackets(program, `\n${DEEP}`)],
  "lines joined by backslashes": (program) => [...backslashes(program)],
  "odd space around dots and brackets": (program) => [...oddSpace(program)],
  "blank lines": (program) => [...behindLines(program, "\n \n")],
  "trailing commas": (program) => [...trailingCommas(program)],
  "several statements a line": (program) => [...joinedStatements(program)],
  "bodies on the lines of their heads": (program) => [...bodiesOnHeads(program)],
  "more parentheses": (program) => [...moreParentheses(program)],
};

/** A program written in another way, with all its comments. */
export function rewrite(source: string, rewriting: Rewriting): string {
  let text = "";
  let at = 0;
  for (const { start, end, text: put } of [...rewriting(piecesOf(source), source)].sort((a, b) => a.start - b.start)) {
    if (source.slice(start, end).includes("#")) continue;
    text += source.slice(at, start) + put;
    at = end;
  }
  return text + source.slice(at);
}

/** Where the words of a program begin: the same ones however it is written. */
export function wordsOf(source: string): readonly number[] {
  return piecesOf(source)
    .filter(({ kind }) => kind === Token.Name || kind === Token.Number || kind === Token.String || isKeyword(kind))
    .map(({ start }) => start);
}

function piecesOf(source: string): Program {
  const { tokens } = tokenize(source, Continued.Indented);
  let depth = 0;
  let strings = 0;
  return Array.from({ length: tokens.size }, (_, index) => {
    const kind = tokens.kind(index);
    if (CLOSING.has(kind)) depth--;
    const piece = pieceAt(tokens, index, depth, strings > 0);
    if (OPENING.has(kind)) depth++;
    if (kind === Token.FStringStart || kind === Token.TStringStart) strings++;
    if (kind === Token.FStringEnd) strings--;
    return piece;
  });
}

function pieceAt(tokens: Tokens, index: number, depth: number, isInFString: boolean): Piece {
  const [kind, start, end] = [tokens.kind(index), tokens.start(index), tokens.end(index)];
  return { kind, start, end, text: tokens.source.slice(start, end), depth, isInFString };
}

const insert = (at: number, text: string): Edit => ({ start: at, end: at, text });

function* pairs(program: Program): Generator<readonly [Piece, Piece]> {
  for (const [index, piece] of program.entries()) {
    const next = program[index + 1];
    if (next && !next.isInFString) yield [piece, next];
  }
}

/** Whether there is a comment between two places: what it says to people may count, so it stays as it is. */
const isCommented = (source: string, start: number, end: number): boolean => source.slice(start, end).includes("#");

function* behindLines(program: Program, text: string, source = ""): Generator<Edit> {
  for (const [last, newline] of pairs(program)) {
    if (newline.kind !== Token.Newline || LAYOUT.has(last.kind)) continue;
    if (!isCommented(source, last.end, newline.end)) yield insert(last.end, text);
  }
}

function* inBrackets(program: Program, text: string): Generator<Edit> {
  for (const [before, after] of pairs(program)) {
    const ends =
      OPENING.has(before.kind) || (before.kind === Token.Comma && after.depth > 0) || CLOSING.has(after.kind);
    if (ends) yield insert(before.end, text);
  }
}

function* backslashes(program: Program): Generator<Edit> {
  for (const [before, after] of pairs(program)) {
    const isSpace = !LAYOUT.has(before.kind) && !LAYOUT.has(after.kind) && after.start - before.end === 1;
    if (isSpace) yield { start: before.end, end: after.start, text: " \\\n   " };
  }
}

function* oddSpace(program: Program): Generator<Edit> {
  for (const [before, after] of pairs(program)) {
    const touches = [before, after].some(({ kind }) => kind === Token.Dot || OPENING.has(kind) || CLOSING.has(kind));
    const isLayout = LAYOUT.has(before.kind) || LAYOUT.has(after.kind);
    if (touches && !isLayout && before.end === after.start)
      yield insert(before.end, after.start % 2 === 0 ? " " : "\t");
  }
}

function* trailingCommas(program: Program): Generator<Edit> {
  const open: { readonly isCall: boolean; hasLoop: boolean }[] = [];
  for (const [index, piece] of program.entries()) {
    const before = program[index - 1];
    const top = open.at(-1);
    if (piece.kind === Token.For && top) top.hasLoop = true;
    if (OPENING.has(piece.kind)) {
      const isCall = piece.kind === Token.OpenParen && !piece.isInFString && endsOperand(before);
      open.push({ isCall, hasLoop: false });
    } else if (CLOSING.has(piece.kind)) {
      const closed = open.pop();
      const isEmpty = !before || OPENING.has(before.kind) || before.kind === Token.Comma;
      if (closed?.isCall && !closed.hasLoop && !isEmpty && before.kind !== Token.Star) yield insert(before.end, ",");
    }
  }
}

const endsOperand = (piece: Piece | undefined): boolean =>
  piece !== undefined && (piece.kind === Token.Name || CLOSING.has(piece.kind));

interface Line {
  readonly pieces: Program;
  /** The indents and dedents in front of it. */
  readonly layout: Program;
  readonly newline: Piece | undefined;
}

function linesOf(program: Program): readonly Line[] {
  const lines: Line[] = [];
  let pieces: Piece[] = [];
  let layout: Piece[] = [];
  for (const piece of program) {
    if (piece.kind === Token.Newline) {
      lines.push({ pieces, layout, newline: piece });
      [pieces, layout] = [[], []];
    } else if (LAYOUT.has(piece.kind)) layout.push(piece);
    else pieces.push(piece);
  }
  return [...lines, { pieces, layout, newline: undefined }];
}

const COMPOUND = new Set([
  Token.If,
  Token.For,
  Token.While,
  Token.Def,
  Token.Class,
  Token.With,
  Token.Try,
  Token.Else,
  Token.Elif,
  Token.Except,
  Token.Finally,
  Token.Async,
  Token.At,
]);

function isSimple({ pieces }: Line): boolean {
  const [first, last] = [pieces[0], pieces.at(-1)];
  return first !== undefined && last !== undefined && !COMPOUND.has(first.kind) && last.kind !== Token.Colon;
}

function* joinedStatements(program: Program): Generator<Edit> {
  const lines = linesOf(program);
  for (const [index, line] of lines.entries()) {
    const [next, last] = [lines[index + 1], line.pieces.at(-1)];
    const start = next?.pieces[0]?.start;
    if (!next || !last || start === undefined || !isSimple(line) || !isSimple(next) || next.layout.length > 0) continue;
    yield { start: last.end, end: start, text: "; " };
  }
}

function* bodiesOnHeads(program: Program): Generator<Edit> {
  const lines = linesOf(program);
  for (const [index, line] of lines.entries()) {
    const [body, behind] = [lines[index + 1], lines[index + 2]];
    const [colon, first] = [line.pieces.at(-1), body?.pieces[0]];
    const isMatch = line.pieces[0]?.text === "match";
    if (!body || !first || colon?.kind !== Token.Colon || isMatch || !isSimple(body)) continue;
    if (behind?.layout[0]?.kind === Token.Dedent) yield { start: colon.end, end: first.start, text: " " };
  }
}

const TAKES_CONDITION = new Set([Token.If, Token.Elif, Token.While]);

/** Around conditions, what is returned, and what is assigned. */
function* moreParentheses(program: Program): Generator<Edit> {
  for (const { pieces } of linesOf(program)) {
    const [first, last] = [pieces[0], pieces.at(-1)];
    if (!first || !last) continue;
    const isCondition = TAKES_CONDITION.has(first.kind) && last.kind === Token.Colon;
    if (pieces.some(({ kind }) => kind === Token.Lambda)) continue;
    const assigns = COMPOUND.has(first.kind)
      ? -1
      : pieces.findLastIndex(({ kind, depth }) => depth === 0 && kind === Token.Assign);
    const inner = isCondition
      ? pieces.slice(1, -1)
      : first.kind === Token.Return
        ? pieces.slice(1)
        : assigns > 0
          ? pieces.slice(assigns + 1)
          : [];
    const [from, to] = [inner[0], inner.at(-1)];
    if (!from || !to || inner.some(({ kind }) => kind === Token.Semicolon)) continue;
    yield insert(from.start, "(");
    yield insert(to.end, ")");
  }
}
