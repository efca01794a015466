import { TooDeepError } from "./fault.js";
import { ScopeKind } from "./names.js";
import { Stage } from "./reader.js";
import { ScopedReader, type Mark } from "./scoped.js";
import { describe, isTarget, Shape } from "./shape.js";
import { Token } from "./token.js";

/** Deeper chains of lambdas and conditional expressions are not followed. */
const MAX_DEPTH = 400;

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

/** Reads expressions. A method leaves the reader after what it read and answers the expression's shape. */
export class ExpressionReader extends ScopedReader {
  #depth = 0;
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
    this.#deeper();
    let shape: Shape;
    if (this.is(Token.Lambda)) shape = this.#lambda(false);
    else {
      shape = this.disjunction();
      if (this.accept(Token.If)) {
        this.disjunction();
        this.expect(Token.Else, "'else'");
        this.expression();
        shape = Shape.Conditional;
      }
    }
    this.#depth--;
    return shape;
  }

  #deeper(): void {
    if (++this.#depth > MAX_DEPTH) throw new TooDeepError();
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

  /** Literals that stand side by side and make one string. */
  protected strings(): Shape {
    const first = this.at;
    let texts = 0;
    let bytes = 0;
    let formatted = 0;
    for (; ; this.advance()) {
      if (this.is(Token.String)) texts++;
      else if (this.is(Token.Bytes)) bytes++;
      else if (this.is(Token.FStringStart) || this.is(Token.TStringStart)) formatted++;
      else break;
      const bad = this.tokenized.badEscapes.get(this.at);
      if (bad) this.fail(bad.message);
      if (this.is(Token.FStringStart) || this.is(Token.TStringStart)) {
        this.advance();
        while (this.is(Token.FieldOpen)) this.#field();
        if (!this.is(Token.FStringEnd)) this.unexpected();
      }
    }
    const last = this.at - 1;
    if (bytes > 0 && texts + formatted > 0) this.fail("bytes and text literals are mixed", first, last);
    return formatted > 0 ? Shape.FString : Shape.Literal;
  }

  /** A replacement field, from its `{` to after its `}`. */
  #field(): void {
    const open = this.at;
    this.advance();
    if (!startsExpression(this.token) && !this.is(Token.Star) && !this.is(Token.Yield)) {
      this.fail(`an expression is expected in the f-string's field before '${this.tokens.text(this.at)}'`);
    }
    if (this.is(Token.Yield)) this.yieldExpression();
    else this.valueList();
    this.accept(Token.Assign);
    if (this.is(Token.Stray) && this.tokens.spells(this.at, "!")) this.#conversion();
    if (this.accept(Token.FieldColon)) while (this.is(Token.FieldOpen)) this.#field();
    if (!this.accept(Token.FieldClose)) this.fail("'}' is expected in an f-string's field", open, this.at);
  }

  #conversion(): void {
    const { tokens } = this;
    const bang = this.at;
    this.advance();
    const touches = tokens.start(this.at) === tokens.end(bang);
    if (!this.is(Token.Name) || !touches || !/^[rsa]$/.test(tokens.text(this.at))) {
      this.fail("an f-string's conversion is one of '!r', '!s' and '!a'", bang);
    }
    this.advance();
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
    if (this.#startsComprehension()) {
      this.#comprehension(shape, at, mark, true);
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
      if (this.#startsComprehension()) {
        this.#comprehension(first, at, mark, false);
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
    if (this.#startsComprehension()) {
      this.#comprehension(first, at, mark, false);
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
        if (this.#startsComprehension()) this.fail("'**' cannot be used in a dict comprehension", at);
      } else {
        if (!isFirst || !this.is(Token.Colon)) this.expression();
        this.expect(Token.Colon, "':'");
        if (this.is(Token.CloseBrace) || this.is(Token.Comma)) {
          this.fail("a value is expected after ':' in the dict", this.at - 1);
        }
        this.expression();
        if (isFirst && this.#startsComprehension()) {
          this.#comprehension(Shape.Name, mark.token, mark, false);
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

  /** @throws FaultError when a bracket does not close here. */
  protected closing(token: Token, shown: string): void {
    if (this.accept(token)) return;
    if (startsExpression(this.token)) this.unexpected("',' or " + shown);
    this.unexpected();
  }

  #startsComprehension(): boolean {
    return this.is(Token.For) || (this.is(Token.Async) && this.peek() === Token.For);
  }

  /** The clauses of a comprehension whose element began at `mark`. */
  #comprehension(element: Shape, elementAt: number, mark: Mark, isGenerator: boolean): void {
    const { scope } = this;
    if (element === Shape.Starred || element === Shape.BadStarred) {
      this.fail("a starred expression cannot be a comprehension's element", elementAt);
    }
    const clauses: (readonly [from: number, to: number])[] = [];
    const kept: string[] = [];
    let isAsync = this.#takeOver(mark);
    for (let isFirst = true; this.#startsComprehension(); isFirst = false) {
      if (this.accept(Token.Async)) isAsync = true;
      this.advance();
      const from = this.at;
      const inner = this.mark();
      this.targetList();
      clauses.push([from, this.at]);
      this.expect(Token.In, "'in'");
      const iterable = this.mark();
      this.disjunction();
      if (scope.walruses.length > iterable.walruses) {
        const token = scope.walruses.at(-1) ?? this.at;
        this.complain(Stage.Symbols, "':=' cannot be used in what a comprehension iterates over", token);
      }
      // The first iterable belongs to the scope around; all else to the comprehension.
      if (isFirst) kept.push(...(scope.names?.log.slice(iterable.names) ?? []));
      const conditions = this.mark();
      while (this.accept(Token.If)) {
        if (this.is(Token.Lambda)) this.#lambda(true);
        else this.disjunction();
      }
      if (this.#takeOver(isFirst ? conditions : inner)) isAsync = true;
    }
    this.forgetNames(mark.names);
    for (const name of kept) scope.names?.use(name);
    if (scope.walruses.length > mark.walruses) this.#checkWalruses(mark, clauses);
    if (isAsync && !isGenerator) this.asyncUse(mark.token, true);
  }

  /** Moves what happened since a mark into a comprehension; answers whether that makes it asynchronous. */
  #takeOver(mark: Mark): boolean {
    const { asyncUses, yields } = this.scope;
    const inside = yields[mark.yields];
    if (inside !== undefined) this.complain(Stage.Symbols, "'yield' stands inside a comprehension", inside);
    const isAsync = asyncUses.length > mark.asyncUses;
    asyncUses.length = mark.asyncUses;
    return isAsync;
  }

  #checkWalruses(mark: Mark, clauses: readonly (readonly [from: number, to: number])[]): void {
    const { scope } = this;
    const variables = new Set<string>();
    for (const [from, to] of clauses) {
      for (const token of this.targetNames(from, to)) variables.add(this.nameOf(token));
    }
    for (let index = mark.walruses; index < scope.walruses.length; index++) {
      const token = scope.walruses[index] ?? 0;
      const name = this.nameOf(token);
      // A private name is spelled otherwise in a class, which some versions forget here.
      if (variables.has(name) && !name.startsWith("__")) {
        this.complain(Stage.Symbols, `':=' cannot rebind the comprehension's variable '${name}'`, token);
      } else if (scope.kind === ScopeKind.Class) {
        this.complain(Stage.Symbols, "':=' cannot be used in a comprehension in a class body", token);
      }
      this.bindName(token);
    }
  }

  /** The targets of a `for`, up to its `in`. */
  protected targetList(): void {
    const at = this.at;
    const shape = this.expressionList(Elements.Target);
    this.checkTarget(shape, at);
  }

  /** @throws FaultError when an expression that began at `at` cannot be assigned to. */
  protected checkTarget(shape: Shape, at: number): void {
    if (isTarget(shape)) return;
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

  /** The arguments of a call or of a class statement, from after the `(` to after the `)`. */
  protected arguments(takesGenerator: boolean): void {
    let keywords: Set<string> | undefined;
    let keyword = -1;
    let unpacked = false;
    const first = this.at;
    while (!this.is(Token.CloseParen)) {
      const at = this.at;
      if (this.accept(Token.Star)) {
        this.expression();
        if (unpacked) this.fail("an argument unpacking '*' follows a keyword argument unpacking '**'", at);
      } else if (this.accept(Token.DoubleStar)) {
        this.expression();
        unpacked = true;
      } else if (this.is(Token.Name) && this.peek() === Token.Assign) {
        const name = this.nameOf(at);
        if (keyword >= 0) keywords ??= new Set([this.nameOf(keyword)]);
        if (keywords?.has(name)) this.complain(Stage.Code, `the keyword argument '${name}' is repeated`, at);
        keywords?.add(name);
        keyword = at;
        this.advance();
        this.advance();
        this.expression();
      } else {
        this.#positional(first, takesGenerator);
        if (unpacked) this.fail("a positional argument follows a keyword argument unpacking '**'", at);
        if (keyword >= 0) this.fail("a positional argument follows a keyword argument", at);
      }
      if (!this.accept(Token.Comma)) break;
    }
    this.closing(Token.CloseParen, "')'");
  }

  #positional(first: number, takesGenerator: boolean): void {
    const at = this.at;
    const mark = this.mark();
    const shape = this.named();
    if (this.is(Token.Assign)) {
      this.fail(`${describe(shape)} cannot be a keyword argument's name`, at);
    }
    if (!this.#startsComprehension()) return;
    if (!takesGenerator) this.unexpected();
    this.#comprehension(shape, at, mark, true);
    if (at !== first || this.is(Token.Comma)) this.fail("a generator expression must be parenthesised here", at);
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

  /** @param inCondition - in a comprehension's `if`, where Python 3.8 takes a lambda without `if … else` in it */
  #lambda(inCondition: boolean): Shape {
    this.#deeper();
    this.advance();
    const parameters = this.parameters(Token.Colon, false);
    this.expect(Token.Colon, "':'");
    this.enter(ScopeKind.Lambda);
    this.bindParameters(parameters);
    if (!inCondition) this.expression();
    else if (this.is(Token.Lambda)) this.#lambda(true);
    else this.disjunction();
    this.leave();
    this.#depth--;
    return Shape.Lambda;
  }

  /** Makes parameters known to the scope of their function. */
  protected bindParameters(parameters: readonly number[]): void {
    const { names } = this.scope;
    if (names) for (const token of parameters) names.parameter(this.nameOf(token));
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
    this.forget(mark);
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
