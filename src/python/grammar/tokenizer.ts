/*
 * How CPython cuts a text into tokens. It is longer than other files because brackets, indentation and f-strings, which
 * nest in each other, decide together what the next character means: one state, which each method moves on.
 */

import type { Fault } from "./fault.js";
import { escapeFault, scanNumber } from "./literals.js";
import { shownCharacter } from "./shown.js";
import { Token, Tokens, wordAt } from "./token.js";

/** CPython's limits on how deep brackets and blocks nest. */
const MAX_BRACKETS = 200;
const MAX_INDENTS = 100;
/** On how deep f-strings nest in each other's fields, and the fields of one f-string in each other's formats. */
const MAX_FSTRINGS = 149;
const MAX_FIELDS = 3;

/** How wide a line is indented that is continued with a backslash before its first token: each version differs. */
export enum Continued {
  /** Python 3.8: as the backslash is. */
  AtBackslash,
  /** Python 3.9: as the line before, whatever it is. */
  Ignored,
  /** From Python 3.10 on: as the first backslash with white space before it is, or else as its first token. */
  Indented,
}

/** What the tokenizer makes of a source text. */
export interface Tokenized {
  readonly tokens: Tokens;
  /** The first thing that is no token. The list ends there. */
  readonly fault: Fault | undefined;
  /** The bracket that is still open at the end of the text, innermost first to be closed. */
  readonly unclosed: Bracket | undefined;
  /** Whether a line is continued before its first token, so that {@link Continued} matters. */
  readonly isDoubtful: boolean;
  /** String tokens with an escape sequence that cannot be decoded, by the token's index. */
  readonly badEscapes: ReadonlyMap<number, Fault>;
}

/** An open bracket. `close` is the character that ends it. */
export interface Bracket {
  readonly at: number;
  readonly close: number;
  /** It opens a replacement field of an f-string. */
  readonly isField: boolean;
  /** The field's `:` was passed: its format follows. */
  inFormat: boolean;
}

/** An f-string whose end has not come yet. */
interface FString {
  readonly start: number;
  readonly token: number;
  readonly quote: string;
  readonly isRaw: boolean;
  /** How many brackets were open before it. */
  readonly brackets: number;
}

const enum Char {
  Tab = 9,
  LineFeed = 10,
  FormFeed = 12,
  Return = 13,
  Space = 32,
  Bang = 33,
  DoubleQuote = 34,
  Hash = 35,
  Quote = 39,
  Dot = 46,
  Backslash = 92,
  OpenBrace = 123,
  CloseBrace = 125,
}

/** What a character can begin. */
const enum Class {
  Stray,
  Blank,
  LineEnd,
  Word,
  Digit,
  Quote,
  Operator,
}

const CLASS = new Uint8Array(128);
for (const code of [Char.Tab, Char.FormFeed, Char.Space]) CLASS[code] = Class.Blank;
for (const code of [Char.LineFeed, Char.Return]) CLASS[code] = Class.LineEnd;
for (const character of "()[]{},:;.@=+-*/%&|^~<>!") CLASS[character.charCodeAt(0)] = Class.Operator;
for (const character of "'\"") CLASS[character.charCodeAt(0)] = Class.Quote;
for (let code = 0; code < 128; code++) {
  if (/[A-Za-z_]/.test(String.fromCharCode(code))) CLASS[code] = Class.Word;
  if (/[0-9]/.test(String.fromCharCode(code))) CLASS[code] = Class.Digit;
}

/** Operators, the longest first. */
const OPERATORS: readonly (readonly [text: string, token: Token])[] = [
  ...["**=", "//=", "<<=", ">>="].map((text) => [text, Token.AugmentedAssign] as const),
  ["...", Token.Ellipsis],
  ...["+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@="].map((text) => [text, Token.AugmentedAssign] as const),
  ["**", Token.DoubleStar],
  ["//", Token.DoubleSlash],
  ["<<", Token.Shift],
  [">>", Token.Shift],
  ["<>", Token.OldUnequal],
  ...["==", "!=", "<=", ">="].map((text) => [text, Token.Compare] as const),
  ["->", Token.Arrow],
  [":=", Token.Walrus],
  ["<", Token.Compare],
  [">", Token.Compare],
  ["(", Token.OpenParen],
  ["[", Token.OpenBracket],
  ["{", Token.OpenBrace],
  [")", Token.CloseParen],
  ["]", Token.CloseBracket],
  ["}", Token.CloseBrace],
  [",", Token.Comma],
  [":", Token.Colon],
  [";", Token.Semicolon],
  [".", Token.Dot],
  ["@", Token.At],
  ["=", Token.Assign],
  ["*", Token.Star],
  ["/", Token.Slash],
  ["%", Token.Percent],
  ["+", Token.Plus],
  ["-", Token.Minus],
  ["&", Token.Ampersand],
  ["|", Token.Pipe],
  ["^", Token.Caret],
  ["~", Token.Tilde],
  ["!", Token.Stray],
];

