/*
 * The chapter of the grammar on expressions, a production a method, from what binds loosest to what binds closest. It is
 * longer than other files because productions call each other in circles, and all of them move one place in one list.
 */

import { ScopeKind } from "./names.js";
import { Stage } from "./reader.js";
import type { Mark } from "./scoped.js";
import { StringReader } from "./strings.js";
import { describe, isTarget, Shape } from "./shape.js";
import { startsExpression, Token } from "./token.js";

/** No version follows lambdas deeper into the defaults of each other's parameters. */
const MAX_DEFAULTS = 600;

/** Which expressions may be the elements of a list. */
export enum Elements {
  /** Of a tuple without brackets. */
  Plain,
  /** In brackets: `:=` may stand there. */
  Named,
  /** Of a `for`: ends before `in`. */
  Target,
}

const BEFORE_STAR: ReadonlySet<Token> = new Set([
  Token.End,
  Token.Newline,
  Token.Indent,
  Token.Dedent,
  Token.Semicolon,
  Token.Comma,
  Token.OpenParen,
  Token.OpenBracket,
  Token.OpenBrace,
  Token.Assign,
  Token.For,
  Token.Return,
  Token.Yield,
]);

const AFTER_STAR: ReadonlySet<Token> = new Set([
  Token.Newline,
  Token.Semicolon,
  Token.Comma,
  Token.CloseParen,
  Token.CloseBracket,
  Token.CloseBrace,
  Token.Assign,
  Token.In,
]);

/** Reads expressions. A method leaves the reader after what it read and answers the expression's shape. */
export class ExpressionReader extends StringReader {
  /** How many lambdas' parameters are being read, each in the default of another's. */
  #defaults = 0;
  /** `<>` is an operator: in some versions a joke makes it one. */
  protected hasOldUnequal = false;
  /** Of the tuple or list read last: its first element that is no target, as a token; -1 when all are. */
  protected culprit = -1;
  protected culpritShape = Shape.Name;
  /** Of the tuple or list read last: its first starred element, as a token; -1 when there is none. */
  protected starred = -1;

  /** `a, *b, c`: a single expression, or a tuple without brackets. */
  protected expressionList(elements: Elements): Shape {
    const at = this.at;
    const first = this.element(elements);
    return this.is(Token.Comma) ? this.#elements(first, at, elements) : first;
  }

  /** The same as a value: `*a` alone is none. */
  protected valueList(elements = Elements.Plain): Shape {
    const at = this.at;
    const shape = this.expressionList(elements);
    this.#refuseStar(shape, at);
    return shape;
  }

