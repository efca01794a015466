import type { Node } from "../../../src/syntax/node.js";
import { unwrap, numberOf } from "../../../src/python/cfg/evaluation.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { alwaysLeaves } from "../../../src/python/cfg/terminal.js";
import type { Module } from "../../../src/python/model/module.js";
import { relianceIn } from "../../../src/python/prefilter/reliance.js";
import { comparisonOf, isSameExpression, lastNameOf } from "../../../src/python/cfg/expression.js";

/** A test of a container, and the code that relies on its answer. */
export interface ContainerTest {
  /** The expression that decides. */
  readonly at: Node;
  /** The container's name, or its attribute: `self.jobs`. */
  readonly container: Node;
  /** What was looked for; undefined when the question was whether anything is there. */
  readonly key: Node | undefined;
  /** What runs only when it was there. */
  readonly region: readonly Node[];
}

interface Question {
  readonly container: Node;
  readonly key: Node | undefined;
}

/** Every test of a container in the functions of a file whose text shows that they rely on one. */
export function* containerTests(module: Module): Generator<ContainerTest> {
  for (const node of module.within(
    relianceIn(module.source),
    "if_statement",
    "elif_clause",
    "while_statement",
    "conditional_expression",
    "boolean_operator",
  )) {
    for (const [at, holds, region] of branches(node)) {
      if (region.length === 0) continue;
      for (const question of questions(at, holds)) yield { at, ...question, region };
    }
  }
}

/** A condition, the answer it must have, and what then runs. */
function* branches(node: Node): Generator<readonly [Node, boolean, readonly Node[]]> {
  if (node.kind === "conditional_expression") {
    const [yes, test, no] = node.children;
    if (test && yes) yield [test, true, [yes]];
    if (test && no) yield [test, false, [no]];
    return;
  }
  if (node.kind === "boolean_operator") {
    const left = node.field("left");
    const right = node.field("right");
    if (left && right) yield [left, node.child("and") !== undefined, [right]];
    return;
  }
  const test = node.field("condition");
  const then = node.field("consequence") ?? node.field("body");
  if (!test || !then) return;
  yield [test, true, [then]];
  if (node.kind === "while_statement") return;
  const otherwise = node.fields("alternative");
  const block = node.parent?.kind === "block" ? node.parent : undefined;
  const after = alwaysLeaves(then) && block ? block.children.filter((sibling) => node.precedes(sibling)) : [];
  yield [test, false, [...otherwise, ...after]];
}

/** The questions that are answered by "it is there" when the condition has the given truth. */
function* questions(condition: Node, holds: boolean): Generator<Question> {
  // What is joined nests as deep as it is long, and each join in it is a test itself.
  let joins = 0;
  const waiting: (readonly [part: Node | undefined, holds: boolean])[] = [[condition, holds]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [part, wanted] = next;
    const node = part && unwrap(part);
    if (node?.kind === "not_operator") waiting.push([node.field("argument"), !wanted]);
    else if (node?.kind === "boolean_operator") {
      // Of `a and b` both hold when it does; of `a or b` neither when it does not.
      if (++joins > MOST_JOINS || (node.child("and") !== undefined) !== wanted) continue;
      waiting.push([node.field("right"), wanted], [node.field("left"), wanted]);
    } else if (node) yield* questionOf(node, wanted);
  }
}

/** Of what is joined by more `and` and `or`, the first is not looked at. */
const MOST_JOINS = 50;

function* questionOf(node: Node, holds: boolean): Generator<Question> {
  switch (node.kind) {
    case "identifier":
    case "attribute":
      if (holds && accessPath(node) !== undefined) yield { container: node, key: undefined };
      return;
    case "call": {
      const container = measured(node);
      if (holds && container) yield { container, key: undefined };
      return;
    }
    case "comparison_operator":
      yield* compared(node, holds);
  }
}

/** The container whose length a call takes. */
function measured(call: Node): Node | undefined {
  if (call.field("function")?.text !== "len") return undefined;
  const [container] = call.field("arguments")?.children ?? [];
  return container && accessPath(container) !== undefined ? container : undefined;
}

function* compared(comparison: Node, holds: boolean): Generator<Question> {
  const compares = comparisonOf(comparison);
  if (!compares) return;
  const { left, operator, right } = compares;
  if (operator === "in" || operator === "not in") {
    if ((operator === "in") === holds && accessPath(right) !== undefined) yield { container: right, key: left };
    return;
  }
  const container = left.kind === "call" ? measured(left) : undefined;
  const limit = numberOf(right) ?? NaN;
  if (container && isThere(operator, limit) === holds) yield { container, key: undefined };
}

/** Whether `len(x) operator limit` says that something is there; undefined when it says neither. */
function isThere(operator: string, limit: number): boolean | undefined {
  if (operator === ">" || (operator === ">=" && limit > 0) || (operator === "!=" && limit === 0)) return true;
  return (operator === "==" && limit === 0) || (operator === "<" && limit > 0) || (operator === "<=" && limit === 0)
    ? false
    : undefined;
}

/** The first operation in the code that relies on a test and fails when it is no longer true. */
export function reliantOperation(test: ContainerTest): Node | undefined {
  const path = accessPath(test.container);
  for (const region of test.region) {
    for (const node of region.descendants("call", "subscript")) {
      if (!isInFunctionInside(node, region) && relies(node, test, path)) return node;
    }
  }
  return undefined;
}

function isInFunctionInside(node: Node, region: Node): boolean {
  for (let at: Node | undefined = node; at && at !== region; at = at.parent) {
    if (at.kind === "function_definition" || at.kind === "lambda") return true;
  }
  return false;
}

function relies(node: Node, { key }: ContainerTest, path: string | undefined): boolean {
  if (node.kind === "subscript") {
    const container = node.field("value");
    const index = node.field("subscript");
    if (!container || !index || accessPath(container) !== path || isTarget(node)) return false;
    return key ? isSameExpression(index, key) : ENDS.has(numberOf(index) ?? NaN);
  }
  const callee = node.field("function");
  const given = node.field("arguments")?.children ?? [];
  if (lastNameOf(callee) === "heappop") return given[0] !== undefined && accessPath(given[0]) === path && !key;
  const container = callee?.field("object");
  if (!container || accessPath(container) !== path) return false;
  const method = callee?.field("attribute")?.text ?? "";
  const [first, ...more] = given;
  if (key) return REMOVERS.has(method) && first !== undefined && more.length === 0 && isSameExpression(first, key);
  return /^(popleft|popitem)$/.test(method) || (method === "pop" && given.length < 2);
}

/** The places that are there as soon as anything is. */
const ENDS = new Set([-1, 0, 1]);
const REMOVERS = new Set(["pop", "remove"]);

/** Whether a subscript is assigned to, which never fails. */
function isTarget(subscript: Node): boolean {
  return subscript.parent?.kind === "assignment" && subscript.fieldName === "left";
}
