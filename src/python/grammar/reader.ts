import { FaultError, type Fault } from "./fault.js";
import { CONFLICT, explain, startsConflict } from "./explain.js";
import { Token, type Tokens } from "./token.js";
import type { Tokenized } from "./tokenizer.js";

/** When CPython would notice what the grammar allows: the earlier stage speaks first. */
export enum Stage {
  Futures,
  Symbols,
  Code,
  /** Later than CPython: it compiles, in 3.14, to something else than the program's author meant. */
  Meaning,
}

/** A text with its names spelled as CPython compares them. */
export function asCompared(text: string): string {
  return /[^\0-\x7f]/.test(text) ? text.normalize("NFKC") : text;
}

/** Reads tokens from first to last, and leaves with a fault at the first one that cannot be. */
export class Reader {
  protected readonly tokens: Tokens;
  /** The kind of the current token. */
  protected token: Token;
  /** The index of the current token. */
  protected at = 0;
  /** The index of the current simple statement's, or header's, first token. */
  protected statementStart = 0;
  /** What is being read is not compiled by every version: what fits the grammar is let through. */
  protected isLenient = false;
  #complaint: { readonly stage: Stage; readonly fault: Fault } | undefined;

  constructor(protected readonly tokenized: Tokenized) {
    this.tokens = tokenized.tokens;
    this.token = this.tokens.kind(0);
  }

  /** The gravest of the complaints: what fits the grammar and is refused by the compiler. */
  get complaint(): Fault | undefined {
    return this.#complaint?.fault;
  }

  protected advance(): void {
    this.token = this.tokens.kind(++this.at);
  }

  protected peek(): Token {
    return this.tokens.kind(this.at + 1);
  }

  /** The offset of the token that was looked at last. */
  get reached(): number {
    return this.tokens.start(this.at);
  }

  /** Whether the current token is of a kind. */
  protected is(token: Token): boolean {
    return this.token === token;
  }

  protected accept(token: Token): boolean {
    if (this.token !== token) return false;
    this.advance();
    return true;
  }

  /** @throws FaultError when the current token is another one. `wanted` is what a person calls the missing one. */
  protected expect(token: Token, wanted: string): void {
    if (!this.accept(token)) this.unexpected(wanted);
  }

  protected isSoft(word: string): boolean {
    return this.token === Token.Name && this.tokens.spells(this.at, word);
  }

  /** The name of a token, as CPython compares names. */
  protected nameOf(token: number): string {
    return asCompared(this.tokens.text(token));
  }

  /** Leaves because the current token cannot stand where it does. */
  protected unexpected(wanted?: string): never {
    const told = explain(this.tokens, this.at, this.statementStart, wanted);
    this.fail(told.message, told.token);
  }

  /** Leaves with a fault from one token to another, both included. */
  protected fail(message: string, token = this.at, last = token): never {
    const conflict = startsConflict(this.tokens, token);
    throw new FaultError(this.#fault(conflict ? CONFLICT : message, token, last));
  }

  /** Notes what CPython's later stages refuse, and goes on. */
  protected complain(stage: Stage, message: string, token: number, last = token): void {
    if (this.isLenient) return;
    const known = this.#complaint;
    const fault = { ...this.#fault(message, token, last), isOld: stage === Stage.Meaning };
    if (known && (known.stage < stage || (known.stage === stage && known.fault.start <= fault.start))) return;
    this.#complaint = { stage, fault };
  }

  #fault(message: string, token: number, last: number): Fault {
    const { tokens } = this;
    // What the end of a line or of the file lacks is shown where the text ends, not behind it.
    const textEnd = tokens.source.trimEnd().length;
    let shown = token;
    while (shown > 0 && (tokens.kind(shown) === Token.Newline || tokens.start(shown) >= textEnd)) shown--;
    return { start: tokens.start(shown), end: tokens.end(shown === token ? last : shown), message };
  }
}
