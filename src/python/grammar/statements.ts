/*
 * The chapter of the grammar on statements, a production a method. It is longer than other files because productions call
 * each other in circles, and all of them move one place in one list of tokens.
 */

import type { Fold } from "../../syntax/fold.js";
import { heldBetween } from "./held.js";
import { Elements } from "./expressions.js";
import { ScopeKind } from "./names.js";
import { ImportReader } from "./imports.js";
import { Stage } from "./reader.js";
import { describe, isSingleTarget, Shape } from "./shape.js";
import { startsExpression, Token } from "./token.js";
import type { Bindings } from "./usage.js";

/** UTF-16 units of a body below which folding it saves nothing. */
const SHORT = 200;

/** A body whose end has not been reached. */
interface OpenFold {
  readonly start: number;
  readonly inner: Fold[];
}

/** Reads statements, from a module's first to its last. */
export class StatementReader extends ImportReader {
  /** The bodies of functions that no other function holds, in the bodies of classes that nothing holds. */
  readonly folds: Fold[] = [];
  #fold: OpenFold | undefined;
  /** How many blocks are open around a statement. */
  #depth = 0;
  #inFunction = false;
  /** Whether nothing runs behind the statement that was read last. */
  #departs = false;

  /** @throws FaultError at the first token that cannot be */
  module(): void {
    while (!this.is(Token.End)) this.#statement();
    this.leave();
  }

  #statement(): void {
    this.statementStart = this.at;
    switch (this.token) {
      case Token.If:
        this.#if();
        break;
      case Token.While:
        this.#while();
        break;
      case Token.For:
        this.#for();
        break;
      case Token.Try:
        this.#try();
        break;
      case Token.With:
        this.#with();
        break;
      case Token.Def:
        this.#function(ScopeKind.Function);
        break;
      case Token.Class:
        this.#class();
        break;
      case Token.At:
        this.#decorated();
        break;
      case Token.Async:
        this.#async();
        break;
      case Token.Newline:
        // The line holds nothing but a continuation, which Python 3.8 takes for an empty statement outside of blocks.
        if (this.#depth > 0) this.unexpected();
        this.advance();
        break;
      default:
        if (this.#startsMatch()) this.#match();
        else this.#simpleLine();
    }
  }

  // ---- blocks

  /** @param head - the first token of the clause, `what` its name */
  #block(what: string, head: number): void {
    this.isPreamble = false;
    this.expect(Token.Colon, "':'");
    if (!this.accept(Token.Newline)) return this.#simpleLine();
    if (!this.accept(Token.Indent)) {
      this.fail(`an indented block is expected after ${what} on line ${this.#lineOf(head)}`);
    }
    this.#depth++;
    this.usage.step();
    while (!this.is(Token.Dedent) && !this.is(Token.End)) this.#statement();
    this.usage.step();
    this.#depth--;
    this.accept(Token.Dedent);
  }

  /** A block that is parsed when it is first looked at. */
  #foldedBlock(what: string, head: number, isFunction: boolean): void {
    const around = this.#fold;
    const { tokens } = this;
    const isLine = tokens.kind(this.at + 1) !== Token.Newline || tokens.kind(this.at + 2) !== Token.Indent;
    if (isLine || this.#inFunction || (!isFunction && this.#depth > 0)) return this.#block(what, head);
    const first = this.at + 3;
    const fold = (this.#fold = { start: tokens.start(first), inner: [] });
    this.#inFunction = isFunction;
    this.#block(what, head);
    this.#inFunction = false;
    this.#fold = around;
    let last = this.at - 1;
    while (tokens.kind(last) === Token.Dedent || tokens.kind(last) === Token.Newline) last--;
    const end = tokens.end(last);
    const holds = heldBetween(tokens, first, last);
    if (end - fold.start >= SHORT) (around?.inner ?? this.folds).push({ ...fold, end, holds });
    else (around?.inner ?? this.folds).push(...fold.inner);
  }

  #lineOf(token: number): number {
    return this.tokens.source.slice(0, this.tokens.start(token)).split(/\r\n?|\n/).length;
  }

