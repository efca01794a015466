import { Elements, ExpressionReader } from "./expressions.js";
import { keyOf } from "./keys.js";
import { Stage } from "./reader.js";
import { Shape } from "./shape.js";
import { startsExpression, Token } from "./token.js";

/** Reads the patterns of a `match` statement. A method answers whether the pattern matches everything. */
export class PatternReader extends ExpressionReader {
  /** The names that the current case has captured so far. */
  #captures: string[] = [];

  /** What stands between `match` and `:`. */
  protected subject(): void {
    const at = this.at;
    const shape = this.expressionList(Elements.Named);
    if (shape === Shape.Starred || shape === Shape.BadStarred) this.fail("a starred expression cannot stand here", at);
  }

  /** What stands between `case` and its guard or `:`. */
  protected casePattern(): boolean {
    this.#captures = [];
    const isSequence = this.is(Token.Star);
    const first = this.at;
    let matchesAll = this.#sequenceItem();
    if (this.is(Token.Comma) || isSequence) {
      if (!this.is(Token.Comma)) this.fail("a starred pattern stands outside of a sequence", first);
      this.#sequenceRest(isSequence ? 1 : 0);
      matchesAll = false;
    }
    return matchesAll;
  }

  #sequenceItem(): boolean {
    if (!this.accept(Token.Star)) return this.#pattern();
    this.#capture();
    return false;
  }

  /** The rest of a sequence pattern whose first item was read and `stars` of whose items were starred. */
  #sequenceRest(stars: number): void {
    while (this.accept(Token.Comma)) {
      if (!startsExpression(this.token) && !this.is(Token.Star)) return;
      const at = this.at;
      if (this.is(Token.Star) && ++stars > 1) {
        this.complain(Stage.Code, "a sequence pattern has two starred patterns", at);
      }
      this.#sequenceItem();
    }
  }

  #capture(): void {
    if (!this.is(Token.Name)) this.unexpected("a name");
    const name = this.nameOf(this.at);
    if (name !== "_") {
      if (this.#captures.includes(name)) {
        this.complain(Stage.Code, `the pattern captures the name '${name}' twice`, this.at);
      } else this.#captures.push(name);
      this.bindName(this.at);
    }
    this.advance();
  }

  /** Alternatives, with the name that they may be captured in. */
  #pattern(): boolean {
    const before = this.#captures;
    let names: string[] | undefined;
    let matchesAll = false;
    for (;;) {
      const at = this.at;
      if (matchesAll) this.complain(Stage.Code, "the alternatives after this one can never match", at);
      this.#captures = [...before];
      matchesAll = this.#closed();
      const found = this.#captures.slice(before.length).sort();
      if (names && names.join() !== found.join()) {
        this.complain(Stage.Code, "the alternatives of the pattern capture different names", at);
      }
      names ??= found;
      if (!this.accept(Token.Pipe)) break;
    }
    if (this.accept(Token.As)) {
      if (this.isSoft("_")) this.fail("'_' cannot be the name after 'as' in a pattern");
      this.#capture();
    }
    return matchesAll;
  }

  #closed(): boolean {
    switch (this.token) {
      case Token.Name:
        return this.#named();
      case Token.OpenParen:
        return this.#group();
      case Token.OpenBracket:
        this.advance();
        this.#sequence(Token.CloseBracket, "']'");
        return false;
      case Token.OpenBrace:
        this.#mapping();
        return false;
      default:
        this.#literal();
        return false;
    }
  }

  #named(): boolean {
    if (this.peek() !== Token.Dot && this.peek() !== Token.OpenParen) {
      this.#capture();
      return true;
    }
    this.#dotted();
    if (this.is(Token.OpenParen)) this.#class();
    return false;
  }

  #dotted(): void {
    this.useName(this.at);
    this.expect(Token.Name, "a name");
    while (this.accept(Token.Dot)) this.expect(Token.Name, "a name");
  }

  #group(): boolean {
    const open = this.at;
    this.advance();
    if (this.accept(Token.CloseParen)) return false;
    const isStarred = this.is(Token.Star);
    const matchesAll = this.#sequenceItem();
    if (this.is(Token.CloseParen)) {
      if (isStarred) this.fail("a starred pattern stands outside of a sequence", open);
      this.advance();
      return matchesAll;
    }
    this.#sequenceRest(isStarred ? 1 : 0);
    this.closing(Token.CloseParen, "')'");
    return false;
  }

  #sequence(close: Token, shown: string): void {
    if (this.token !== close) {
      const isStarred = this.is(Token.Star);
      this.#sequenceItem();
      this.#sequenceRest(isStarred ? 1 : 0);
    }
    this.closing(close, shown);
  }

  #mapping(): void {
    this.advance();
    const keys = new Set<string>();
    while (!this.is(Token.CloseBrace)) {
      if (this.accept(Token.DoubleStar)) {
        if (this.isSoft("_")) this.fail("'_' cannot follow '**' in a pattern");
        this.#capture();
        this.accept(Token.Comma);
        break;
      }
      if (this.is(Token.Name)) {
        if (this.peek() !== Token.Dot) this.fail("a mapping pattern's key is a literal or an attribute");
        this.#dotted();
      } else this.#key(keys);
      this.expect(Token.Colon, "':'");
      this.#pattern();
      if (!this.accept(Token.Comma)) break;
    }
    this.closing(Token.CloseBrace, "'}'");
  }

  /** A literal key, which no other of the mapping pattern may equal. */
  #key(keys: Set<string>): void {
    const at = this.at;
    this.#literal();
    const literals = Array.from({ length: this.at - at }, (_, index) => this.tokens.text(at + index));
    const value = keyOf(literals);
    if (keys.has(value)) this.complain(Stage.Code, "the mapping pattern has an equal key before", at, this.at - 1);
    keys.add(value);
  }

  #class(): void {
    this.advance();
    const keywords = new Set<string>();
    while (!this.is(Token.CloseParen)) {
      const at = this.at;
      if (this.is(Token.Name) && this.peek() === Token.Assign) {
        const name = this.nameOf(at);
        if (keywords.has(name))
          this.complain(Stage.Code, `the attribute '${name}' is repeated in the class pattern`, at);
        keywords.add(name);
        this.refuseDebug(at);
        this.advance();
        this.advance();
        this.#pattern();
      } else {
        this.#pattern();
        if (keywords.size > 0) this.fail("a positional pattern follows a keyword pattern", at);
      }
      if (!this.accept(Token.Comma)) break;
    }
    this.closing(Token.CloseParen, "')'");
  }

  /** A number, perhaps complex, strings, or one of `None`, `True` and `False`. */
  #literal(): void {
    switch (this.token) {
      case Token.None:
      case Token.True:
      case Token.False:
        return this.advance();
      case Token.String:
      case Token.Bytes:
      case Token.FStringStart:
      case Token.TStringStart: {
        const at = this.at;
        if (this.strings() === Shape.FString) this.fail("a pattern cannot be an f-string", at);
        return;
      }
      case Token.Minus:
      case Token.Number:
        return this.#number();
      default:
        this.unexpected();
    }
  }

  #number(): void {
    this.accept(Token.Minus);
    if (this.#isImaginary()) return this.expect(Token.Number, "a number");
    this.expect(Token.Number, "a number");
    if (!this.is(Token.Plus) && !this.is(Token.Minus)) return;
    this.advance();
    if (!this.#isImaginary()) this.fail("a complex number in a pattern ends with its imaginary part");
    this.advance();
  }

  #isImaginary(): boolean {
    return this.is(Token.Number) && /[jJ]$/.test(this.tokens.text(this.at));
  }
}
