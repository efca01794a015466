import { ScopeKind } from "./names.js";
import { PatternReader } from "./patterns.js";
import { Stage } from "./reader.js";
import { isKeyword, Token } from "./token.js";

/** What `from __future__` knows. */
const FEATURES: ReadonlySet<string> = new Set([
  "nested_scopes",
  "generators",
  "division",
  "absolute_import",
  "with_statement",
  "print_function",
  "unicode_literals",
  "barry_as_FLUFL",
  "generator_stop",
  "annotations",
]);

/** Reads import statements. */
export class ImportReader extends PatternReader {
  /** Nothing but the docstring and `from __future__` has been read. */
  protected isPreamble = true;

  protected import(): void {
    const head = this.tokens.start(this.at);
    this.advance();
    do {
      const at = this.at;
      this.#dottedName();
      this.usage.import({ at: head, level: 0, module: this.#spelled(at) });
      if (this.accept(Token.As)) {
        this.bindName(this.at);
        this.expect(Token.Name, "a name");
      } else {
        // Python 3.8 takes 'import __debug__.a'.
        if (this.at === at + 1) this.refuseDebug(at);
        this.meetBinding(at);
      }
    } while (this.accept(Token.Comma));
  }

  #dottedName(): void {
    this.expect(Token.Name, "a module");
    while (this.accept(Token.Dot)) this.expect(Token.Name, "a name");
  }

  protected fromImport(wasPreamble: boolean): void {
    const head = this.at;
    this.advance();
    const isFuture = this.isSoft("__future__") && this.peek() === Token.Import;
    let dots = 0;
    while (this.is(Token.Dot) || this.is(Token.Ellipsis)) {
      dots += this.is(Token.Ellipsis) ? 3 : 1;
      this.advance();
    }
    const from = this.at;
    if (dots === 0 || !this.is(Token.Import)) this.#dottedName();
    const source = { at: this.tokens.start(head), level: dots, module: this.#spelled(from) };
    this.expect(Token.Import, "'import'");
    if (isFuture) this.isPreamble = wasPreamble;
    if (isFuture && !wasPreamble) {
      this.complain(Stage.Code, "'from __future__' stands after other statements", head);
    }
    if (this.is(Token.Star)) {
      if (this.scope.kind !== ScopeKind.Module) {
        this.complain(Stage.Symbols, "'import *' stands outside of module level", this.at);
      }
      if (isFuture) this.complain(Stage.Futures, "the future feature '*' is unknown", this.at);
      this.usage.import({ ...source, members: ["*"] });
      return this.advance();
    }
    const members: string[] = [];
    this.usage.import({ ...source, members });
    if (this.accept(Token.OpenParen)) {
      do {
        if (this.is(Token.CloseParen) && this.tokens.kind(this.at - 1) === Token.Comma) break;
        members.push(this.nameOf(this.at));
        this.#importedName(isFuture && wasPreamble);
      } while (this.accept(Token.Comma));
      return this.closing(Token.CloseParen, "')'");
    }
    do {
      if (this.is(Token.Newline) && this.tokens.kind(this.at - 1) === Token.Comma) {
        this.fail("a trailing comma after imported names needs parentheses around them", this.at - 1);
      }
      members.push(this.nameOf(this.at));
      this.#importedName(isFuture && wasPreamble);
    } while (this.accept(Token.Comma));
  }

  /** The dotted name from a token up to the current one. */
  #spelled(from: number): string {
    let name = "";
    for (let at = from; at < this.at; at++) name += this.tokens.text(at);
    return name;
  }

  #importedName(isFeature: boolean): void {
    const at = this.at;
    this.expect(Token.Name, "a name");
    const name = this.tokens.text(at);
    if (isFeature && !FEATURES.has(name)) {
      this.complain(Stage.Futures, `the future feature '${name}' is unknown`, at);
    }
    if (isFeature && name === "barry_as_FLUFL") this.hasOldUnequal = true;
    if (!this.accept(Token.As)) return this.bindName(at);
    this.bindName(this.at);
    if (isKeyword(this.token)) this.unexpected("a name");
    this.expect(Token.Name, "a name");
  }
}