  /** Reads a branch; answers what it has bound for what comes behind all branches. */
  #branch(read: () => void): Bindings {
    const { branch } = this.usage;
    read();
    const bound = this.#departs ? [] : this.usage.since(branch);
    this.usage.close(branch);
    this.#departs = false;
    return bound;
  }

  #loopBlock(what: string, head: number): void {
    const { scope } = this;
    const { inExceptStar } = scope;
    scope.loops++;
    scope.inExceptStar = false;
    this.#block(what, head);
    scope.loops--;
    scope.inExceptStar = inExceptStar;
    this.#else();
  }

  #else(): void {
    const head = this.at;
    if (this.accept(Token.Else)) this.#block("'else'", head);
  }

  #if(): void {
    const bound: string[] = [];
    let branches = 0;
    do {
      branches++;
      const what = this.is(Token.If) ? "'if'" : "'elif'";
      const head = (this.statementStart = this.at);
      this.advance();
      this.named();
      bound.push(
        ...this.#branch(() => {
          this.#block(what, head);
        }),
      );
    } while (this.is(Token.Elif));
    const isAlone = branches === 1 && !this.is(Token.Else);
    bound.push(
      ...this.#branch(() => {
        this.#else();
      }),
    );
    this.usage.join(bound);
    if (isAlone) this.usage.doubt(bound);
  }

  #while(): void {
    const head = this.at;
    this.advance();
    this.named();
    this.#loopBlock("'while'", head);
  }

  #for(): void {
    const head = this.at;
    this.advance();
    const from = this.at;
    this.targetList();
    this.bindTargets(from, this.at);
    this.expect(Token.In, "'in'");
    this.valueList();
    this.usage.settle();
    this.#loopBlock("'for'", head);
  }

  #try(): void {
    const head = this.at;
    this.advance();
    const { branch } = this.usage;
    this.#block("'try'", head);
    const tried = this.usage.since(branch);
    const names = this.mark().names;
    const bound: string[] = [];
    const handlers = this.#handlers(tried, bound);
    // Python 3.13 turned round whether the handlers or the 'else' block comes first for 'global'.
    if (this.is(Token.Else)) this.forgetNames(names);
    if (handlers) this.#else();
    const last = this.at;
    this.usage.join(bound);
    if (this.accept(Token.Finally)) {
      this.usage.handle(tried, () => {
        this.#block("'finally'", last);
      });
    } else if (!handlers) this.fail(`'except' or 'finally' is expected after 'try' on line ${this.#lineOf(head)}`);
  }

  /** @param tried what the `try` has bound; `bound` is told what the handlers have */
  #handlers(tried: Bindings, bound: string[]): boolean {
    let isStarred: boolean | undefined;
    let bare = -1;
    while (this.is(Token.Except)) {
      const head = (this.statementStart = this.at);
      this.advance();
      const hasStar = this.accept(Token.Star);
      if (isStarred !== undefined && isStarred !== hasStar) {
        this.fail("one 'try' has both 'except' and 'except*' handlers", head);
      }
      isStarred = hasStar;
      if (bare >= 0) this.complain(Stage.Code, "a bare 'except:' is not the last handler", bare);
      let name: string | undefined;
      const left = this.#branch(() => {
        if (!this.is(Token.Colon)) name = this.#caught();
        else if (hasStar) this.fail("'except*' needs an exception type");
        else bare = head;
        this.usage.handle(tried, () => {
          this.#handlerBlock(hasStar, head);
        });
      });
      // The name of what was caught ends with the handler.
      for (const of of left) if (of !== name) bound.push(of);
    }
    return isStarred !== undefined;
  }

  /** What is caught; answers the name that it gets. */
  #caught(): string | undefined {
    this.expression();
    if (this.is(Token.Comma)) {
      // Python 3.14 takes several types without parentheses, but no name for what was caught.
      const at = this.at;
      while (this.accept(Token.Comma) && startsExpression(this.token)) this.expression();
      const name = this.tokens.text(at + 1);
      if (this.at === at + 2 && this.is(Token.Colon) && /^[a-z]\w*$/.test(name)) {
        const message = `'except …, ${name}' catches '${name}' as a second type; the name of what is caught follows 'as'`;
        this.complain(Stage.Meaning, message, at, at + 1);
      }
      if (this.is(Token.As)) this.fail("several exception types with 'as' need parentheses", at);
    } else if (this.accept(Token.As)) {
      const at = this.at;
      this.bindName(at);
      this.expect(Token.Name, "a name");
      return this.nameOf(at);
    }
    return undefined;
  }

  #handlerBlock(hasStar: boolean, head: number): void {
    const { scope } = this;
    const { inExceptStar } = scope;
    if (hasStar) scope.inExceptStar = true;
    this.#block(hasStar ? "'except*'" : "'except'", head);
    scope.inExceptStar = inExceptStar;
  }

  #with(): void {
    const head = this.at;
    this.advance();
    if (this.is(Token.OpenParen) && this.#isItemList()) {
      this.advance();
      do {
        if (this.is(Token.CloseParen)) break;
        this.#withItem();
      } while (this.accept(Token.Comma));
      this.closing(Token.CloseParen, "')'");
    } else {
      do this.#withItem();
      while (this.accept(Token.Comma));
    }
    this.#block("'with'", head);
  }

  /** Whether the parenthesis after `with` holds items, one of which has an `as`, rather than an expression. */
  #isItemList(): boolean {
    const { tokens } = this;
    let depth = 0;
    let hasAs = false;
    for (let at = this.at; at < tokens.size; at++) {
      const kind = tokens.kind(at);
      if (kind >= Token.OpenParen && kind <= Token.OpenBrace) depth++;
      else if (kind === Token.As && depth === 1) hasAs = true;
      else if (kind >= Token.CloseParen && kind <= Token.CloseBrace && --depth === 0) {
        return hasAs && tokens.kind(at + 1) === Token.Colon;
      }
    }
    return false;
  }

  #withItem(): void {
    this.expression();
    if (!this.accept(Token.As)) return;
    const at = this.at;
    this.checkTarget(this.element(Elements.Target), at);
    this.bindTargets(at, this.at);
    this.usage.settle();
  }

  #async(): void {
    const { scope } = this;
    const next = this.peek();
    if (next === Token.Def) {
      this.advance();
      return this.#function(ScopeKind.AsyncFunction);
    }
    if ((next === Token.For || next === Token.With) && scope.kind !== ScopeKind.AsyncFunction) {
      const shown = next === Token.For ? "'async for'" : "'async with'";
      this.complain(Stage.Code, `${shown} stands outside of an async function`, this.at, this.at + 1);
    }
    this.advance();
    if (next === Token.For) this.#for();
    else if (next === Token.With) this.#with();
    else this.unexpected();
  }

  // ---- definitions

  #decorated(): void {
    while (this.accept(Token.At)) {
      this.named();
      this.expect(Token.Newline, "the end of the line");
      this.statementStart = this.at;
    }
    if (this.is(Token.Def)) this.#function(ScopeKind.Function);
    else if (this.is(Token.Class)) this.#class();
    else if (this.is(Token.Async) && this.peek() === Token.Def) {
      this.advance();
      this.#function(ScopeKind.AsyncFunction);
    } else this.unexpected("a function or class after the decorator");
  }

  #function(kind: ScopeKind.Function | ScopeKind.AsyncFunction): void {
    const head = this.at;
    this.advance();
    this.#definedName();
    this.#typeParameters();
    this.expect(Token.OpenParen, "'('");
    const parameters = this.parameters(Token.CloseParen, true);
    this.closing(Token.CloseParen, "')'");
    if (this.accept(Token.Arrow)) this.annotation(false);
    this.enter(kind);
    this.bindParameters(parameters);
    this.#foldedBlock("a function definition", head, true);
    this.leave();
  }

  #class(): void {
    const head = this.at;
    this.advance();
    this.#definedName();
    this.#typeParameters();
    if (this.accept(Token.OpenParen)) this.arguments(false);
    this.enter(ScopeKind.Class);
    this.#foldedBlock("a class definition", head, false);
    this.leave();
  }

  #definedName(): void {
    this.bindName(this.at);
    this.expect(Token.Name, "a name");
  }

  /** `[T: bound = default, *Ts, **P]` after a function's, a class's or a type alias's name. */
  #typeParameters(): void {
    if (!this.accept(Token.OpenBracket)) return;
    const met = this.scope.names?.log.length ?? 0;
    const names = new Set<string>();
    let hasDefault = false;
    do {
      if (this.is(Token.CloseBracket) && names.size > 0) break;
      const variadic = this.is(Token.Star) || this.is(Token.DoubleStar) ? this.token : undefined;
      if (variadic !== undefined) this.advance();
      if (!this.is(Token.Name)) this.unexpected("a type parameter");
      const at = this.at;
      const name = this.nameOf(at);
      if (names.has(name)) this.complain(Stage.Symbols, `the type parameter '${name}' stands twice`, at);
      names.add(name);
      this.usage.bind(name);
      this.refuseDebug(at);
      this.advance();
      // A bound is worked out when somebody asks for it.
      if (variadic === undefined && this.accept(Token.Colon)) this.annotation(false);
      if (this.accept(Token.Assign)) {
        if (variadic !== Token.Star || !this.accept(Token.Star)) this.expression();
        else this.arithmetic();
        hasDefault = true;
      } else if (hasDefault) {
        this.complain(Stage.Symbols, `the type parameter '${name}' without a default follows one with a default`, at);
      }
    } while (this.accept(Token.Comma));
    this.closing(Token.CloseBracket, "']'");
    this.forgetNames(met);
  }

  // ---- match

  /** `match` opens a statement when an expression follows it and its line ends with a colon. */
  #startsMatch(): boolean {
    if (!this.isSoft("match")) return false;
    const next = this.peek();
    if (!startsExpression(next) && next !== Token.Star) return false;
    const { tokens } = this;
    let at = this.at + 1;
    while (at < tokens.size && tokens.kind(at) !== Token.Newline) at++;
    return tokens.kind(at - 1) === Token.Colon;
  }

  #match(): void {
    const head = this.at;
    this.advance();
    this.subject();
    this.expect(Token.Colon, "':'");
    this.expect(Token.Newline, "the end of the line");
    if (!this.accept(Token.Indent)) {
      this.fail(`an indented block is expected after 'match' on line ${this.#lineOf(head)}`);
    }
    let everything = -1;
    const bound: string[] = [];
    do {
      this.statementStart = this.at;
      if (!this.isSoft("case")) this.unexpected("'case'");
      const at = this.at;
      if (everything >= 0)
        this.complain(Stage.Code, "the pattern matches everything and is not the last one", everything);
      this.advance();
      bound.push(
        ...this.#branch(() => {
          const matchesAll = this.casePattern();
          if (this.accept(Token.If)) this.named();
          else if (matchesAll) everything = at + 1;
          this.#block("'case'", at);
        }),
      );
    } while (!this.is(Token.Dedent) && !this.is(Token.End));
    this.usage.join(bound);
    this.accept(Token.Dedent);
  }

  // ---- simple statements

  #simpleLine(): void {
    do {
      if (this.is(Token.Newline)) break;
      this.statementStart = this.at;
      this.#departs = this.is(Token.Return) || this.is(Token.Raise);
      this.#simple();
      this.usage.settle();
    } while (this.accept(Token.Semicolon));
    if (!this.accept(Token.Newline)) this.unexpected();
  }

  #simple(): void {
    const start = this.at;
    const wasPreamble = this.isPreamble;
    this.isPreamble = false;
    switch (this.token) {
      case Token.Pass:
        return this.advance();
      case Token.Break:
      case Token.Continue:
        return this.#jump();
      case Token.Return:
        return this.#return();
      case Token.Raise:
        return this.#raise();
      case Token.Global:
        return this.#declaration("global");
      case Token.Nonlocal:
        return this.#declaration("nonlocal");
      case Token.Del:
        return this.#del();
      case Token.Assert:
        this.advance();
        this.expression();
        if (this.accept(Token.Comma)) this.expression();
        return;
      case Token.Import:
        return this.import();
      case Token.From:
        return this.fromImport(wasPreamble);
    }
    if (this.isSoft("type") && this.peek() === Token.Name) return this.#typeAlias();
    const shape = this.#expressionStatement();
    const opening = this.tokens.kind(start);
    const isDocstring = shape === Shape.Literal && (opening === Token.String || opening === Token.OpenParen);
    if (isDocstring && start === 0) this.isPreamble = true;
  }

  #jump(): void {
    const { scope } = this;
    const shown = `'${this.tokens.text(this.at)}'`;
    if (scope.inExceptStar) this.complain(Stage.Code, `${shown} stands in an 'except*' block`, this.at);
    else if (scope.loops === 0) this.complain(Stage.Code, `${shown} stands outside of a loop`, this.at);
    this.advance();
  }

  #return(): void {
    const { scope } = this;
    const at = this.at;
    this.advance();
    if (!scope.isFunction) this.complain(Stage.Code, "'return' stands outside of a function", at);
    else if (scope.inExceptStar) this.complain(Stage.Code, "'return' stands in an 'except*' block", at);
    if (!startsExpression(this.token) && !this.is(Token.Star)) return;
    this.valueList();
    scope.valuedReturn ??= at;
  }

  #raise(): void {
    this.advance();
    if (!startsExpression(this.token)) return;
    this.expression();
    if (this.accept(Token.From)) this.expression();
  }

  #declaration(keyword: "global" | "nonlocal"): void {
    this.advance();
    do {
      const at = this.at;
      this.expect(Token.Name, "a name");
      this.usage.declare(this.nameOf(at), keyword);
      const message = this.scope.names?.declare(this.nameOf(at), keyword, at);
      if (message !== undefined) this.complain(Stage.Symbols, message, at);
    } while (this.accept(Token.Comma));
  }

  #del(): void {
    this.advance();
    const at = this.at;
    const shape = this.expressionList(Elements.Plain);
    const isInside = shape === Shape.BadTuple || shape === Shape.BadList;
    const [culprit, token] = isInside ? [this.culpritShape, this.culprit] : [shape, at];
    if (culprit > Shape.List) this.fail(`${describe(culprit)} cannot be deleted`, token);
    if ((shape === Shape.Tuple || shape === Shape.List) && this.starred >= 0) {
      this.fail("a starred expression cannot be deleted", this.starred);
    }
    for (const target of this.targetNames(at, this.at)) {
      this.meetBinding(target);
      this.usage.unbind(this.nameOf(target));
    }
  }

  #expressionStatement(): Shape {
    let at = this.at;
    let shape = this.#value();
    if (this.is(Token.Assign)) {
      while (this.is(Token.Assign)) {
        this.checkTarget(shape, at);
        this.bindTargets(at, this.at);
        this.advance();
        at = this.at;
        shape = this.#value();
      }
    } else if (this.is(Token.AugmentedAssign)) {
      if (!isSingleTarget(shape))
        this.fail(`${describe(shape)} cannot be the target of '${this.tokens.text(this.at)}'`, at);
      // Most versions let an attribute of that name be changed in place.
      if (shape === Shape.Name) this.refuseDebugTargets(at);
      // The target is read before it is bound.
      const targets = [...this.targetNames(at, this.at)];
      this.advance();
      at = this.at;
      shape = this.#value();
      for (const target of targets) this.meetBinding(target);
    } else if (this.is(Token.Colon)) return this.#annotated(shape, at);
    if (shape === Shape.Starred || shape === Shape.BadStarred) this.fail("a starred expression cannot stand here", at);
    return shape;
  }

  #value(): Shape {
    return this.is(Token.Yield) ? this.yieldExpression() : this.expressionList(Elements.Plain);
  }

  #annotated(shape: Shape, at: number): Shape {
    if (!isSingleTarget(shape)) {
      if (shape === Shape.Name || shape > Shape.BadList) this.unexpected();
      this.fail(`${describe(shape)} cannot be annotated`, at);
    }
    this.refuseDebugTargets(at);
    const { names } = this.scope;
    if (shape === Shape.Name && names) {
      // A name in parentheses is annotated too, yet it is no declaration of a local variable.
      const isBare = this.tokens.kind(at) === Token.Name;
      const message = isBare ? names.annotate(this.nameOf(at)) : undefined;
      if (message !== undefined) this.complain(Stage.Symbols, message, at);
    }
    // Without a value nothing is bound, yet somebody else may do that.
    this.bindTargets(at, this.at);
    this.advance();
    this.annotation(false);
    if (this.accept(Token.Assign)) {
      if (this.is(Token.Yield)) this.yieldExpression();
      else this.valueList();
    }
    return Shape.Yield;
  }

  #typeAlias(): void {
    this.advance();
    this.#definedName();
    this.#typeParameters();
    this.expect(Token.Assign, "'='");
    this.annotation(false);
  }
}
