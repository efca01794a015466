import { Holds } from "../../syntax/kinds.js";
import { Token, type Tokens } from "./token.js";

/** What there is where a token stands. */
const HELD: readonly number[] = table([
  [Token.As, Holds.Alias],
  [Token.Assert, Holds.Assert],
  [Token.AugmentedAssign, Holds.AugmentedAssignment],
  [Token.Await, Holds.Await],
  [Token.And, Holds.BooleanOperator],
  [Token.Or, Holds.BooleanOperator],
  [Token.Break, Holds.Break],
  [Token.Class, Holds.Class],
  [Token.Compare, Holds.Comparison],
  [Token.OldUnequal, Holds.Comparison],
  [Token.Is, Holds.Comparison],
  [Token.Del, Holds.Delete],
  [Token.Elif, Holds.Elif],
  [Token.Else, Holds.Else],
  [Token.Except, Holds.Except],
  [Token.For, Holds.For],
  [Token.Def, Holds.Function],
  [Token.Global, Holds.Global],
  [Token.If, Holds.If],
  [Token.Import, Holds.Import],
  [Token.Lambda, Holds.Lambda],
  [Token.Walrus, Holds.NamedExpression],
  [Token.Nonlocal, Holds.Nonlocal],
  [Token.Raise, Holds.Raise],
  [Token.Return, Holds.Return],
  [Token.OpenBracket, Holds.Subscript],
  [Token.Try, Holds.Try],
  [Token.While, Holds.While],
  [Token.With, Holds.With],
  [Token.Yield, Holds.Yield],
]);

function table(entries: readonly (readonly [Token, number])[]): readonly number[] {
  const held = new Array<number>(Token.Yield + 1).fill(0);
  for (const [token, what] of entries) held[token] = what;
  return held;
}

/** What stands from one token to another, both included: of {@link Holds}. */
export function heldBetween(tokens: Tokens, first: number, last: number): number {
  let held = 0;
  let ins = 0;
  for (let at = first; at <= last; at++) {
    const kind = tokens.kind(at);
    held |= HELD[kind] ?? 0;
    // Each 'for' has an 'in' of its own, and any other one compares.
    if (kind === Token.In) ins++;
    else if (kind === Token.For) ins--;
  }
  return ins > 0 ? held | Holds.Comparison : held;
}
