import type { Node } from "../../syntax/node.js";
import { bindingsOf, COMPREHENSIONS, FUNCTIONS, ownNodes } from "./bindings.js";

/** How a name got its meaning. */
export type BindingKind =
  | "import"
  | "function"
  | "class"
  | "parameter"
  /** `name = from`, `name := from`; `unpack` says which part of `from`. */
  | "assign"
  /** `name op= from` */
  | "augment"
  /** `for name in from`, in statements and comprehensions. */
  | "iterate"
  /** `with from as name` */
  | "enter"
  /** `except from as name` */
  | "catch"
  /** Captured by a `case` pattern. */
  | "match"
  /** `del name` */
  | "delete";

/** What an import statement asks for: `from ..module import member`. */
export interface ImportSource {
  /** Dotted name; empty in `from . import x`. */
  readonly module: string;
  /** Number of leading dots. */
  readonly level: number;
  /** The name that is taken out of the module; `*` for all. */
  readonly member?: string;
}

/** One place that gives a name a meaning in a scope. */
export interface Binding {
  readonly kind: BindingKind;
  readonly name: string;
  /** The name where it is bound; for a definition the whole definition, for an import the imported item. */
  readonly node: Node;
  readonly scope: Scope;
  /** The expression the value comes from. */
  readonly from?: Node;
  /** Positions inside `from` when it is unpacked, outermost first; -1 is a starred rest. */
  readonly unpack?: readonly number[];
  readonly source?: ImportSource;
}

const SCOPES = new Set(["module", "class_definition", ...FUNCTIONS, ...COMPREHENSIONS]);

/** A region of a file in which names have one meaning: a module, class, function, lambda or comprehension. */
export class Scope {
  #bindings: Map<string, Binding[]> | undefined;
  readonly #lasting = new Map<string, readonly Binding[]>();
  readonly #globals = new Set<string>();
  readonly #nonlocals = new Set<string>();

  constructor(
    /** What opens it. */
    readonly node: Node,
    /** The scope around this one; the module has none. */
    readonly outer: Scope | undefined,
    private readonly scopes: Scopes,
  ) {}

  /** Whether it is that of a function or lambda. */
  get isFunction(): boolean {
    return FUNCTIONS.has(this.node.kind);
  }

  /** Whether it is that of the body of a class. */
  get isClass(): boolean {
    return this.node.kind === "class_definition";
  }

  /** Whether it is that of a whole file. */
  get isModule(): boolean {
    return this.outer === undefined;
  }

  /** Every binding of a name in this scope itself, in source order. */
  bindings(name: string): readonly Binding[] {
    return this.all().get(name) ?? [];
  }

  /** Those that may be in force once all of the scope has run: functions and classes that a later one surely replaces are not. */
  lasting(name: string): readonly Binding[] {
    let known = this.#lasting.get(name);
    // One and the same list for all who ask: what follows from it is remembered by it.
    if (!known) this.#lasting.set(name, (known = withoutReplaced(this.bindings(name), this.node)));
    return known;
  }

  /** Every name bound in this scope itself. */
  all(): ReadonlyMap<string, readonly Binding[]> {
    if (!this.#bindings) {
      this.#bindings = new Map();
      const add = (binding: Binding): void => {
        if (this.#globals.has(binding.name) || this.#nonlocals.has(binding.name)) return;
        const known = this.#bindings?.get(binding.name);
        if (known) known.push(binding);
        else this.#bindings?.set(binding.name, [binding]);
      };
      const nodes = [...ownNodes(this.node)];
      this.readDeclarations(nodes);
      for (const binding of bindingsOf(this, nodes)) add(binding);
      if (this.isModule) for (const binding of this.scopes.globalBindings()) add(binding);
    }
    return this.#bindings;
  }

  /** Whether the scope declares the name `global` or `nonlocal`. */
  declares(name: string): "global" | "nonlocal" | undefined {
    this.all();
    return this.#globals.has(name) ? "global" : this.#nonlocals.has(name) ? "nonlocal" : undefined;
  }

  private readDeclarations(nodes: readonly Node[]): void {
    if (!this.isFunction && !this.isClass) return;
    for (const node of nodes) {
      if (node.kind === "global_statement") for (const name of node.children) this.#globals.add(name.text);
      if (node.kind === "nonlocal_statement") for (const name of node.children) this.#nonlocals.add(name.text);
    }
  }
}

const isDefinition = ({ kind }: Binding): boolean => kind === "function" || kind === "class";

/** Whether a definition stands in a scope's body itself, and in no branch of it. */
function isAtTop({ parent }: Node, scope: Node): boolean {
  const around = parent?.kind === "decorated_definition" ? parent.parent : parent;
  return around === scope || (around?.kind === "block" && around.parent === scope);
}

function withoutReplaced(bindings: readonly Binding[], scope: Node): readonly Binding[] {
  const last = bindings.findLastIndex((binding) => isDefinition(binding) && isAtTop(binding.node, scope));
  return last > 0 && bindings.slice(0, last).every(isDefinition) ? bindings.slice(last) : bindings;
}

/** Nodes whose parts are evaluated in the scope that they are evaluated in themselves. */
const LANDMARKS = new Set([
  "argument_list",
  "attribute",
  "await",
  "binary_operator",
  "block",
  "boolean_operator",
  "call",
  "comparison_operator",
  "conditional_expression",
  "dictionary",
  "expression_statement",
  "list",
  "not_operator",
  "pair",
  "parenthesized_expression",
  "set",
  "subscript",
  "tuple",
  "unary_operator",
]);
/** Every so many steps up, a landmark is looked for. */
const STRIDE = 8;

/** The scopes of one file. */
export class Scopes {
  /** The scope of the whole file. */
  readonly module: Scope;
  readonly #scopes = new Map<Node, Scope>();
  /** What opens the scopes around some nodes, so that nobody walks up a long way twice. */
  readonly #landmarks = new Map<Node, Node>();

