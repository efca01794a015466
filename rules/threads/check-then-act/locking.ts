import type { Node } from "../../../src/syntax/node.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { caughtNames } from "../../../src/python/cfg/exceptions.js";
import { mentionsName, mentionsPath } from "../../../src/python/cfg/mentions.js";

const LOCKS =
  /^(threading|multiprocessing|_thread)\.(Lock|RLock|Condition|Semaphore|BoundedSemaphore|allocate_lock)\(\)/;
const LOCK_NAME = /lock|mutex|cond|sema?phore|guard|monitor|_cv$|synchron/i;

/** Whether a `with` holds a lock while its body runs, as far as its items tell. */
export function holdsLock(statement: Node): boolean {
  return (statement.child("with_clause")?.children ?? []).some((item) => {
    const value = item.field("value");
    const manager = value?.kind === "as_pattern" ? value.children[0] : value;
    if (!manager) return false;
    // A context manager that is kept somewhere is a lock, or as good as one.
    return manager.kind !== "call" || isLock(manager.field("function"));
  });
}

/** Whether a name in an expression is that of a lock, or of what holds locks. */
function isLock(expression: Node | undefined): boolean {
  return expression !== undefined && mentionsName(expression, LOCK_NAME);
}

/** The `with` statements with a lock around a node, innermost first, within its function. */
export function* locksAround(node: Node): Generator<Node> {
  for (const outer of node.ancestors()) {
    if (outer.kind === "function_definition" || outer.kind === "lambda") return;
    if (outer.kind === "with_statement" && holdsLock(outer)) yield outer;
  }
}

/** Whether one lock is held from the first node to the second. */
export function areUnderOneLock(first: Node, second: Node): boolean {
  for (const lock of locksAround(first)) if (lock.contains(second)) return true;
  return isAfterAcquire(first);
}

/** Whether the function has taken a lock by hand before a node. */
function isAfterAcquire(node: Node): boolean {
  const module = moduleOf(node);
  const around = module.functionAround(node)?.node;
  return module.callsNamed("acquire").some((call) => {
    const lock = call.receiver;
    if (!lock || node.precedes(call.node) || module.functionAround(call.node)?.node !== around) return false;
    return isLock(lock) || module.valuesOf(lock).some((value) => value.kind === "api" && LOCKS.test(value.path));
  });
}

/** Whether a function says, or all its callers show, that a lock is held while it runs. */
export function runsUnderLock(definition: FunctionDefinition, depth = 3): boolean {
  if (/locked|synchronized/i.test(definition.name)) return true;
  if (definition.decorators.some((decorator) => isLock(decorator))) return true;
  const callers = definition.module.project.callersOf(definition);
  return (
    callers.length > 0 &&
    callers.every(({ call }) => {
      if (!locksAround(call.node).next().done) return true;
      const caller = depth > 0 ? call.module.functionAround(call.node) : undefined;
      return caller !== undefined && caller !== definition && runsUnderLock(caller, depth - 1);
    })
  );
}

/** Whether some of those that call a function hold a lock while it runs. */
export function mayRunUnderLock(definition: FunctionDefinition, depth = 3): boolean {
  return definition.module.project.callersOf(definition).some(({ call }) => {
    if (!locksAround(call.node).next().done) return true;
    const caller = depth > 0 ? call.module.functionAround(call.node) : undefined;
    return caller !== undefined && caller !== definition && mayRunUnderLock(caller, depth - 1);
  });
}

/** What is raised when something is not there any more. */
export const MISSED = new Set(["IndexError", "KeyError", "LookupError", "ValueError", "Exception", "BaseException"]);

/** Whether an error of one of the classes at a node ends at a handler in its function. */
export function isCaught(node: Node, classes: ReadonlySet<string>): boolean {
  let inner = node;
  for (const outer of node.ancestors()) {
    if (outer.kind === "function_definition" || outer.kind === "lambda") return false;
    if (outer.kind === "try_statement" && inner.fieldName === "body") {
      const clauses = outer.children.filter((child) => child.kind === "except_clause");
      if (clauses.some((clause) => caughtNames(clause)?.some((name) => classes.has(name)) ?? true)) return true;
    }
    if (outer.kind === "with_statement" && inner.fieldName === "body") {
      const items = outer.child("with_clause");
      if (items && mentionsName(items, classes)) return true;
    }
    inner = outer;
  }
  return false;
}

/** Whether the code between a `with` lock and a node asks the same question again. */
export function asksAgainUnderLock(operation: Node, container: Node, isQuestion: (test: Node) => boolean): boolean {
  const path = accessPath(container);
  for (const lock of locksAround(operation)) {
    for (const test of lock.descendants("if_statement", "while_statement", "conditional_expression")) {
      const condition = test.field("condition") ?? test.children[1];
      if (condition && path !== undefined && mentionsPath(condition, path) && isQuestion(condition)) return true;
    }
  }
  return false;
}
