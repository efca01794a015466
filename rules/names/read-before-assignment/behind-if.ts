import { constantTruth } from "../../../src/python/cfg/evaluation.js";
import { alwaysLeaves } from "../../../src/python/cfg/terminal.js";
import type { Module } from "../../../src/python/model/module.js";
import type { Scope } from "../../../src/python/model/scope.js";
import { BUILTINS } from "../../../src/python/tables/builtins.js";
import type { Node } from "../../../src/syntax/node.js";
import { codeUpTo } from "./next.js";

/** A read behind an `if` of what only that binds. */
export interface ReadBehindIf {
  readonly node: Node;
  readonly scope: Scope;
  readonly binding: Node;
  /** What has to hold for the name to be bound. */
  readonly condition: Node;
}

/**
 * The reads that come next behind an `if` without any other branch, whatever it has decided, of names that nothing else binds:
 * where the condition does not hold, they fail. What has been asked before may see to it that it does.
 */
export function* readsBehindIfs(module: Module): Generator<ReadBehindIf> {
  // Where one read has failed, none behind it is reached.
  const known = new Set<Node>();
  for (const { at } of module.usage?.behindIfs ?? []) {
    const node = module.tree.partAt(at).leafAt(at);
    const read = node?.kind === "identifier" ? readBehindIf(module, node) : undefined;
    if (!read || known.has(read.condition)) continue;
    known.add(read.condition);
    yield read;
  }
}

function readBehindIf(module: Module, node: Node): ReadBehindIf | undefined {
  const name = node.text;
  const scope = module.scopes.around(node);
  if (!scope.isFunction || module.scopes.lookup(name, node)?.scope !== scope) return undefined;
  const bindings = scope.bindings(name).flatMap((binding) => (binding.node.start < node.start ? [binding.node] : []));
  const [binding] = bindings;
  const statement = binding && branchBefore(node, binding);
  const condition = statement?.field("condition");
  if (!statement || !condition || !bindings.every((one) => isOf(statement, one))) return undefined;
  const graph = module.graphAround(node);
  if (graph.loopOf(node) || !graph.isReachable(node) || !codeUpTo(node, statement)) return undefined;
  return isSettled(condition, statement) ? undefined : { node, scope, binding, condition };
}

/** Whether a branch binds something, and not its condition. */
const isOf = (branch: Node, bound: Node): boolean => branch.field("consequence")?.contains(bound) ?? false;

/** The `if` that stands beside what a read stands in, before it, and has a binding in it. */
function branchBefore(node: Node, binding: Node): Node | undefined {
  for (const around of binding.ancestors()) {
    if (around.kind === "if_statement" && around.end < node.start && around.parent?.contains(node)) return around;
  }
  return undefined;
}

/** Whether a condition has one answer wherever the program runs, or what it asks for was asked before. */
function isSettled(condition: Node, statement: Node): boolean {
  if (constantTruth(condition) !== undefined) return true;
  const asked = new Set(subjectsOf(condition));
  if (asked.size === 0 || [...asked].some((name) => SURROUNDINGS.test(name))) return true;
  let inner = statement;
  for (const around of statement.ancestors()) {
    if (asksFor(around, asked)) return true;
    const before = around.children.filter((sibling) => sibling.precedes(inner));
    if (around.kind === "block" && before.some((sibling) => sees(sibling, asked))) return true;
    if (around.kind === "function_definition") return false;
    inner = around;
  }
  return false;
}

/** What tells where a program runs. */
const SURROUNDINGS = /^(version_info|VERSION|hexversion|platform|machine|TYPE_CHECKING|PY\d\w*|__\w+__)$/;

/** The names that a condition asks about: of `order.lines` the latter, of a call what it is given, too. */
function* subjectsOf(condition: Node): Generator<string> {
  for (const { text, fieldName, parent } of condition.descendants("identifier")) {
    const isObject = fieldName === "object" && parent?.kind === "attribute" && parent.parent?.kind !== "call";
    if (!isObject && !BUILTINS.has(text)) yield text;
  }
}

/** Whether what stands around asks about one of some names. */
function asksFor(around: Node, names: ReadonlySet<string>): boolean {
  const asked = /^(if_statement|elif_clause|while_statement)$/.test(around.kind)
    ? around.field("condition")
    : undefined;
  return asked !== undefined && mentionsOne(asked, names);
}

/** Whether a statement leaves, or fails, for some value of one of some names. */
function sees(statement: Node, names: ReadonlySet<string>): boolean {
  if (statement.kind === "assert_statement") return mentionsOne(statement, names);
  if (statement.kind !== "if_statement" && statement.kind !== "while_statement") return false;
  const bodies = [statement, ...statement.fields("alternative")].map(
    (branch) => branch.field("consequence") ?? branch.field("body"),
  );
  return mentionsOne(statement, names) && bodies.some((body) => body !== undefined && alwaysLeaves(body));
}

function mentionsOne(code: Node, names: ReadonlySet<string>): boolean {
  for (const { text } of code.descendants("identifier")) if (names.has(text)) return true;
  return false;
}