const OPERATORS_BY_FIRST = Array.from({ length: 128 }, (_, code) =>
  OPERATORS.filter(([text]) => text.charCodeAt(0) === code),
);

const CLOSER: Readonly<Record<number, number>> = { 40: 41, 91: 93, 123: 125 };

const STRING_PREFIX = /^(?:[rbuft]|br|rb|fr|rf|tr|rt)$/i;

// A character that this Unicode version does not know yet may be a letter in CPython's.
// What no version of Unicode will ever assign is no letter of a later one.
const WORD_START = /^(?!\p{NChar})[\p{XID_Start}_\p{Cn}]/u;
const WORD_PART = /^(?!\p{NChar})[\p{XID_Continue}\p{Cn}]/u;

/** Splits a source text into the tokens of any Python from 3.8 to 3.14. Takes linear time. */
export function tokenize(source: string, continued: Continued): Tokenized {
  return new Tokenizer(source, continued).run();
}

class Tokenizer implements Tokenized {
  readonly tokens: Tokens;
  readonly badEscapes = new Map<number, Fault>();
  fault: Fault | undefined;
  isDoubtful = false;
  readonly #brackets: Bracket[] = [];
  readonly #fstrings: FString[] = [];
  /** Widths of the open blocks' indentation, with tabs to multiples of eight and with tabs as one. */
  readonly #indents: (readonly [width: number, narrow: number])[] = [[0, 0]];
  #at = 0;

  constructor(
    readonly source: string,
    private readonly continued: Continued,
  ) {
    this.tokens = new Tokens(source);
  }

  get unclosed(): Bracket | undefined {
    return this.#brackets.at(-1);
  }

  run(): Tokenized {
    this.#lineStart();
    while (this.#at < this.source.length && this.fault === undefined) this.#token();
    if (this.fault === undefined) this.#finish();
    else this.tokens.push(Token.End, this.fault.start, this.fault.start);
    return this;
  }

  #fail(start: number, end: number, message: string): void {
    this.fault ??= { start, end, message };
  }

