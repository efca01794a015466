import { Stage } from "./reader.js";
import { ScopedReader } from "./scoped.js";
import type { Shape } from "./shape.js";
import { startsExpression, Token, wordAt } from "./token.js";

/** Names in a string, but for those of attributes. */
const NAMES = /(?<![\w.])[A-Za-z_]\w*/g;

/** Two words side by side: no type. */
const PROSE = /\w\s+\w/;

/** Reads the parameters of functions and lambdas. */
export abstract class ParameterReader extends ScopedReader {
  protected abstract expression(): Shape;
  protected abstract arithmetic(): Shape;

  /** @throws FaultError when a bracket does not close here. */
  protected closing(token: Token, shown: string): void {
    if (this.accept(token)) return;
    if (startsExpression(this.token)) this.unexpected("',' or " + shown);
    this.unexpected();
  }

  /** Makes parameters known to the scope of their function. */
  protected bindParameters(parameters: readonly number[]): void {
    for (const token of parameters) {
      const name = this.nameOf(token);
      this.scope.names?.parameter(name);
      this.usage.bind(name);
    }
  }

  /** Parameters up to the token that ends them; answers the tokens of their names. */
  protected parameters(end: Token, annotated: boolean): number[] {
    const found: number[] = [];
    let slash = false;
    let star = false;
    let hasDefault = false;
    while (this.token !== end) {
      const at = this.at;
      if (this.accept(Token.Slash)) {
        if (slash) this.fail("'/' stands twice among the parameters", at);
        if (star) this.fail("'/' follows '*' among the parameters", at);
        if (found.length === 0) this.fail("'/' has no parameter before it", at);
        slash = true;
      } else if (this.accept(Token.Star)) {
        if (star) this.fail("'*' stands twice among the parameters", at);
        star = true;
        if (this.is(Token.Name)) this.#parameter(found, annotated, true, "'*'");
        else if (!this.is(Token.Comma) || this.peek() !== Token.Name) {
          if (this.is(Token.Comma) || this.token === end) this.fail("a named parameter must follow the bare '*'", at);
          this.unexpected("a name");
        }
      } else if (this.accept(Token.DoubleStar)) {
        if (!this.is(Token.Name)) this.unexpected("a name");
        this.#parameter(found, annotated, false, "'**'");
        if (this.accept(Token.Comma) && this.token !== end) this.fail("a parameter follows '**'");
        break;
      } else {
        if (!this.is(Token.Name)) this.unexpected(found.length === 0 ? undefined : "a parameter");
        this.#parameter(found, annotated, false, undefined);
        if (this.accept(Token.Assign)) {
          this.expression();
          hasDefault = true;
        } else if (hasDefault && !star) this.fail("a parameter without a default follows one with a default", at);
      }
      if (!this.accept(Token.Comma)) break;
    }
    this.#refuseDuplicates(found);
    return found;
  }

  #parameter(found: number[], annotated: boolean, takesStar: boolean, variadic: string | undefined): void {
    found.push(this.at);
    this.refuseDebug(this.at);
    this.advance();
    if (annotated && this.accept(Token.Colon)) this.annotation(takesStar);
    if (variadic !== undefined && this.is(Token.Assign)) {
      this.fail(`the parameter after ${variadic} cannot have a default`);
    }
  }

  /** An annotation. Some versions evaluate it in a scope of its own, or not at all: what is in it counts for none. */
  protected annotation(takesStar: boolean): void {
    const mark = this.mark();
    const wasLenient = this.isLenient;
    this.isLenient = true;
    if (takesStar && this.accept(Token.Star)) this.arithmetic();
    else this.expression();
    this.isLenient = wasLenient;
    this.usage.annotation(mark.reads, this.#quotedIn(mark.token));
    this.forget(mark);
  }

  /** The names in the strings of an annotation; behind `Literal` and `Annotated` they are values. */
  *#quotedIn(from: number): Generator<string> {
    for (let at = from; at < this.at; at++) {
      if (this.tokens.spells(at, "Literal") || this.tokens.spells(at, "Annotated")) return;
      const text = this.tokens.kind(at) === Token.String ? this.tokens.text(at) : "";
      if (PROSE.test(text)) continue;
      for (const name of text.match(NAMES) ?? []) if (wordAt(name, 0, name.length) === Token.Name) yield name;
    }
  }

  #refuseDuplicates(parameters: readonly number[]): void {
    if (parameters.length < 2) return;
    const names = new Set<string>();
    for (const token of parameters) {
      const name = this.nameOf(token);
      if (names.has(name)) this.complain(Stage.Symbols, `the parameter '${name}' stands twice in the function`, token);
      names.add(name);
    }
  }
}
