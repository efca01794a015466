import { ScopeKind } from "./names.js";

/** A name where it is read. */
export interface NameRead {
  readonly name: string;
  /** UTF-16 offset. */
  readonly at: number;
}

/** An import statement, or the part of one that names a module. */
export interface WrittenImport {
  /** UTF-16 offset of the statement. */
  readonly at: number;
  /** The number of leading dots. */
  readonly level: number;
  /** Dotted name; empty in `from . import x`. */
  readonly module: string;
  /** What is taken out of the module, `*` for all; undefined in `import a.b`. */
  readonly members?: readonly string[];
}

/**
 * What a file does with names, as far as its tokens tell. In doubt a read is listed: it is for the tree to find out which
 * of those do fail.
 */
export interface NameUsage {
  /** The names that the module's own scope binds, be it through `global`. */
  readonly top: ReadonlySet<string>;
  /** The names that any scope inside of it binds, those of comprehensions included. */
  readonly inner: ReadonlySet<string>;
  /** Names that may be read where nothing binds them, builtins included. */
  readonly unresolved: ReadonlySet<string>;
  /** Reads of a scope's own names that no binding may have run before. */
  readonly early: readonly NameRead[];
  /** Reads, in handlers of all exceptions and in `finally`, of names that only the `try` before them binds. */
  readonly inHandlers: readonly NameRead[];
  /** The first reads, right behind an `if` in a function that has no other branch, of names that only it has bound so far. */
  readonly behindIfs: readonly NameRead[];
  readonly imports: readonly WrittenImport[];
}

/** What a branch has bound, until it is known what comes behind all branches. */
export type Bindings = readonly string[];

interface ReadToken extends NameRead {
  readonly token: number;
}

/** One scope while it is read. Comprehensions are part of the scope around them. */
class ScopeUsage {
  /** Every name bound so far. */
  readonly bound = new Set<string>();
  /** Names for which a binding may have run. */
  readonly live = new Set<string>();
  /** What became live, in order. */
  readonly order: string[] = [];
  /** Reads of what was not live; in a class of everything. */
  readonly reads: ReadToken[] = [];
  /** Targets of a statement whose value is still read. */
  readonly waiting: string[] = [];
  /** What the annotations of the scope read. */
  readonly annotated = new Set<string>();
  /** What functions inside read and do not bind. */
  free = new Set<string>();
  readonly globals = new Set<string>();
  readonly nonlocals = new Set<string>();
  /** In a handler of all exceptions: what only its `try` has bound. */
  risky: Set<string> | undefined;
  /** Right behind an `if` that has no other branch: what only it has bound. */
  readonly doubtful = new Set<string>();

  constructor(
    readonly kind: ScopeKind,
    readonly outer: ScopeUsage | undefined,
  ) {}
}

/** Follows names through a file, from its first token to its last. */
export class UsageReader {
  #scope = new ScopeUsage(ScopeKind.Module, undefined);
  readonly #module = this.#scope;
  readonly #early: NameRead[] = [];
  readonly #inHandlers: ReadToken[] = [];
  readonly #behindIfs: ReadToken[] = [];
  readonly #imports: WrittenImport[] = [];
  readonly #inner = new Set<string>();

  enter(kind: ScopeKind): void {
    this.#scope = new ScopeUsage(kind, this.#scope);
  }

  /** Ends a scope: what it reads and does not bind is for those around it. */
  leave(): void {
    const { outer, kind, reads, bound, free, annotated } = this.#scope;
    this.settle();
    if (!outer) return;
    for (const name of bound) this.#inner.add(name);
    const isClass = kind === ScopeKind.Class;
    for (const name of annotated) if (!bound.has(name)) free.add(name);
    if (!isClass) for (const name of bound) free.delete(name);
    for (const { name, at } of reads) {
      if (!bound.has(name)) {
        if (isClass) this.#readIn(outer, name, at, -1);
        else free.add(name);
      } else if (!isClass) this.#early.push({ name, at });
    }
    if (outer.free.size === 0) outer.free = free;
    else for (const name of free) outer.free.add(name);
    this.#scope = outer;
  }

  read(name: string, at: number, token: number): void {
    this.#readIn(this.#scope, name, at, token);
  }