  #token(): void {
    const { source } = this;
    const start = this.#at;
    const code = source.charCodeAt(start);
    switch (code < 128 ? CLASS[code] : Class.Word) {
      case Class.Blank:
        this.#at++;
        return;
      case Class.Word:
        return this.#word(start);
      case Class.LineEnd:
        return this.#lineEnd(start);
      case Class.Digit:
        return this.#number(start);
      case Class.Quote:
        return this.#string(start, "");
      case Class.Operator:
        return this.#operator(start, code);
    }
    if (code === Char.Hash) this.#at = this.#endOfLine(start);
    else if (code === Char.Backslash) this.#continuation(start);
    else this.#add(Token.Stray, start, start + 1);
  }

  #add(token: Token, start: number, end: number): void {
    this.tokens.push(token, start, end);
    this.#at = end;
  }

  /** The offset of the line's end, counted from anywhere in it. */
  #endOfLine(from: number): number {
    const { source } = this;
    let at = from;
    while (at < source.length) {
      const code = source.charCodeAt(at);
      if (code === Char.LineFeed || code === Char.Return) break;
      at++;
    }
    return at;
  }

  /** The offset after a line's end, which may be two characters. */
  #afterLineEnd(at: number): number {
    return this.source.startsWith("\r\n", at) ? at + 2 : at + 1;
  }

  #lineEnd(start: number): void {
    const next = this.#afterLineEnd(start);
    if (this.#brackets.length > 0) {
      this.#at = next;
      return;
    }
    this.#add(Token.Newline, start, next);
    this.#lineStart();
  }

  #continuation(start: number): void {
    if (!this.#isContinued(start)) {
      return this.#fail(start, start + 1, "an unexpected character follows the line continuation '\\'");
    }
    this.#at = this.#afterLineEnd(start + 1);
    if (this.#at >= this.source.length) this.#fail(start, start + 1, "the file ends after a line continuation '\\'");
  }

  /** Skips lines without tokens and compares the next line's indentation with that of the blocks around it. */
  #lineStart(): void {
    const { source } = this;
    while (this.#at < source.length) {
      const { width, narrow, isIgnored } = this.#lineIndent();
      const code = source.charCodeAt(this.#at);
      if (code === Char.Hash) this.#at = this.#endOfLine(this.#at);
      else if (code !== Char.LineFeed && code !== Char.Return) {
        if (this.#at < source.length && !isIgnored) this.#indentation(this.#at, width, narrow);
        return;
      }
      this.#at = this.#afterLineEnd(this.#at);
    }
    this.#at = source.length;
  }

  /** Passes over what is before a line's first token, and says how wide it is, with tabs to eight and as one. */
  #lineIndent(): { readonly width: number; readonly narrow: number; readonly isIgnored: boolean } {
    const { source, continued } = this;
    let width = 0;
    let narrow = 0;
    let backslash = 0;
    let isContinued = false;
    for (; ; this.#at++) {
      const code = source.charCodeAt(this.#at);
      if (code === Char.Space) [width, narrow] = [width + 1, narrow + 1];
      else if (code === Char.Tab) [width, narrow] = [(width & ~7) + 8, narrow + 1];
      else if (code === Char.FormFeed) [width, narrow] = [0, 0];
      else if (code === Char.Backslash && this.#isContinued(this.#at)) {
        isContinued = this.isDoubtful = true;
        if (continued === Continued.AtBackslash) break;
        backslash ||= width;
        this.#continuation(this.#at);
        // The loop goes on with the next line's first character.
        this.#at--;
      } else break;
    }
    if (backslash > 0) width = narrow = backslash;
    return { width, narrow, isIgnored: isContinued && continued === Continued.Ignored };
  }

  #isContinued(backslash: number): boolean {
    const next = this.source.charCodeAt(backslash + 1);
    return next === Char.LineFeed || next === Char.Return;
  }

  #indentation(at: number, width: number, narrow: number): void {
    const indents = this.#indents;
    const [current, currentNarrow] = indents.at(-1) ?? [0, 0];
    const mixed = "tabs and spaces are mixed, so that the indentation depends on how wide a tab is";
    if (width === current) {
      if (narrow !== currentNarrow) this.#fail(at, at + 1, mixed);
    } else if (width > current) {
      if (narrow <= currentNarrow) return this.#fail(at, at + 1, mixed);
      if (indents.length >= MAX_INDENTS) return this.#fail(at, at + 1, "the blocks nest too deep");
      indents.push([width, narrow]);
      this.#add(Token.Indent, at, at);
    } else {
      while (width < (indents.at(-1)?.[0] ?? 0)) {
        indents.pop();
        this.#add(Token.Dedent, at, at);
      }
      const [outer, outerNarrow] = indents.at(-1) ?? [0, 0];
      if (width !== outer) this.#fail(at, at + 1, "the unindent matches no outer indentation level");
      else if (narrow !== outerNarrow) this.#fail(at, at + 1, mixed);
    }
  }

  #finish(): void {
    const { tokens } = this;
    const end = this.source.length;
    const last = this.#fstrings.at(-1);
    if (last?.brackets === this.#brackets.length) return this.#unterminated(last.start, last.quote, "f-string");
    const kind = tokens.kind(tokens.size - 1);
    if (tokens.size > 0 && kind !== Token.Newline && kind !== Token.Dedent) tokens.push(Token.Newline, end, end);
    for (let depth = this.#indents.length; depth > 1; depth--) tokens.push(Token.Dedent, end, end);
    tokens.push(Token.End, end, end);
  }

  #word(start: number): void {
    const { source } = this;
    let at = start;
    let isAscii = true;
    for (; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code >= 128) isAscii = false;
      else if (CLASS[code] !== Class.Word && CLASS[code] !== Class.Digit) break;
    }
    if (!isAscii && !this.#isIdentifier(start, at)) return;
    const next = source.charCodeAt(at);
    if ((next === Char.Quote || next === Char.DoubleQuote) && at - start <= 2) {
      const prefix = source.slice(start, at);
      if (STRING_PREFIX.test(prefix)) return this.#string(start, prefix.toLowerCase());
    }
    this.#add(wordAt(source, start, at), start, at);
  }

  #isIdentifier(start: number, end: number): boolean {
    let at = start;
    for (const character of this.source.slice(start, end)) {
      const fits = (at === start ? WORD_START : WORD_PART).test(character);
      if (!fits) {
        const message = `the character ${shownCharacter(character)} cannot stand in a program outside of strings`;
        this.#fail(at, at + character.length, message);
        return false;
      }
      at += character.length;
    }
    return true;
  }

  #number(start: number): void {
    const scan = scanNumber(this.source, start);
    if ("message" in scan) this.#fail(start, scan.end, scan.message);
    else this.#add(Token.Number, start, scan.end);
  }

  #operator(start: number, code: number): void {
    const { source } = this;
    const field = this.#openField();
    if (field) {
      if (code === 58) return this.#fieldFormat(start, field);
      if (code === Char.Bang && source[start + 1] !== "=") return this.#add(Token.Stray, start, start + 1);
    }
    if (code === Char.Dot && CLASS[source.charCodeAt(start + 1)] === Class.Digit) return this.#number(start);
    for (const [text, token] of OPERATORS_BY_FIRST[code] ?? []) {
      if (!source.startsWith(text, start)) continue;
      this.#add(token, start, start + text.length);
      if (token >= Token.OpenParen && token <= Token.OpenBrace) this.#open(start, CLOSER[code] ?? 0, false);
      else if (token >= Token.CloseParen && token <= Token.CloseBrace) this.#close(start, code);
      return;
    }
  }

  #open(at: number, close: number, isField: boolean): void {
    if (this.#brackets.length >= MAX_BRACKETS) this.#fail(at, at + 1, "the brackets nest too deep");
    this.#brackets.push({ at, close, isField, inFormat: false });
  }

  #close(at: number, code: number): void {
    const { source } = this;
    const shown = `'${source[at] ?? ""}'`;
    const inString = this.#fstrings.at(-1);
    const open = this.#brackets.at(-1);
    if (open === undefined) return this.#fail(at, at + 1, `the closing ${shown} matches no opening bracket`);
    if (open.close !== code) {
      const line = source.slice(open.at, at).includes("\n") ? ` on line ${lineOf(source, open.at)}` : "";
      return this.#fail(
        at,
        at + 1,
        `the closing ${shown} does not match the opening '${source[open.at] ?? ""}'${line}`,
      );
    }
    this.#brackets.pop();
    if (open.isField && inString) {
      this.#retype(Token.FieldClose);
      this.#literalText(inString);
    }
  }

  /** Gives the token just added another kind. */
  #retype(token: Token): void {
    const { tokens } = this;
    const index = --tokens.size;
    tokens.push(token, tokens.start(index), tokens.end(index));
  }

  /** The replacement field that the next token stands in directly, not in a bracket of its expression. */
  #openField(): Bracket | undefined {
    if (this.#fstrings.length === 0) return undefined;
    const open = this.#brackets.at(-1);
    return open?.isField ? open : undefined;
  }

  #fieldFormat(start: number, field: Bracket): void {
    this.#add(Token.FieldColon, start, start + 1);
    field.inFormat = true;
    const inString = this.#fstrings.at(-1);
    if (inString) this.#literalText(inString);
  }

  #string(start: number, prefix: string): void {
    const { source } = this;
    const quoteAt = start + prefix.length;
    const character = source[quoteAt] ?? "";
    const quote = source.startsWith(character.repeat(3), quoteAt) ? character.repeat(3) : character;
    const isRaw = prefix.includes("r");
    if (/[ft]/.test(prefix)) {
      if (this.#fstrings.length >= MAX_FSTRINGS) this.#fail(start, quoteAt, "the f-strings nest too deep");
      const opened = prefix.includes("f") ? Token.FStringStart : Token.TStringStart;
      const token = this.tokens.size;
      this.#add(opened, start, quoteAt + quote.length);
      const fstring = { start, token, quote, isRaw, brackets: this.#brackets.length };
      this.#fstrings.push(fstring);
      return this.#literalText(fstring);
    }
    const isBytes = prefix.includes("b");
    const end = this.#stringEnd(start, quoteAt + quote.length, quote, isRaw, isBytes);
    if (end < 0) this.#unterminatedString(start, quote);
    else this.#add(isBytes ? Token.Bytes : Token.String, start, end);
  }

  #unterminatedString(start: number, quote: string): void {
    const around = this.#fstrings.at(-1);
    const field = this.#brackets.findLast(({ isField }) => isField);
    // What seems to open a string in an f-string's field was meant to close the f-string.
    if (around?.quote === quote && field) this.#unclosedField(field);
    else this.#unterminated(start, quote, "string");
  }

  #unclosedField({ at }: Bracket): void {
    this.#fail(at, at + 1, "the '{' of an f-string's field is never closed");
  }

  #unterminated(start: number, quote: string, what: string): void {
    const shown = quote.length === 3 ? `the triple-quoted ${what}` : `the ${what}`;
    this.#fail(start, start + 1, `${shown} that ${quote} opens here is never closed`);
  }

  /** The offset after a string's closing quote, -1 when there is none. */
  #stringEnd(start: number, from: number, quote: string, isRaw: boolean, isBytes: boolean): number {
    const { source } = this;
    const first = quote.charCodeAt(0);
    const isTriple = quote.length === 3;
    for (let at = from; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code === first) {
        if (!isTriple) return at + 1;
        if (source.startsWith(quote, at)) return at + 3;
      } else if (code === Char.Backslash) {
        if (!isRaw) this.#checkEscape(this.tokens.size, start, at, isBytes);
        at = source.startsWith("\r\n", at + 1) ? at + 2 : at + 1;
      } else if (code === Char.LineFeed || code === Char.Return) {
        if (!isTriple) return -1;
      } else if (code >= 128 && isBytes) {
        this.#badEscape(this.tokens.size, start, "a bytes literal holds a character that is not ASCII");
      }
    }
    return -1;
  }

  #checkEscape(token: number, start: number, at: number, isBytes: boolean): void {
    const message = escapeFault(this.source, at, isBytes);
    if (message !== undefined) this.#badEscape(token, start, message);
  }

  #badEscape(token: number, start: number, message: string): void {
    if (!this.badEscapes.has(token)) this.badEscapes.set(token, { start, end: start + 1, message });
  }

  /** Passes over an f-string's literal text, up to its next replacement field or its end. */
  #literalText(fstring: FString): void {
    const { source } = this;
    const { quote, isRaw } = fstring;
    const first = quote.charCodeAt(0);
    const isTriple = quote.length === 3;
    const format = this.#brackets.length > fstring.brackets ? this.#brackets.at(-1) : undefined;
    for (let at = this.#at; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code === first && (!isTriple || source.startsWith(quote, at))) return this.#fstringEnd(fstring, at, format);
      if (code === Char.OpenBrace) {
        if (format || source.charCodeAt(at + 1) !== Char.OpenBrace) return this.#fieldOpen(fstring, at);
        at++;
      } else if (code === Char.CloseBrace) {
        if (format) return this.#closeFormat(at);
        if (source.charCodeAt(at + 1) !== Char.CloseBrace) {
          return this.#fail(at, at + 1, "a single '}' stands in the text of an f-string");
        }
        at++;
      } else if (code === Char.Backslash) {
        at = this.#fstringEscape(fstring, at, isRaw);
      } else if ((code === Char.LineFeed || code === Char.Return) && !isTriple && !format) {
        // In a format, Python 3.12 lets a line end.
        break;
      }
    }
    this.#unterminated(fstring.start, quote, "f-string");
  }

  /** Passes over an escape in an f-string; answers the offset of its last character. Braces are never escaped. */
  #fstringEscape(fstring: FString, at: number, isRaw: boolean): number {
    const { source } = this;
    const next = source.charCodeAt(at + 1);
    if (next === Char.OpenBrace || next === Char.CloseBrace) return at;
    if (!isRaw) {
      this.#checkEscape(fstring.token, fstring.start, at, false);
      if (source.startsWith("\\N{", at)) {
        const end = source.slice(at, at + 128).indexOf("}");
        return end < 0 ? at + 2 : at + end;
      }
    }
    return source.startsWith("\r\n", at + 1) ? at + 2 : at + 1;
  }

  #fieldOpen(fstring: FString, at: number): void {
    if (this.#brackets.length - fstring.brackets >= MAX_FIELDS) {
      return this.#fail(at, at + 1, "the fields of an f-string nest too deep");
    }
    this.#add(Token.FieldOpen, at, at + 1);
    this.#open(at, Char.CloseBrace, true);
  }

  #closeFormat(at: number): void {
    this.#add(Token.CloseBrace, at, at + 1);
    this.#close(at, Char.CloseBrace);
  }

  #fstringEnd(fstring: FString, at: number, format: Bracket | undefined): void {
    if (format) return this.#unclosedField(format);
    this.#fstrings.pop();
    this.#add(Token.FStringEnd, at, at + fstring.quote.length);
  }
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split(/\r\n?|\n/).length;
}