  #refuseStar(shape: Shape, at: number): void {
    if (shape === Shape.Starred || shape === Shape.BadStarred) this.fail("a starred expression cannot stand here", at);
  }

  protected element(elements: Elements): Shape {
    if (this.is(Token.Star)) {
      this.advance();
      const at = this.at;
      const shape = this.arithmetic();
      if (isTarget(shape)) return Shape.Starred;
      if (shape !== Shape.BadTuple && shape !== Shape.BadList) [this.culprit, this.culpritShape] = [at, shape];
      return Shape.BadStarred;
    }
    if (elements === Elements.Plain) return this.expression();
    return elements === Elements.Named ? this.named() : this.arithmetic();
  }

  /** The rest of a tuple or list whose first element was read; ends before what closes it. */
  #elements(first: Shape, firstAt: number, elements: Elements): Shape.Tuple | Shape.BadTuple {
    let culprit = -1;
    let culpritShape = Shape.Name;
    let starred = -1;
    let stars = 0;
    for (let shape = first, at = firstAt; ;) {
      if (shape === Shape.Starred && ++stars > 1 && culprit < 0) [culprit, culpritShape] = [at, shape];
      if (shape === Shape.Starred && starred < 0) starred = at;
      if ((shape === Shape.Tuple || shape === Shape.List) && starred < 0) starred = this.starred;
      if (shape > Shape.Starred && culprit < 0) {
        const isInside = shape <= Shape.BadList;
        [culprit, culpritShape] = isInside ? [this.culprit, this.culpritShape] : [at, shape];
      }
      if (!this.accept(Token.Comma) || !(startsExpression(this.token) || this.is(Token.Star))) break;
      at = this.at;
      shape = this.element(elements);
    }
    [this.culprit, this.culpritShape, this.starred] = [culprit, culpritShape, starred];
    return culprit < 0 ? Shape.Tuple : Shape.BadTuple;
  }

  /** An expression, or `name := expression`. */
  protected named(): Shape {
    if (!this.#startsNamed()) return this.expression();
    this.scope.walruses.push(this.at);
    this.bindName(this.at);
    this.advance();
    this.advance();
    this.expression();
    return Shape.Named;
  }

  #startsNamed(): boolean {
    return this.is(Token.Name) && this.peek() === Token.Walrus;
  }

  protected expression(): Shape {
    // A loop: chains of these are as long as their authors like.
    let shape: Shape | undefined;
    let lambdas = 0;
    for (;;) {
      if (this.is(Token.Lambda)) shape ??= Shape.Lambda;
      lambdas += this.#lambdaHeads();
      const operand = this.disjunction();
      if (!this.accept(Token.If)) {
        while (lambdas-- > 0) this.leave();
        return shape ?? operand;
      }
      shape ??= Shape.Conditional;
      this.disjunction();
      this.expect(Token.Else, "'else'");
    }
  }

  /** Everything that binds tighter than `if … else`: `or`, `and`, `not`, comparisons. */
  protected disjunction(): Shape {
    let shape: Shape | undefined;
    for (;;) {
      let operators = false;
      while (this.accept(Token.Not)) operators = true;
      let operand = this.arithmetic();
      while (this.#comparison()) {
        this.arithmetic();
        operand = Shape.Comparison;
      }
      shape = shape !== undefined || operators ? Shape.Operation : operand;
      if (!this.is(Token.Or) && !this.is(Token.And)) return shape;
      this.advance();
      shape = Shape.Operation;
    }
  }

  #comparison(): boolean {
    switch (this.token) {
      case Token.OldUnequal:
        if (!this.hasOldUnequal) return false;
        this.advance();
        return true;
      case Token.Compare:
      case Token.In:
        this.advance();
        return true;
      case Token.Is:
        this.advance();
        this.accept(Token.Not);
        return true;
      case Token.Not:
        if (this.peek() !== Token.In) return false;
        this.advance();
        this.advance();
        return true;
      default:
        return false;
    }
  }

  /** Everything that binds tighter than comparisons: `|` down to `**`, signs, `await`, trailers. */
  protected arithmetic(): Shape {
    let shape: Shape | undefined;
    for (;;) {
      while (this.is(Token.Minus) || this.is(Token.Plus) || this.is(Token.Tilde)) {
        this.advance();
        shape = Shape.Operation;
      }
      const operand = this.#primary();
      shape = shape === undefined ? operand : Shape.Operation;
      if (!((this.token >= Token.Star && this.token <= Token.Caret) || this.is(Token.At))) return shape;
      this.advance();
      shape = Shape.Operation;
    }
  }

  #primary(): Shape {
    if (this.is(Token.Await)) {
      this.asyncUse(this.at, false);
      this.advance();
      if (this.is(Token.Await)) this.unexpected();
      this.#primary();
      return Shape.Await;
    }
    let shape = this.#atom();
    for (;;) {
      switch (this.token) {
        case Token.Dot:
          this.advance();
          this.expect(Token.Name, "a name");
          shape = Shape.Attribute;
          break;
        case Token.OpenParen:
          this.advance();
          this.arguments(true);
          shape = Shape.Call;
          break;
        case Token.OpenBracket:
          this.advance();
          this.#subscript();
          shape = Shape.Subscript;
          break;
        default:
          return shape;
      }
    }
  }

  #atom(): Shape {
    switch (this.token) {
      case Token.Name:
        this.useName(this.at);
        this.advance();
        return Shape.Name;
      case Token.Number:
        this.advance();
        return Shape.Literal;
      case Token.String:
      case Token.Bytes:
      case Token.FStringStart:
      case Token.TStringStart:
        return this.strings();
      case Token.OpenParen:
        return this.#parenthesised();
      case Token.OpenBracket:
        return this.#list();
      case Token.OpenBrace:
        return this.#braces();
      case Token.True:
        this.advance();
        return Shape.True;
      case Token.False:
        this.advance();
        return Shape.False;
      case Token.None:
        this.advance();
        return Shape.None;
      case Token.Ellipsis:
        this.advance();
        return Shape.Ellipsis;
      default:
        return this.unexpected();
    }
  }

  #parenthesised(): Shape {
    const open = this.at;
    const mark = this.mark();
    this.advance();
    if (this.accept(Token.CloseParen)) return Shape.EmptyTuple;
    if (this.is(Token.Yield)) {
      this.yieldExpression();
      this.closing(Token.CloseParen, "')'");
      return Shape.Yield;
    }
    const at = this.at;
    let shape = this.element(Elements.Named);
    if (this.startsComprehension()) {
      this.comprehension(shape, at, mark, true);
      shape = Shape.Generator;
    } else if (this.is(Token.Comma)) shape = this.#elements(shape, at, Elements.Named);
    this.closing(Token.CloseParen, "')'");
    if (shape === Shape.Starred || shape === Shape.BadStarred) this.#parenthesisedStar(open);
    return shape;
  }

  /** Python 3.8 takes `(*x)` for `*x` among the elements of a list or the arguments of a call. */
  #parenthesisedStar(open: number): void {
    if (!BEFORE_STAR.has(this.tokens.kind(open - 1)) || !AFTER_STAR.has(this.token)) {
      this.fail("a starred expression cannot stand here", open);
    }
  }

  #list(): Shape {
    const mark = this.mark();
    this.advance();
    const at = this.at;
    let shape: Shape = Shape.List;
    this.culprit = this.starred = -1;
    if (!this.is(Token.CloseBracket)) {
      const first = this.element(Elements.Named);
      if (this.startsComprehension()) {
        this.comprehension(first, at, mark, false);
        shape = Shape.ListComprehension;
      } else shape = this.#elements(first, at, Elements.Named) === Shape.Tuple ? Shape.List : Shape.BadList;
    }
    this.closing(Token.CloseBracket, "']'");
    return shape;
  }

  #braces(): Shape {
    const mark = this.mark();
    this.advance();
    if (this.accept(Token.CloseBrace)) return Shape.Dict;
    const at = this.at;
    if (this.is(Token.DoubleStar)) return this.#dict(mark);
    const isKey = !this.is(Token.Star) && !this.#startsNamed();
    const first = this.element(Elements.Named);
    if (isKey && this.is(Token.Colon)) return this.#dict(mark);
    let shape = Shape.Set;
    if (this.startsComprehension()) {
      this.comprehension(first, at, mark, false);
      shape = Shape.SetComprehension;
    } else this.#elements(first, at, Elements.Named);
    this.closing(Token.CloseBrace, "'}'");
    return shape;
  }

  /** A dict display from its first `**`, or from the `:` after its first key. */
  #dict(mark: Mark): Shape {
    let shape = Shape.Dict;
    let isFirst = true;
    for (;;) {
      if (this.is(Token.DoubleStar)) {
        const at = this.at;
        this.advance();
        this.arithmetic();
        if (this.startsComprehension()) this.fail("'**' cannot be used in a dict comprehension", at);
      } else {
        if (!isFirst || !this.is(Token.Colon)) this.expression();
        this.expect(Token.Colon, "':'");
        if (this.is(Token.CloseBrace) || this.is(Token.Comma)) {
          this.fail("a value is expected after ':' in the dict", this.at - 1);
        }
        this.expression();
        if (isFirst && this.startsComprehension()) {
          this.comprehension(Shape.Name, mark.token, mark, false);
          shape = Shape.DictComprehension;
          break;
        }
      }
      isFirst = false;
      if (!this.accept(Token.Comma) || this.is(Token.CloseBrace)) break;
    }
    this.closing(Token.CloseBrace, "'}'");
    return shape;
  }

  /** The targets of a `for`, up to its `in`. */
  protected targetList(): void {
    const at = this.at;
    const shape = this.expressionList(Elements.Target);
    this.checkTarget(shape, at);
  }

  /** @throws FaultError when an expression that began at `at` cannot be assigned to. */
  protected checkTarget(shape: Shape, at: number): void {
    if (isTarget(shape)) return this.refuseDebugTargets(at);
    if (shape === Shape.Starred) this.fail("a starred target stands outside of a list or tuple", at);
    const isInside = shape === Shape.BadTuple || shape === Shape.BadList || shape === Shape.BadStarred;
    const [culprit, token] = isInside ? [this.culpritShape, this.culprit] : [shape, at];
    if (culprit === Shape.Starred) this.fail("an assignment has two starred targets", token);
    this.fail(`${describe(culprit)} cannot be assigned to`, token);
  }

  #subscript(): void {
    do {
      if (this.is(Token.CloseBracket)) break;
      if (this.accept(Token.Star)) this.expression();
      else this.#slice();
    } while (this.accept(Token.Comma));
    if (this.tokens.kind(this.at - 1) === Token.OpenBracket) this.unexpected();
    this.closing(Token.CloseBracket, "']'");
  }

  #slice(): void {
    if (!this.is(Token.Colon)) {
      const isNamed = this.#startsNamed();
      this.named();
      if (isNamed) return;
    }
    for (let colons = 0; colons < 2 && this.accept(Token.Colon); colons++) {
      if (startsExpression(this.token)) this.expression();
    }
  }

  protected yieldExpression(): Shape {
    const at = this.at;
    const { scope } = this;
    this.advance();
    scope.yields.push(at);
    if (!scope.isFunction) this.complain(Stage.Code, "'yield' stands outside of a function", at);
    if (this.accept(Token.From)) {
      if (scope.kind === ScopeKind.AsyncFunction)
        this.complain(Stage.Code, "'yield from' stands in an async function", at);
      this.expression();
    } else if (startsExpression(this.token) || this.is(Token.Star)) this.valueList();
    return Shape.Yield;
  }

  /** A lambda in a comprehension's `if`, where Python 3.8 takes one without `if … else` in it. */
  protected conditionLambda(): void {
    let lambdas = this.#lambdaHeads();
    this.disjunction();
    while (lambdas-- > 0) this.leave();
  }

  /** Enters the lambdas that begin here, one the body of the other; answers how many. */
  #lambdaHeads(): number {
    let count = 0;
    for (; this.accept(Token.Lambda); count++) {
      if (++this.#defaults > MAX_DEFAULTS) this.fail("the lambdas nest too deep", this.at - 1);
      const parameters = this.parameters(Token.Colon, false);
      this.#defaults--;
      this.expect(Token.Colon, "':'");
      this.enter(ScopeKind.Lambda);
      this.bindParameters(parameters);
    }
    return count;
  }
}