  #readIn(scope: ScopeUsage, name: string, at: number, token: number): void {
    if (scope.risky?.has(name)) this.#inHandlers.push({ name, at, token });
    // Where the first one fails, none behind it is reached.
    if (scope.doubtful.delete(name)) this.#behindIfs.push({ name, at, token });
    if (scope.globals.has(name)) this.#module.free.add(name);
    else if (scope.nonlocals.has(name)) scope.outer?.free.add(name);
    else if (scope.kind === ScopeKind.Class || !scope.live.has(name)) scope.reads.push({ name, at, token });
  }

  /** A binding that has its effect here. */
  bind(name: string): void {
    const scope = this.#scope;
    if (scope.globals.has(name)) this.#module.bound.add(name);
    if (scope.globals.has(name) || scope.nonlocals.has(name)) return;
    scope.bound.add(name);
    scope.risky?.delete(name);
    scope.doubtful.delete(name);
    if (scope.live.has(name)) return;
    scope.live.add(name);
    scope.order.push(name);
  }

  /** A target whose value is still to be read. */
  target(name: string): void {
    this.#scope.waiting.push(name);
  }

  /** The targets of the statement have their values. */
  settle(): void {
    const { waiting } = this.#scope;
    for (const name of waiting) this.bind(name);
    if (waiting.length > 0) waiting.length = 0;
  }

  /** Takes back that tokens are reads: they name targets. @param from the first token that may be one of them */
  notRead(tokens: ReadonlySet<number>, from: number): void {
    takeBack(this.#scope.reads, tokens, from);
    takeBack(this.#inHandlers, tokens, from);
    takeBack(this.#behindIfs, tokens, from);
  }

  unbind(name: string): void {
    this.#scope.live.delete(name);
  }

  declare(name: string, keyword: "global" | "nonlocal"): void {
    const scope = this.#scope;
    if (keyword === "nonlocal") scope.nonlocals.add(name);
    else {
      if (scope !== this.#module) scope.globals.add(name);
      this.#module.bound.add(name);
    }
  }

  /** How much has been read so far. */
  get mark(): number {
    return this.#scope.reads.length;
  }

  /** Ends an annotation: whether and when it is evaluated depends. @param quoted the names in its strings */
  annotation(mark: number, quoted: Iterable<string>): void {
    const { annotated, reads } = this.#scope;
    for (const { name } of reads.splice(mark)) annotated.add(name);
    for (const name of quoted) annotated.add(name);
  }

  /** Ends a comprehension, whose targets are names of its own. */
  comprehension(mark: number, targets: ReadonlySet<string>): void {
    const { reads, kind, free, bound } = this.#scope;
    for (const name of targets) this.#inner.add(name);
    const inside = reads.splice(mark).filter(({ name }) => !targets.has(name));
    for (const read of inside) reads.push(read);
    // It does not see the names of a class around it.
    if (kind === ScopeKind.Class) for (const { name } of inside) if (bound.has(name)) free.add(name);
  }

  import(statement: WrittenImport): void {
    this.#imports.push(statement);
  }

  // ---- branches

  /** Where a branch begins. */
  get branch(): number {
    return this.#scope.order.length;
  }

  /** What a branch has bound. */
  since(branch: number): Bindings {
    return this.#scope.order.slice(branch);
  }

  /** Ends a branch: what it has bound is unbound in those beside it. */
  close(branch: number): void {
    const { order, live } = this.#scope;
    for (const name of order.splice(branch)) live.delete(name);
  }

  /** Goes on behind branches. */
  join(bound: Bindings): void {
    for (const name of bound) this.bind(name);
  }

  /** Goes on behind an `if` without another branch. @param bound what it has bound, and nothing before */
  doubt(bound: Bindings): void {
    const { kind, doubtful } = this.#scope;
    const isFunction = kind === ScopeKind.Function || kind === ScopeKind.AsyncFunction;
    if (isFunction) for (const name of bound) doubtful.add(name);
  }

  /** Enters a block, or leaves one: what stands there may depend on what an `if` before it has asked. */
  step(): void {
    this.#scope.doubtful.clear();
  }

  /** Reads a handler of all exceptions, or a `finally`. @param tried what only the `try` has bound */
  handle(tried: Bindings, read: () => void): void {
    const scope = this.#scope;
    const { risky } = scope;
    scope.risky = new Set([...(risky ?? []), ...tried]);
    read();
    scope.risky = risky;
  }

  finish(): NameUsage {
    const { bound, free, reads, annotated } = this.#module;
    const unresolved = new Set<string>();
    for (const name of free) if (!bound.has(name)) unresolved.add(name);
    for (const name of annotated) if (!bound.has(name)) unresolved.add(name);
    for (const { name, at } of reads) {
      if (!bound.has(name)) unresolved.add(name);
      else this.#early.push({ name, at });
    }
    return {
      top: bound,
      inner: this.#inner,
      unresolved,
      early: this.#early,
      inHandlers: this.#inHandlers,
      behindIfs: this.#behindIfs,
      imports: this.#imports,
    };
  }
}

/** Takes the reads of tokens out of those that came last. */
function takeBack(reads: ReadToken[], tokens: ReadonlySet<number>, from: number): void {
  let first = reads.length;
  while (first > 0 && (reads[first - 1]?.token ?? -1) >= from) first--;
  for (const read of reads.splice(first)) if (!tokens.has(read.token)) reads.push(read);
}