  constructor(root: Node) {
    this.module = new Scope(root, undefined, this);
    this.#scopes.set(root, this.module);
  }

  /** The scope that a definition, lambda or comprehension opens. */
  opened(node: Node): Scope {
    // One in the other, they may be too many to call itself for each.
    const unopened: Node[] = [];
    let scope: Scope | undefined;
    for (let at = node; !(scope = this.#scopes.get(at)); at = this.openerAround(at)) unopened.push(at);
    for (const inner of unopened.reverse()) this.#scopes.set(inner, (scope = new Scope(inner, scope, this)));
    return scope;
  }

  /** The scope in which a node is evaluated. Defaults, decorators and annotations belong to the scope outside. */
  around(node: Node): Scope {
    return this.opened(this.openerAround(node));
  }

  /** What opens the scope around a node. */
  private openerAround(node: Node): Node {
    const passed: Node[] = [];
    let found: Node | undefined;
    let child = node;
    let steps = 0;
    for (let parent = node.parent; parent && !found; child = parent, parent = parent.parent) {
      if (SCOPES.has(parent.kind) && isInside(child, parent, node)) found = parent;
      else if (++steps % STRIDE === 0 && LANDMARKS.has(parent.kind)) {
        found = this.#landmarks.get(parent);
        passed.push(parent);
      }
    }
    found ??= this.module.node;
    for (const landmark of passed) this.#landmarks.set(landmark, found);
    return found;
  }

  /** The scope that gives a name its meaning when it is used at `at`. */
  lookup(name: string, at: Node): { scope: Scope; bindings: readonly Binding[] } | undefined {
    const start = this.around(at);
    for (let scope: Scope | undefined = start; scope; scope = scope.outer) {
      if (scope.isClass && scope !== start) continue;
      const bindings = scope.bindings(name);
      if (bindings.length > 0) return { scope, bindings };
      if (scope.declares(name) === "global") {
        const globals = this.module.bindings(name);
        return globals.length > 0 ? { scope: this.module, bindings: globals } : undefined;
      }
    }
    return undefined;
  }

  /** What functions bind in the module through `global`. */
  *globalBindings(): Generator<Binding> {
    const names = new Map<Node, Set<string>>();
    for (const statement of this.module.node.descendants("global_statement")) {
      const scope = this.around(statement);
      if (scope.isModule) continue;
      const declared = names.get(scope.node) ?? new Set();
      for (const name of statement.children) declared.add(name.text);
      names.set(scope.node, declared);
    }
    for (const [node, declared] of names) {
      for (const binding of bindingsOf(this.opened(node))) {
        if (declared.has(binding.name)) yield { ...binding, scope: this.module };
      }
    }
  }
}

/** Whether `child`, a direct child of a scope's node, is evaluated inside that scope. */
function isInside(child: Node, scope: Node, node: Node): boolean {
  if (scope.kind === "module") return true;
  if (COMPREHENSIONS.has(scope.kind)) {
    const first = scope.children.find((clause) => clause.kind === "for_in_clause");
    return child !== first || !first.field("right")?.contains(node);
  }
  if (child.fieldName === "body") return true;
  if (child.fieldName === "parameters") return isParameterName(node, child);
  return false;
}

function isParameterName(node: Node, parameters: Node): boolean {
  for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
    if (child.fieldName === "value" || child.fieldName === "type") return false;
    if (parent === parameters) return true;
  }
  return false;
}
