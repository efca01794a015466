/** What a body of code is: decides where `return`, `yield`, `await` and `import *` may stand. */
export enum ScopeKind {
  Module,
  Class,
  Function,
  AsyncFunction,
  Lambda,
}

/** A `nonlocal` declaration whose binding is still looked for. */
export interface Pending {
  readonly name: string;
  readonly token: number;
}

/** How the names of one scope are used, as far as `global` and `nonlocal` ask. */
export class Names {
  /** Every name met since the last declaration; comprehensions and annotations take theirs back. */
  readonly log: string[] = [];
  readonly #seen = new Set<string>();
  readonly #bound = new Set<string>();
  readonly #annotated = new Set<string>();
  readonly #parameters = new Set<string>();
  readonly #globals = new Set<string>();
  readonly #nonlocals = new Set<string>();
  /** What the scopes inside this one declared nonlocal. */
  readonly #pending: Pending[] = [];

  constructor(
    readonly kind: ScopeKind,
    readonly parent: Names | undefined,
  ) {}

  parameter(name: string): void {
    this.#parameters.add(name);
    this.#bound.add(name);
  }

  use(name: string): void {
    this.log.push(name);
  }

  bind(name: string): void {
    this.log.push(name);
    this.#bound.add(name);
  }

  /** Records a variable annotation; answers why it is wrong. */
  annotate(name: string): string | undefined {
    this.bind(name);
    this.#annotated.add(name);
    if (this.kind === ScopeKind.Module) return undefined;
    if (this.#globals.has(name)) return `the annotated name '${name}' cannot be global`;
    if (this.#nonlocals.has(name)) return `the annotated name '${name}' cannot be nonlocal`;
    return undefined;
  }

  /** Records a declaration; answers why it is wrong. */
  declare(name: string, keyword: "global" | "nonlocal", token: number): string | undefined {
    for (const met of this.log) this.#seen.add(met);
    this.log.length = 0;
    if (keyword === "nonlocal" && this.kind === ScopeKind.Module) return "'nonlocal' stands at module level";
    if (this.#parameters.has(name)) return `the name '${name}' is parameter and ${keyword}`;
    if (this.#annotated.has(name)) return `the annotated name '${name}' cannot be ${keyword}`;
    if (this.#seen.has(name)) return `the name '${name}' is used or assigned before its ${keyword} declaration`;
    const [same, other] = keyword === "global" ? [this.#globals, this.#nonlocals] : [this.#nonlocals, this.#globals];
    if (other.has(name)) return `the name '${name}' is nonlocal and global`;
    if (keyword === "nonlocal" && !same.has(name)) this.parent?.adopt({ name, token });
    same.add(name);
    return undefined;
  }

  /** Ends the scope; answers the declarations of the scopes inside that can have no binding. */
  close(): readonly Pending[] {
    const lost: Pending[] = [];
    for (const pending of this.#pending) {
      const fate = this.#resolve(pending.name);
      if (fate === "lost") lost.push(pending);
      else if (fate === "outwards") this.parent?.adopt(pending);
    }
    return lost;
  }

  /** Takes a declaration of an inner scope. */
  adopt(pending: Pending): void {
    this.#pending.push(pending);
  }

  #resolve(name: string): "found" | "outwards" | "lost" {
    if (this.kind === ScopeKind.Module) return "lost";
    if (this.kind === ScopeKind.Class) {
      // Every class binds '__class__', and a private name is spelled otherwise inside a class.
      return name.startsWith("__") ? "found" : "outwards";
    }
    if (this.#globals.has(name)) return "lost";
    return this.#bound.has(name) || this.#nonlocals.has(name) ? "found" : "outwards";
  }
}
