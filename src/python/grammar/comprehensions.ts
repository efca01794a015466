import { ScopeKind } from "./names.js";
import { ParameterReader } from "./parameters.js";
import { Stage } from "./reader.js";
import type { Mark } from "./scoped.js";
import { Shape } from "./shape.js";
import { Token } from "./token.js";

/**
 * Reads the clauses of comprehensions.
 *
 * That an expression is the element of one shows only after it: what the scope around took for its own since the
 * element began is then moved into the comprehension.
 */
export abstract class ComprehensionReader extends ParameterReader {
  protected abstract disjunction(): Shape;
  protected abstract targetList(): void;
  protected abstract conditionLambda(): void;

  protected startsComprehension(): boolean {
    return this.is(Token.For) || (this.is(Token.Async) && this.peek() === Token.For);
  }

  /** The clauses of a comprehension whose element began at `mark`. */
  protected comprehension(element: Shape, elementAt: number, mark: Mark, isGenerator: boolean): void {
    const { scope } = this;
    if (element === Shape.Starred || element === Shape.BadStarred) {
      this.fail("a starred expression cannot be a comprehension's element", elementAt);
    }
    const clauses: (readonly [from: number, to: number])[] = [];
    let kept: readonly string[] = [];
    let isAsync = this.#takeOver(mark);
    for (let isFirst = true; this.startsComprehension(); isFirst = false) {
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
      if (isFirst) kept = scope.names?.log.slice(iterable.names) ?? [];
      const conditions = this.mark();
      while (this.accept(Token.If)) {
        if (this.is(Token.Lambda)) this.conditionLambda();
        else this.disjunction();
      }
      if (this.#takeOver(isFirst ? conditions : inner)) isAsync = true;
    }
    this.forgetNames(mark.names);
    this.usage.comprehension(mark.reads, this.#targetsOf(clauses));
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

  #targetsOf(clauses: readonly (readonly [from: number, to: number])[]): ReadonlySet<string> {
    const names = new Set<string>();
    for (const [from, to] of clauses) for (const token of this.targetNames(from, to)) names.add(this.nameOf(token));
    return names;
  }

  #checkWalruses(mark: Mark, clauses: readonly (readonly [from: number, to: number])[]): void {
    const { scope } = this;
    const variables = this.#targetsOf(clauses);
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
}
