import { hasComputedNames } from "../../../src/concepts/names/exports.js";
import { runsElsewhere, UNBOUND } from "../../../src/concepts/names/guards.js";
import { isCaught } from "../../../src/python/cfg/exceptions.js";
import type { FlowGraph } from "../../../src/python/cfg/graph.js";
import { mentionsName } from "../../../src/python/cfg/mentions.js";
import type { Module } from "../../../src/python/model/module.js";
import type { Binding, Scope } from "../../../src/python/model/scope.js";
import { question } from "../../../src/python/model/solver.js";
import { BUILTINS } from "../../../src/python/tables/builtins.js";
import { holdsWord } from "../../../src/python/prefilter/prefilter.js";
import type { Node } from "../../../src/syntax/node.js";

/** A read that no binding can have run before. */
export interface EarlyRead {
  readonly node: Node;
  /** The scope whose name it is. */
  readonly scope: Scope;
  /** The binding that comes next. */
  readonly binding: Node | undefined;
  /** Whether nothing else binds the name. */
  readonly isOnly?: boolean;
  /** The handler or `del` that has ended the binding before. */
  readonly ended?: Node;
  readonly isDeleted?: boolean;
}

/** The reads of a file that no binding can have run before, in source order. */
export function* earlyReads(module: Module): Generator<EarlyRead> {
  for (const { at } of module.usage?.early ?? []) {
    const node = module.tree.partAt(at).leafAt(at);
    if (node?.kind !== "identifier") continue;
    const scope = scopeReadIn(module, node);
    const read = scope && earlyRead(module, node, scope);
    if (read && !isExpected(module, node, scope)) yield read;
  }
}

/** The scope whose own code reads a name of it; undefined when it may run later, or the name is another scope's. */
function scopeReadIn(module: Module, node: Node): Scope | undefined {
  const owner = module.scopes.lookup(node.text, node)?.scope;
  let scope: Scope | undefined = module.scopes.around(node);
  for (; scope && scope !== owner; scope = scope.outer) {
    if (scope.isFunction || scope.node.kind === "generator_expression") return undefined;
  }
  const isGiven = BUILTINS.has(node.text) || /^__\w+__$/.test(node.text);
  const mayBeElsewhere = scope?.isClass === true || (scope?.isModule === true && isGiven);
  return mayBeElsewhere ? undefined : scope;
}

function earlyRead(module: Module, node: Node, scope: Scope): EarlyRead | undefined {
  const name = node.text;
  const bindings = scope.bindings(name);
  const graph = module.graphAround(scope.node.kind === "module" ? node : (scope.node.field("body") ?? node));
  if (bindings.some(({ kind, node: at }) => kind === "parameter" || isElsewhere(module, at, scope))) return undefined;
  if (!graph.isReachable(node) || bindings.some((binding) => isBoundOnTheLeft(binding.node, node))) return undefined;
  const { definitions, isComplete } = module.reachingIn(scope).reaching(name, node);
  if (!isComplete) return undefined;
  const reaching = bindings.filter((binding) => definitions.includes(binding.node));
  const over = (reaching.length > 0 ? reaching : bindings).find((binding) => isOver(binding, node));
  if (!reaching.every((binding) => isOver(binding, node) || isBehind(graph, binding.node, node))) return undefined;
  const binds = bindings.filter(({ kind }) => kind !== "delete");
  const later = binds.find(({ node: at }) => at.end > node.start);
  if (over && (reaching.length > 0 || bindings.every(({ kind }) => kind === "catch")))
    return { node, scope, binding: undefined, ended: endOf(over), isDeleted: over.kind === "delete" };
  return { node, scope, binding: (later ?? bindings[0])?.node, isOnly: binds.length === 1 };
}

/** Whether another scope binds the name through `global`. */
function isElsewhere(module: Module, at: Node, scope: Scope): boolean {
  return module.functionAround(at)?.node !== (scope.isFunction ? scope.node : undefined);
}

/** Whether a target further to the left of the same statement binds the name: targets are given their values one by one. */
function isBoundOnTheLeft(binding: Node, read: Node): boolean {
  const statement = assignmentTo(binding);
  return statement !== undefined && binding.precedes(read) && assignmentTo(read) === statement;
}

/** The loop or assignment, the outermost of `a = b = value`, that a node is in a target of. */
function assignmentTo(node: Node): Node | undefined {
  let inner = node;
  for (const around of node.ancestors()) {
    if (inner.fieldName === "left" && ASSIGNS.has(around.kind)) return outermost(around);
    if (/_(statement|definition)$|^lambda$/.test(around.kind)) return undefined;
    inner = around;
  }
  return undefined;
}

const ASSIGNS = new Set(["assignment", "for_statement"]);

function outermost(assignment: Node): Node {
  let outer = assignment;
  while (outer.parent?.kind === "assignment") outer = outer.parent;
  return outer;
}

/** Whether a binding that has run means nothing any more where the name is read. */
function isOver({ kind, node }: Binding, read: Node): boolean {
  if (kind !== "catch") return kind === "delete";
  return handlerOf(node)?.contains(read) === false;
}

function endOf({ kind, node }: Binding): Node {
  return kind === "catch" ? (handlerOf(node) ?? node) : node;
}

function handlerOf(node: Node): Node | undefined {
  for (const around of node.ancestors()) if (around.kind.startsWith("except")) return around;
  return undefined;
}

/** Whether a binding never runs before the read has run for the first time. */
function isBehind(graph: FlowGraph, binding: Node, read: Node): boolean {
  const [at] = graph.locate(read);
  if (!at) return false;
  const { dominators } = graph;
  return graph.locate(binding).every(({ block, index }) => {
    if (block === at.block) return index >= at.index;
    const number = dominators.first(block);
    return dominators.first(at.block) <= number && number <= dominators.last(at.block);
  });
}

/** Functions that tell which names are bound, or bind some. */
const LOOKS = new Set(["locals", "vars", "exec", "eval", "dir", "execfile"]);

const LOOKING = question(false);

const looksAtNames = ({ project }: Module, scope: Scope): boolean =>
  project.once(LOOKING, scope, () => mentionsName(scope.node, LOOKS));

/** Whether the code expects that the name is unbound, or somebody else binds it. */
export function isExpected(module: Module, node: Node, scope: Scope): boolean {
  const name = node.text;
  if (scope.isModule && hasComputedNames(module)) return true;
  if (scope.isModule && module.usage?.imports.some(({ members }) => members?.[0] === "*")) return true;
  if (scope.isFunction && looksAtNames(module, scope)) return true;
  const isHandled = isCaught(node, UNBOUND, (handler) => mentionsName(handler, new Set([name])));
  return isHandled || runsElsewhere(node) || isBoundInside(module, name, scope);
}

const BOUND_INSIDE = question<ReadonlySet<string>>(new Set());

/** Whether a function inside binds a scope's name through `nonlocal`. */
function isBoundInside(module: Module, name: string, scope: Scope): boolean {
  const find = (): ReadonlySet<string> => {
    const statements = [...module.inside(scope.node, holdsWord("nonlocal"), "nonlocal_statement")];
    return new Set(statements.flatMap(({ children }) => children.map(({ text }) => text)));
  };
  return module.project.once(BOUND_INSIDE, scope, find).has(name);
}
