import type { Node } from "../../syntax/node.js";

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

const FUNCTIONS = new Set(["function_definition", "lambda"]);
const COMPREHENSIONS = new Set([
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);
const SCOPES = new Set(["module", "class_definition", ...FUNCTIONS, ...COMPREHENSIONS]);

/** A region of a file in which names have one meaning: a module, class, function, lambda or comprehension. */
export class Scope {
  #bindings: Map<string, Binding[]> | undefined;
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

/** The nodes that a scope's own code consists of: nested definitions are met but not entered. */
function* ownNodes(scope: Node): Generator<Node> {
  const body = (FUNCTIONS.has(scope.kind) || scope.kind === "class_definition" ? scope.field("body") : scope)?.holder;
  if (!body) return;
  const { tree } = body;
  const { after, kind } = tree.columns;
  const binds = tree.wanted(BINDERS);
  const isClosed = tree.wanted(CLOSED);
  const last = after[body.row] ?? 0;
  for (let row = scope.kind === "lambda" ? body.row : body.row + 1; row < last;) {
    const of = kind[row] ?? 0;
    if (binds[of] === 1) yield tree.node(row);
    row = isClosed[of] === 1 ? (after[row] ?? last) : row + 1;
  }
}

const CLOSED = ["class_definition", ...FUNCTIONS];

const BINDERS = [
  "function_definition",
  "class_definition",
  "assignment",
  "augmented_assignment",
  "named_expression",
  "for_statement",
  "for_in_clause",
  "as_pattern",
  "import_statement",
  "import_from_statement",
  "future_import_statement",
  "delete_statement",
  "case_pattern",
  "type_alias_statement",
  "global_statement",
  "nonlocal_statement",
];

function* bindingsOf(scope: Scope, nodes: Iterable<Node> = ownNodes(scope.node)): Generator<Binding> {
  if (FUNCTIONS.has(scope.node.kind)) yield* parameterBindings(scope);
  for (const node of nodes) yield* bindingsAt(node, scope);
}

function* parameterBindings(scope: Scope): Generator<Binding> {
  for (const parameter of scope.node.field("parameters")?.children ?? []) {
    const node = parameterName(parameter);
    if (node) yield { kind: "parameter", name: node.text, node, scope };
  }
}

/** The identifier of a parameter, whatever is written around it. */
export function parameterName(parameter: Node): Node | undefined {
  if (parameter.kind === "identifier") return parameter;
  const name = parameter.field("name") ?? parameter.children[0];
  return name && (name.kind === "identifier" ? name : name.kind.endsWith("_pattern") ? name.children[0] : undefined);
}

function* bindingsAt(node: Node, scope: Scope): Generator<Binding> {
  switch (node.kind) {
    case "function_definition":
    case "class_definition": {
      const name = node.field("name");
      if (name) yield { kind: node.kind === "class_definition" ? "class" : "function", name: name.text, node, scope };
      return;
    }
    case "assignment": {
      const left = node.field("left");
      const from = assignedValue(node);
      if (left && from) yield* targets(left, { kind: "assign", from, scope }, []);
      // A bare annotation declares a field in a class; elsewhere it binds nothing.
      else if (left && scope.isClass) yield* targets(left, { kind: "assign", scope });
      return;
    }
    case "augmented_assignment": {
      const left = node.field("left");
      const from = node.field("right");
      if (left && from) yield* targets(left, { kind: "augment", from, scope });
      return;
    }
    case "named_expression": {
      const name = node.field("name");
      const from = node.field("value");
      // A walrus in a comprehension binds in the function around it.
      if (name && from && !COMPREHENSIONS.has(scope.node.kind)) {
        yield { kind: "assign", name: name.text, node: name, from, unpack: [], scope };
      }
      return;
    }
    case "for_statement":
    case "for_in_clause": {
      const left = node.field("left");
      const from = node.field("right");
      if (left && from && isOwnClause(node, scope)) yield* targets(left, { kind: "iterate", from, scope });
      return;
    }
    case "as_pattern":
      yield* asBinding(node, scope);
      return;
    case "case_pattern":
      yield* captures(node, scope);
      return;
    case "delete_statement":
      for (const target of node.children) yield* targets(target, { kind: "delete", scope });
      return;
    case "type_alias_statement": {
      const name = node.field("left")?.children[0];
      if (name?.kind === "identifier") yield { kind: "assign", name: name.text, node: name, scope };
      return;
    }
    default:
      yield* importBindings(node, scope);
  }
}

/** A comprehension's targets are its own; everything else found on the way belongs to the scope being read. */
function isOwnClause(node: Node, scope: Scope): boolean {
  if (node.kind === "for_statement") return !COMPREHENSIONS.has(scope.node.kind);
  return node.parent === scope.node;
}

/** The value at the end of a chain `a = b = value`. */
export function assignedValue(assignment: Node): Node | undefined {
  let first = assignment;
  while (first.parent?.kind === "assignment") first = first.parent;
  return assignment.tree.whole.memo.once(assignedValue, first, () => {
    let value = first.field("right");
    while (value?.kind === "assignment") value = value.field("right");
    return value;
  });
}

function* targets(
  target: Node,
  rest: Pick<Binding, "kind" | "scope"> & { from?: Node },
  unpack?: readonly number[],
): Generator<Binding> {
  if (target.kind === "identifier") {
    yield { ...rest, name: target.text, node: target, ...(unpack && { unpack }) };
  } else if (/^(pattern_list|tuple_pattern|list_pattern|tuple|list|expression_list)$/.test(target.kind)) {
    for (const [index, part] of target.children.entries()) yield* targets(part, rest, [...(unpack ?? []), index]);
  } else if (/^(list_splat_pattern|list_splat)$/.test(target.kind)) {
    const inner = target.children[0];
    if (inner) yield* targets(inner, rest, [...(unpack ?? []).slice(0, -1), -1]);
  } else if (target.kind === "parenthesized_expression" || target.kind === "as_pattern_target") {
    const inner = target.children[0];
    if (inner) yield* targets(inner, rest, unpack);
  }
}

function* asBinding(node: Node, scope: Scope): Generator<Binding> {
  const alias = node.field("alias");
  const from = node.children[0];
  if (!from) return;
  if (!alias) {
    // `case pattern as name`: the name is the last child and has no field.
    const name = node.children.at(-1);
    if (name?.kind === "identifier") yield { kind: "match", name: name.text, node: name, scope };
    return;
  }
  const kind = node.parent?.kind === "with_item" ? "enter" : "catch";
  yield* targets(alias, { kind, from, scope });
}

function* captures(pattern: Node, scope: Scope): Generator<Binding> {
  const inner = pattern.children[0];
  if (inner?.kind === "dotted_name" && inner.children.length === 1 && inner.text !== "_") {
    yield { kind: "match", name: inner.text, node: inner, scope };
  }
  for (const splat of pattern.descendants("splat_pattern")) {
    const name = splat.children[0];
    // Nested case patterns are met by themselves; only this one's own splats count here.
    if (name?.kind === "identifier" && nearestCase(splat) === pattern) {
      yield { kind: "match", name: name.text, node: name, scope };
    }
  }
}

function nearestCase(node: Node): Node | undefined {
  for (const parent of node.ancestors()) if (parent.kind === "case_pattern") return parent;
  return undefined;
}

function* importBindings(node: Node, scope: Scope): Generator<Binding> {
  if (node.kind === "import_statement") {
    for (const item of node.fields("name")) {
      const alias = item.field("alias");
      const dotted = item.kind === "aliased_import" ? item.field("name") : item;
      if (!dotted) continue;
      const module = dotted.text;
      const name = alias?.text ?? dotted.children[0]?.text ?? module;
      // `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
      const source = { module: alias ? module : name, level: 0 };
      yield { kind: "import", name, node: item, scope, source };
    }
  } else if (node.kind === "import_from_statement") {
    const from = node.field("module_name");
    if (!from) return;
    const prefix = from.kind === "relative_import" ? (from.children[0]?.text ?? ".") : "";
    const source = { module: from.text.slice(prefix.length).trim(), level: prefix.replace(/[^.]/g, "").length };
    if (node.child("wildcard_import")) {
      yield { kind: "import", name: "*", node, scope, source: { ...source, member: "*" } };
    }
    for (const item of node.fields("name")) {
      const member = (item.kind === "aliased_import" ? item.field("name") : item)?.text;
      const name = item.field("alias")?.text ?? member;
      if (member && name) yield { kind: "import", name, node: item, scope, source: { ...source, member } };
    }
  }
}
