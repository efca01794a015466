import { UNBOUND } from "../../../src/concepts/names/guards.js";
import { catches, caughtNames, isCaught } from "../../../src/python/cfg/exceptions.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import type { Module } from "../../../src/python/model/module.js";
import type { Binding } from "../../../src/python/model/scope.js";
import type { Node } from "../../../src/syntax/node.js";
import { failureBefore, type Failure } from "../../../src/concepts/names/failure.js";

/** A use in a handler of what the `try` may not have bound. */
export interface UnboundRead extends Failure {
  readonly node: Node;
  /** The handler. */
  readonly clause: Node;
  readonly binding: Node;
  readonly likely: boolean;
}

/** Uses of so many names in the handlers of one `try` are looked at. */
const MOST_NAMES = 20;

/** The uses, in handlers, of what may not be bound there, in source order: of each name in a handler the first. */
export function* unboundReads(module: Module): Generator<UnboundRead> {
  if (module.isTest) return;
  const asked = new Map<Node, Set<string>>();
  for (const { at, name } of module.usage?.inHandlers ?? []) {
    const node = module.tree.partAt(at).leafAt(at);
    if (node?.kind !== "identifier") continue;
    for (const { clause, statement } of handlersAround(node)) {
      let names = asked.get(clause);
      if (!names) asked.set(clause, (names = new Set()));
      if (names.has(name) || names.size >= MOST_NAMES) continue;
      names.add(name);
      const read = unboundRead(module, node, clause, statement);
      if (read) yield read;
      if (read) break;
    }
  }
}

interface Handler {
  /** The `except_clause` or `finally_clause`. */
  readonly clause: Node;
  /** The `try_statement`. */
  readonly statement: Node;
}

/** The handlers that a node stands in, in its own function. */
function* handlersAround(node: Node): Generator<Handler> {
  for (const around of node.ancestors()) {
    if (/^(function_definition|lambda|class_definition|generator_expression)$/.test(around.kind)) return;
    const { parent } = around;
    if (parent?.kind === "try_statement" && /^(except|finally)/.test(around.kind))
      yield { clause: around, statement: parent };
  }
}

function unboundRead(module: Module, node: Node, clause: Node, statement: Node): UnboundRead | undefined {
  const found = module.scopes.lookup(node.text, node);
  const body = statement.field("body");
  if (!found || !body || found.scope.isClass || found.scope !== module.scopes.around(statement)) return undefined;
  const bound = found.bindings.filter(({ kind }) => kind !== "delete");
  if (bound.some((binding) => isBefore(binding, statement)) || isExpected(module, node)) return undefined;
  const tried = bound.find((binding) => body.contains(binding.node));
  const failure =
    tried &&
    failureBefore(
      module.graphAround(statement),
      body,
      node,
      bound.map((binding) => binding.node),
    );
  if (failure && failure.failing.kind !== "return_statement" && isBoundByHandlers(bound, clause, statement))
    return undefined;
  if (!failure || (isNarrow(clause) && !isLastToFail(body, tried.node, failure.failing))) return undefined;
  return { ...failure, node, clause, binding: tried.node, likely: isNarrow(clause) || isConditional(node, clause) };
}

/** Whether a `finally` comes behind handlers that take any failure of the `try`, and each binds the name. */
function isBoundByHandlers(bound: readonly Binding[], clause: Node, statement: Node): boolean {
  const handlers = statement.children.filter(({ kind }) => kind.startsWith("except"));
  if (clause.kind !== "finally_clause" || !handlers.some((handler) => catches(caughtNames(handler), undefined)))
    return false;
  return handlers.every((handler) => bound.some(({ node }) => isDirectlyIn(node, handler)));
}

/** Whether a node belongs to a statement that a handler runs under no further condition. */
function isDirectlyIn(node: Node, handler: Node): boolean {
  for (const around of node.ancestors()) if (around.kind === "block") return around.parent === handler;
  return false;
}

/** Whether a name may have been bound before the `try` was entered for the first time. */
function isBefore({ kind, node }: Binding, statement: Node): boolean {
  return kind === "parameter" || node.start < statement.start;
}

const LOOKS = new Set(["locals", "vars", "dir", "exec", "eval"]);

function isExpected(module: Module, node: Node): boolean {
  if (isCaught(node, UNBOUND, () => true) && isCaughtInHandler(node)) return true;
  const around = module.functionAround(node);
  return around !== undefined && mentionsName(around.node, LOOKS);
}

/** Whether a `try` or `with` inside of the handler takes what the use raises. */
function isCaughtInHandler(node: Node): boolean {
  let inner = node;
  for (const around of node.ancestors()) {
    if (/^(except|finally)/.test(around.kind)) return false;
    if (inner.fieldName === "body" && /^(try|with)_statement$/.test(around.kind)) {
      if (isCaught(inner.children[0] ?? inner, UNBOUND, () => true)) return true;
    }
    inner = around;
  }
  return false;
}

/** Whether a handler is one for particular classes. */
function isNarrow(clause: Node): boolean {
  const names = clause.kind === "finally_clause" ? undefined : caughtNames(clause);
  return names !== undefined && !names.some((name) => name === "Exception" || name === "BaseException");
}

/** Whether a call that fails is the last thing in a `try` to do so: a handler for one class mostly means what comes last. */
function isLastToFail(body: Node, binding: Node, failing: Node): boolean {
  if (failing.kind !== "call") return false;
  const end = Math.max(binding.end, failing.end);
  return ![...body.descendants("call", "subscript", "raise_statement")].some(({ start }) => start > end);
}

const LEAVING = ["return_statement", "raise_statement", "break_statement", "continue_statement"];

/** Whether what stands before a use leaves the handler under some condition. */
function mayLeave(statement: Node): boolean {
  return statement.kind === "if_statement" && statement.descendants(...LEAVING).next().done !== true;
}

/** Whether a condition in the handler decides on the use. */
function isConditional(node: Node, clause: Node): boolean {
  let inner = node;
  for (const around of node.ancestors()) {
    if (around === clause) return false;
    if (around.kind === "block" && around.children.some((before) => before.end <= node.start && mayLeave(before)))
      return true;
    if (
      /^(if_statement|while_statement|elif_clause|else_clause|match_statement)$/.test(around.kind) &&
      inner.fieldName !== "condition"
    )
      return true;
    if (around.kind === "conditional_expression" && around.children[1] !== inner) return true;
    if (around.kind === "boolean_operator" && inner.fieldName === "right") return true;
    inner = around;
  }
  return false;
}
