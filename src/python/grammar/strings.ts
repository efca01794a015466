import { CallReader } from "./calls.js";
import { Shape } from "./shape.js";
import { startsExpression, Token } from "./token.js";

/** Reads string literals and the replacement fields in them. */
export abstract class StringReader extends CallReader {
  protected abstract valueList(): Shape;
  protected abstract yieldExpression(): Shape;

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
}
