import { ComprehensionReader } from "./comprehensions.js";
import { Stage } from "./reader.js";
import { describe, type Shape } from "./shape.js";
import { Token } from "./token.js";

/** Reads the arguments of calls. */
export abstract class CallReader extends ComprehensionReader {
  protected abstract named(): Shape;

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
        this.refuseDebug(at);
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
    if (!this.startsComprehension()) return;
    if (!takesGenerator) this.unexpected();
    this.comprehension(shape, at, mark, true);
    if (at !== first || this.is(Token.Comma)) this.fail("a generator expression must be parenthesised here", at);
  }
}
