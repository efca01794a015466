import type { Node } from "../../syntax/node.js";
import { unwrap } from "../cfg/evaluation.js";
import type { Binding, Scope } from "./scope.js";

export const FUNCTIONS = new Set(["function_definition", "lambda"]);
export const COMPREHENSIONS = new Set([
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

/** The nodes that a scope's own code consists of: nested definitions are met but not entered. */
export function* ownNodes(scope: Node): Generator<Node> {
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

/** Takes a binding that was found. */
type Take = (binding: Binding) => void;

/** Everything that a scope's own code, or some nodes of it, give names to. */
export function bindingsOf(scope: Scope, nodes: Iterable<Node> = ownNodes(scope.node)): readonly Binding[] {
  const found: Binding[] = [];
  const take: Take = (binding) => found.push(binding);
  if (FUNCTIONS.has(scope.node.kind)) parameterBindings(scope, take);
  for (const node of nodes) bindingsAt(node, scope, take);
  return found;
}

function parameterBindings(scope: Scope, take: Take): void {
  for (const parameter of scope.node.field("parameters")?.children ?? []) {
    const node = parameterName(parameter);
    if (node) take({ kind: "parameter", name: node.text, node, scope });
  }
}

/** The identifier of a parameter, whatever is written around it. */
export function parameterName(parameter: Node): Node | undefined {
  if (parameter.kind === "identifier") return parameter;
  const name = parameter.field("name") ?? parameter.children[0];
  return name && (name.kind === "identifier" ? name : name.kind.endsWith("_pattern") ? name.children[0] : undefined);
}

function bindingsAt(node: Node, scope: Scope, take: Take): void {
  switch (node.kind) {
    case "function_definition":
    case "class_definition": {
      const name = node.field("name");
      if (name) take({ kind: node.kind === "class_definition" ? "class" : "function", name: name.text, node, scope });
      return;
    }
    case "assignment": {
      const left = node.field("left");
      const from = assignedValue(node);
      if (left && from) targets(left, { kind: "assign", from, scope }, [], take);
      // A bare annotation declares a field in a class; elsewhere it binds nothing.
      else if (left && scope.isClass) targets(left, { kind: "assign", scope }, undefined, take);
      return;
    }
    case "augmented_assignment": {
      const left = node.field("left");
      const from = node.field("right");
      if (left && from) targets(left, { kind: "augment", from, scope }, undefined, take);
      return;
    }
    case "named_expression": {
      const name = node.field("name");
      const from = node.field("value");
      // A walrus in a comprehension binds in the function around it.
      if (name && from && !COMPREHENSIONS.has(scope.node.kind)) {
        take({ kind: "assign", name: name.text, node: name, from, unpack: [], scope });
      }
      return;
    }
    case "for_statement":
    case "for_in_clause": {
      const left = node.field("left");
      const from = node.field("right");
      if (left && from && isOwnClause(node, scope)) targets(left, { kind: "iterate", from, scope }, undefined, take);
      return;
    }
    case "as_pattern":
      asBinding(node, scope, take);
      return;
    case "case_pattern":
      captures(node, scope, take);
      return;
    case "delete_statement":
      for (const target of node.children) targets(target, { kind: "delete", scope }, undefined, take);
      return;
    case "type_alias_statement": {
      const name = node.field("left")?.children[0];
      if (name?.kind === "identifier") take({ kind: "assign", name: name.text, node: name, scope });
      return;
    }
    default:
      importBindings(node, scope, take);
  }
}

/** A comprehension's targets are its own; everything else found on the way belongs to the scope being read. */
function isOwnClause(node: Node, scope: Scope): boolean {
  if (node.kind === "for_statement") return !COMPREHENSIONS.has(scope.node.kind);
  return node.parent === scope.node;
}

/** The value at the end of a chain `a = b = value`, without parentheses around it. */
export function assignedValue(assignment: Node): Node | undefined {
  let first = assignment;
  while (first.parent?.kind === "assignment") first = first.parent;
  return assignment.tree.whole.memo.once(assignedValue, first, () => {
    let value = first.field("right");
    while (value?.kind === "assignment") value = value.field("right");
    return value && unwrap(value);
  });
}

/** @param unpack where in what is unpacked the target stands; undefined for what is not */
function targets(
  target: Node,
  rest: Pick<Binding, "kind" | "scope"> & { from?: Node },
  unpack: readonly number[] | undefined,
  take: Take,
): void {
  switch (target.kind) {
    case "identifier": {
      const bound = { ...rest, name: target.text, node: target };
      take(unpack ? { ...bound, unpack } : bound);
      return;
    }
    case "pattern_list":
    case "tuple_pattern":
    case "list_pattern":
    case "tuple":
    case "list":
    case "expression_list":
      target.children.forEach((part, index) => {
        targets(part, rest, [...(unpack ?? []), index], take);
      });
      return;
    case "list_splat_pattern":
    case "list_splat": {
      const inner = target.children[0];
      if (inner) targets(inner, rest, [...(unpack ?? []).slice(0, -1), -1], take);
      return;
    }
    case "parenthesized_expression":
    case "as_pattern_target": {
      const inner = target.children[0];
      if (inner) targets(inner, rest, unpack, take);
    }
  }
}

function asBinding(node: Node, scope: Scope, take: Take): void {
  const alias = node.field("alias");
  const from = node.children[0];
  if (!from) return;
  if (!alias) {
    // `case pattern as name`: the name is the last child and has no field.
    const name = node.children.at(-1);
    if (name?.kind === "identifier") take({ kind: "match", name: name.text, node: name, scope });
    return;
  }
  const kind = node.parent?.kind === "except_clause" ? "catch" : "enter";
  targets(alias, { kind, from, scope }, undefined, take);
}

function captures(pattern: Node, scope: Scope, take: Take): void {
  const inner = pattern.children[0];
  if (inner?.kind === "dotted_name" && inner.children.length === 1 && inner.text !== "_") {
    take({ kind: "match", name: inner.text, node: inner, scope });
  }
  for (const splat of pattern.descendants("splat_pattern")) {
    const name = splat.children[0];
    // Nested case patterns are met by themselves; only this one's own splats count here.
    if (name?.kind === "identifier" && nearestCase(splat) === pattern) {
      take({ kind: "match", name: name.text, node: name, scope });
    }
  }
}

function nearestCase(node: Node): Node | undefined {
  for (const parent of node.ancestors()) if (parent.kind === "case_pattern") return parent;
  return undefined;
}

function importBindings(node: Node, scope: Scope, take: Take): void {
  if (node.kind === "import_statement") {
    for (const item of node.fields("name")) {
      const alias = item.field("alias");
      const dotted = item.kind === "aliased_import" ? item.field("name") : item;
      if (!dotted) continue;
      const module = dottedName(dotted);
      const name = alias?.text ?? dotted.children[0]?.text ?? module;
      // `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
      const source = { module: alias ? module : name, level: 0 };
      take({ kind: "import", name, node: item, scope, source });
    }
  } else if (node.kind === "import_from_statement") {
    const from = node.field("module_name");
    if (!from) return;
    const source = { module: dottedName(from.child("dotted_name") ?? from), level: levelOf(from) };
    if (node.child("wildcard_import")) {
      take({ kind: "import", name: "*", node, scope, source: { ...source, member: "*" } });
    }
    for (const item of node.fields("name")) {
      const member = (item.kind === "aliased_import" ? item.field("name") : item)?.text;
      const name = item.field("alias")?.text ?? member;
      if (member && name) take({ kind: "import", name, node: item, scope, source: { ...source, member } });
    }
  }
}

/** `a.b`, however it is spaced. */
function dottedName({ kind, children }: Node): string {
  return kind === "dotted_name" ? children.map(({ text }) => text).join(".") : "";
}

/** The number of dots that a relative import begins with. */
function levelOf(from: Node): number {
  return from.child("import_prefix")?.allChildren.filter(({ kind }) => kind === ".").length ?? 0;
}
