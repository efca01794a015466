/** The kinds of tokens that Python's grammar is written in. */
export enum Token {
  /** After the last line. */
  End,
  Newline,
  Indent,
  Dedent,
  Name,
  Number,
  String,
  Bytes,
  /** Opens an f-string, `f"`; its literal text gives no tokens. */
  FStringStart,
  /** Opens a template string, `t"`. */
  TStringStart,
  FStringEnd,
  /** The `{` of an f-string's replacement field. */
  FieldOpen,
  /** The `:` before a replacement field's format. */
  FieldColon,
  FieldClose,
  /** A character no token begins with, or `!` alone. */
  Stray,

  OpenParen,
  OpenBracket,
  OpenBrace,
  CloseParen,
  CloseBracket,
  CloseBrace,
  Comma,
  Colon,
  Walrus,
  Semicolon,
  Dot,
  Ellipsis,
  Arrow,
  At,
  Assign,
  AugmentedAssign,

  Star,
  DoubleStar,
  Slash,
  DoubleSlash,
  Percent,
  Plus,
  Minus,
  Shift,
  Ampersand,
  Pipe,
  Caret,
  Tilde,
  /** `<`, `>`, `==`, `!=`, `<=`, `>=` */
  Compare,
  /** `<>` */
  OldUnequal,

  False,
  None,
  True,
  And,
  As,
  Assert,
  Async,
  Await,
  Break,
  Class,
  Continue,
  Def,
  Del,
  Elif,
  Else,
  Except,
  Finally,
  For,
  From,
  Global,
  If,
  Import,
  In,
  Is,
  Lambda,
  Nonlocal,
  Not,
  Or,
  Pass,
  Raise,
  Return,
  Try,
  While,
  With,
  Yield,
}

const KEYWORDS = new Map<string, Token>([
  ["False", Token.False],
  ["None", Token.None],
  ["True", Token.True],
  ["and", Token.And],
  ["as", Token.As],
  ["assert", Token.Assert],
  ["async", Token.Async],
  ["await", Token.Await],
  ["break", Token.Break],
  ["class", Token.Class],
  ["continue", Token.Continue],
  ["def", Token.Def],
  ["del", Token.Del],
  ["elif", Token.Elif],
  ["else", Token.Else],
  ["except", Token.Except],
  ["finally", Token.Finally],
  ["for", Token.For],
  ["from", Token.From],
  ["global", Token.Global],
  ["if", Token.If],
  ["import", Token.Import],
  ["in", Token.In],
  ["is", Token.Is],
  ["lambda", Token.Lambda],
  ["nonlocal", Token.Nonlocal],
  ["not", Token.Not],
  ["or", Token.Or],
  ["pass", Token.Pass],
  ["raise", Token.Raise],
  ["return", Token.Return],
  ["try", Token.Try],
  ["while", Token.While],
  ["with", Token.With],
  ["yield", Token.Yield],
]);

/** The keywords by their first character's code: most names are settled without making a string. */
const BY_FIRST: readonly (readonly [word: string, token: Token][])[] = Array.from({ length: 128 }, (_, code) =>
  [...KEYWORDS].filter(([word]) => word.charCodeAt(0) === code),
);

/** The keyword between two offsets, or {@link Token.Name}. */
export function wordAt(source: string, start: number, end: number): Token {
  const length = end - start;
  if (length < 2 || length > 8) return Token.Name;
  const candidates = BY_FIRST[source.charCodeAt(start)];
  if (candidates === undefined) return Token.Name;
  for (const [word, token] of candidates) {
    if (word.length === length && source.startsWith(word, start)) return token;
  }
  return Token.Name;
}

/** Whether a token is one of the reserved words. */
export function isKeyword(token: Token): boolean {
  return token >= Token.False;
}

const STARTS = new Uint8Array(128);
for (const token of [
  Token.Name,
  Token.Number,
  Token.String,
  Token.Bytes,
  Token.FStringStart,
  Token.TStringStart,
  Token.OpenParen,
  Token.OpenBracket,
  Token.OpenBrace,
  Token.Ellipsis,
  Token.Plus,
  Token.Minus,
  Token.Tilde,
  Token.False,
  Token.None,
  Token.True,
  Token.Await,
  Token.Lambda,
  Token.Not,
]) {
  STARTS[token] = 1;
}

/** Whether an expression can begin with this token. */
export function startsExpression(token: Token): boolean {
  return STARTS[token] === 1;
}

/** Tokens as parallel columns, with UTF-16 offsets into the source. */
export class Tokens {
  size = 0;
  #kind: Uint8Array;
  #start: Uint32Array;
  #end: Uint32Array;

  constructor(readonly source: string) {
    const capacity = (source.length >> 2) + 16;
    this.#kind = new Uint8Array(capacity);
    this.#start = new Uint32Array(capacity);
    this.#end = new Uint32Array(capacity);
  }

  push(kind: Token, start: number, end: number): void {
    const index = this.size++;
    if (index === this.#kind.length) this.#grow();
    this.#kind[index] = kind;
    this.#start[index] = start;
    this.#end[index] = end;
  }

  #grow(): void {
    const capacity = this.#kind.length * 2;
    const [kind, start, end] = [this.#kind, this.#start, this.#end];
    (this.#kind = new Uint8Array(capacity)).set(kind);
    (this.#start = new Uint32Array(capacity)).set(start);
    (this.#end = new Uint32Array(capacity)).set(end);
  }

  /** The kind of a token; {@link Token.End} outside of the list. */
  kind(index: number): Token {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the column holds nothing but tokens
    return this.#kind[index] ?? Token.End;
  }

  start(index: number): number {
    return this.#start[index] ?? 0;
  }

  end(index: number): number {
    return this.#end[index] ?? 0;
  }

  text(index: number): string {
    return this.source.slice(this.#start[index], this.#end[index]);
  }

  /** Whether a token is spelled so; tells soft keywords (`match`, `case`, `type`, `_`) from names. */
  spells(index: number, word: string): boolean {
    const start = this.start(index);
    return this.end(index) - start === word.length && this.source.startsWith(word, start);
  }
}
