import { Names, ScopeKind } from "./names.js";

/** A place where something happened that may turn out to be wrong, or fine, once more has been read. */
export interface AsyncUse {
  /** Index of the token. */
  readonly token: number;
  /** An asynchronous comprehension rather than an `await`. */
  readonly isComprehension: boolean;
}

/** One body of code while it is read. A comprehension is read as part of the scope around it. */
export class Scope {
  /** How many loops of this scope are around the current statement. */
  loops = 0;
  /** An `except*` block is around the current statement, with no loop between. */
  inExceptStar = false;
  /** What needs an async function around it and has, so far, no comprehension around it that would do. */
  readonly asyncUses: AsyncUse[] = [];
  /** Tokens of the `yield`s. */
  readonly yields: number[] = [];
  /** Tokens of the names that `:=` binds, those inside comprehensions included. */
  readonly walruses: number[] = [];
  /** Token of the first `return` with a value. */
  valuedReturn: number | undefined;
  /** What the names mean; kept only in files that declare one `global` or `nonlocal`. */
  readonly names: Names | undefined;

  constructor(
    readonly kind: ScopeKind,
    readonly parent: Scope | undefined,
    tracksNames: boolean,
  ) {
    this.names = tracksNames ? new Names(kind, parent?.names) : undefined;
  }

  get isFunction(): boolean {
    return this.kind >= ScopeKind.Function;
  }
}
