import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf } from "../../../src/python/cfg/expression.js";
import type { Module } from "../../../src/python/model/module.js";
import type { Scope } from "../../../src/python/model/scope.js";
import { matchesPattern } from "../../../src/python/prefilter/prefilter.js";
import type { Node } from "../../../src/syntax/node.js";
import { firstUse, goesOn } from "./behind-try.js";
import { codeUpTo } from "./next.js";

/** A read behind a handler of the name that it has caught something as, though the name was bound before, too. */
export interface ReadBehindHandler {
  readonly node: Node;
  readonly scope: Scope;
  readonly handler: Node;
  /** What has bound the name before. */
  readonly binding: Node;
}

/**
 * The reads that a handler leads to of the name that it has: `error = None` before the `try` does not help, since the end of the
 * handler unbinds the name.
 */
export function* readsBehindHandlers(module: Module): Generator<ReadBehindHandler> {
  for (const statement of module.within(NAMES, "try_statement")) {
    const scope = module.scopes.around(statement);
    if (!scope.isFunction) continue;
    for (const handler of statement.children) {
      const caught = handler.kind === "except_clause" ? nameOf(handler) : undefined;
      const bindings = caught ? scope.bindings(caught.text) : [];
      const before = bindings.find(({ node, kind }) => node.end <= statement.start && !ENDS.has(kind));
      const node = caught && before ? firstUse(caught, statement, scope) : undefined;
      if (!before || !node || !goesOn(handler, module)) continue;
      const isBoundAnew = bindings.some(({ node: at }) => at.start > statement.end && at.start < node.start);
      if (!isBoundAnew && isLedTo(node, statement, handler)) yield { node, scope, handler, binding: before.node };
    }
  }
}

const NAMES = matchesPattern("a handler with a name", /\bexcept\b/);
const ENDS: ReadonlySet<string> = new Set(["catch", "delete"]);

/** The name that a handler gives to what it has caught. */
function nameOf(handler: Node): Node | undefined {
  const [pattern] = handler.children;
  const target = pattern?.kind === "as_pattern" ? pattern.field("alias") : undefined;
  const [name] = target?.children ?? [];
  return name?.kind === "identifier" ? name : undefined;
}

/** Whether the handler's end leads to a read, whatever is asked in between, or since it has made the answer. */
function isLedTo(node: Node, statement: Node, handler: Node): boolean {
  if (codeUpTo(node, statement)) return true;
  for (const around of node.ancestors()) {
    if (around.kind === "if_statement" && around.parent === statement.parent) {
      const condition = around.field("condition");
      if (!condition || !around.field("consequence")?.contains(node)) return false;
      return codeUpTo(condition, statement) !== undefined && holdsBehind(condition, handler) && isFirstIn(node, around);
    }
  }
  return false;
}

/** Whether a condition asks for just that nothing which a handler has left in a name: `not rows` behind `rows = None`. */
function holdsBehind(condition: Node, handler: Node): boolean {
  const asking = unwrap(condition);
  const test = comparisonOf(asking);
  const isNone = test?.operator === "is" && unwrap(test.right).text === "None";
  const asked = isNone ? test.left : asking.kind === "not_operator" ? asking.field("argument") : undefined;
  const name = asked && unwrap(asked);
  if (name?.kind !== "identifier") return false;
  const given = [...handler.descendants("assignment")].filter((one) => one.field("left")?.text === name.text).at(-1);
  // What the handler does under a condition of its own need not have happened.
  const value = given?.parent?.parent?.parent === handler ? given.field("right") : undefined;
  return value !== undefined && (isNone ? /^None$/ : EMPTY).test(unwrap(value).text);
}

const EMPTY = /^(?:None|False|0|""|''|\[\]|\{\}|\(\))$/;

/** Whether nothing in a branch decides whether a read of it is reached. */
function isFirstIn(node: Node, branch: Node): boolean {
  const [first] = branch.field("consequence")?.children ?? [];
  return first?.contains(node) === true && first.kind === "expression_statement";
}
