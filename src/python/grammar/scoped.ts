import { ScopeKind } from "./names.js";
import { asCompared, Reader, Stage } from "./reader.js";
import { Scope } from "./scope.js";
import { Token } from "./token.js";
import type { Tokenized } from "./tokenizer.js";
import { UsageReader } from "./usage.js";

/** How far the logs of a scope had come when a part of an expression began. */
export interface Mark {
  readonly token: number;
  readonly asyncUses: number;
  readonly yields: number;
  readonly walruses: number;
  readonly names: number;
  readonly reads: number;
}

/** The name that stands for a constant and, unlike those that are keywords, can be spelled as any other. */
const DEBUG = "__debug__";

/** A reader that knows which scope it stands in. */
export class ScopedReader extends Reader {
  /** What the file does with names. */
  readonly usage = new UsageReader();
  protected scope: Scope;
  readonly #tracksNames: boolean;
  readonly #mentionsDebug: boolean;

  constructor(tokenized: Tokenized) {
    super(tokenized);
    const { source } = tokenized.tokens;
    this.#tracksNames = /\b(?:global|nonlocal)\b/.test(source);
    this.#mentionsDebug = asCompared(source).includes(DEBUG);
    this.scope = new Scope(ScopeKind.Module, undefined, this.#tracksNames);
  }

  protected enter(kind: ScopeKind): void {
    this.scope = new Scope(kind, this.scope, this.#tracksNames);
    this.usage.enter(kind);
  }

  /** Ends the current scope and judges what had to wait for its end. */
  protected leave(): void {
    const { scope } = this;
    const [stranded] = scope.asyncUses;
    if (stranded) {
      const message = stranded.isComprehension
        ? "an asynchronous comprehension stands outside of an async function"
        : `'await' stands outside of ${scope.isFunction ? "an async function" : "a function"}`;
      this.complain(Stage.Code, message, stranded.token);
    }
    if (scope.kind === ScopeKind.AsyncFunction && scope.valuedReturn !== undefined && scope.yields.length > 0) {
      this.complain(Stage.Code, "'return' has a value in an async generator", scope.valuedReturn);
    }
    for (const { name, token } of scope.names?.close() ?? []) {
      this.complain(Stage.Symbols, `no enclosing function binds the nonlocal name '${name}'`, token);
    }
    this.usage.leave();
    if (scope.parent) this.scope = scope.parent;
  }

  protected mark(): Mark {
    const { asyncUses, yields, walruses, names } = this.scope;
    return {
      token: this.at,
      asyncUses: asyncUses.length,
      yields: yields.length,
      walruses: walruses.length,
      names: names?.log.length ?? 0,
      reads: this.usage.mark,
    };
  }

  protected asyncUse(token: number, isComprehension: boolean): void {
    if (this.scope.kind !== ScopeKind.AsyncFunction) this.scope.asyncUses.push({ token, isComprehension });
  }

  protected useName(token: number): void {
    const name = this.nameOf(token);
    this.scope.names?.use(name);
    this.usage.read(name, this.tokens.start(token), token);
  }

  protected bindName(token: number): void {
    this.meetBinding(token);
    this.refuseDebug(token);
  }

  /** Binds a name that may be any. */
  protected meetBinding(token: number): void {
    const name = this.nameOf(token);
    this.scope.names?.bind(name);
    this.usage.bind(name);
  }

  /** Notes that a token is the name that nothing may bind: of a variable, a parameter or an attribute. */
  protected refuseDebug(token: number): void {
    if (this.#mentionsDebug && this.nameOf(token) === DEBUG) {
      this.complain(Stage.Code, `'${DEBUG}' is a constant and cannot be assigned to`, token);
    }
  }

  /** Takes back the names met since a mark: they belong to a scope of their own. */
  protected forgetNames(mark: number): void {
    const log = this.scope.names?.log;
    if (log && log.length > mark) log.length = mark;
  }

  /** Takes back all that was met since a mark. */
  protected forget(mark: Mark): void {
    const { asyncUses, yields, walruses } = this.scope;
    asyncUses.length = mark.asyncUses;
    yields.length = mark.yields;
    walruses.length = mark.walruses;
    this.forgetNames(mark.names);
  }

  /** Binds the names among the targets that the tokens from `from` up to `to` spell, once their value has been read. */
  protected bindTargets(from: number, to: number): void {
    const tokens = [...this.targetNames(from, to)];
    this.usage.notRead(new Set(tokens), from);
    for (const token of tokens) {
      const name = this.nameOf(token);
      this.scope.names?.bind(name);
      this.usage.target(name);
    }
  }

  /** Notes variables and attributes that cannot be assigned to among the targets from `from` to the current token. */
  protected refuseDebugTargets(from: number): void {
    if (!this.#mentionsDebug) return;
    for (const [, last] of this.#targets(from, this.at)) this.refuseDebug(last);
  }

  /** The tokens of the names that a list of targets binds: not those of attributes, subscripts and calls. */
  protected *targetNames(from: number, to: number): Generator<number> {
    for (const [first, last] of this.#targets(from, to)) {
      if (first === last && this.tokens.kind(first) === Token.Name) yield first;
    }
  }

  /** The first and last tokens of the single targets in a list. */
  *#targets(from: number, to: number): Generator<readonly [first: number, last: number]> {
    const { tokens } = this;
    for (let at = from; at < to; at++) {
      const kind = tokens.kind(at);
      const opens = kind === Token.OpenParen || kind === Token.OpenBracket;
      if (opens || kind === Token.CloseParen || kind === Token.CloseBracket) continue;
      if (kind === Token.Comma || kind === Token.Star) continue;
      const end = this.#elementEnd(at, to);
      yield [at, end - 1];
      at = end - 1;
    }
  }

  /** The token after a target's element: a comma or the bracket that closes around it. */
  #elementEnd(from: number, to: number): number {
    let depth = 0;
    for (let at = from; at < to; at++) {
      const kind = this.tokens.kind(at);
      if (kind === Token.Comma && depth === 0) return at;
      if (kind >= Token.OpenParen && kind <= Token.OpenBrace) depth++;
      if (kind >= Token.CloseParen && kind <= Token.CloseBrace && --depth < 0) return at;
    }
    return to;
  }
}
