import { rule, type Report } from "../../src/engine/rule.js";
import { onlyCleansUp, onlyTells } from "../../src/concepts/errors/cleanup.js";
import { hardlyFails, letsNoErrorOut } from "../../src/concepts/errors/contained.js";
import { callsHere } from "../../src/concepts/errors/elsewhere.js";
import { clausesOf, handlersOf, type Handler } from "../../src/concepts/errors/handler.js";
import type { FunctionDefinition } from "../../src/python/model/function.js";
import { tells } from "../../src/python/model/logging.js";
import { moduleOf } from "../../src/python/model/module.js";
import { isExcused } from "./swallowed-exception/excuse.js";
import { isLoss } from "./swallowed-exception/loss.js";
import { SILENCE } from "./swallowed-exception/silence.js";
import { caughtTypes } from "../../src/python/cfg/exceptions.js";
import { alwaysLeaves, statementsAfter } from "../../src/python/cfg/terminal.js";
import type { Node } from "../../src/syntax/node.js";
import { accessPath } from "../../src/python/cfg/guards.js";
import { lastNameOf, spellingOf } from "../../src/python/cfg/expression.js";
import { mentionsName } from "../../src/python/cfg/mentions.js";
import { unwrap } from "../../src/python/cfg/evaluation.js";
import { assignedValue } from "../../src/python/model/bindings.js";
import { HARDLY_FAIL } from "../../src/python/tables/harmless-calls.js";

/**
 * A handler catches every exception and does nothing about it.
 *
 * The error is gone: no log, no metric, no traceback, and the program goes on with work half done. What breaks later
 * breaks far away, and nobody can tell why. A bare `except:` (or `except BaseException`) also takes
 * `KeyboardInterrupt` and `SystemExit`, so that the process cannot be stopped in an orderly way; it is reported even
 * when it answers with a constant.
 *
 * It is `medium` where the loss costs something: when what is tried delivers something, keeps or sends what is about money or orders, when a check of health or access answers as if it had been made, when a test's assertion is tried; `low` otherwise, and where the line tells another linter that all errors are meant (`noqa: BLE001`).
 *
 * @bad
 * ```python
 * def publish(client, event):
 *     try:
 *         client.send(event)
 *     except Exception:
 *         pass
 * ```
 * @good
 * ```python
 * import logging
 *
 * def publish(client, event):
 *     try:
 *         client.send(event)
 *     except ConnectionError:
 *         logging.warning("Event %s was not published", event, exc_info=True)
 * ```
 * @limits A handler that does anything at all, were it only to count, is taken to handle the error. With `--audit` only are
 * reported a `try` that tidies up (`close`, `terminate`, `unlink` and the like), tells of another error, waits for a queue's next
 * item, converts one value in a loop, or does what a program can do without (caches, metrics, progress); a handler that only sleeps,
 * that a comment explains, or that follows one which logged; scripts, migrations and tests; and a `try` that always
 * returns, so that what follows it runs only after an error. A call of a function that logs its errors
 * and raises them again is left alone, and so is one that takes every error itself. `suppress` is seen in a `with` statement only.
 * @off In code that must never fail because of what it observes, such as a crash reporter or a tracing hook; there,
 * silence the line and say why.
 * @see https://docs.python.org/3/tutorial/errors.html#handling-exceptions
 * @see https://cwe.mitre.org/data/definitions/390.html
 */
export default rule({
  severity: "low",
  cwe: 390,
  mentions: ["except", "suppress"],
  yieldsTo: ["tests/swallowed-assert"],
  *check(module) {
    if (!module.mayHold(SILENCE)) return;
    for (const handler of handlersOf(module, SILENCE)) {
      const reaction = handler.breadth === "named" ? "acts" : reactionOf(handler);
      if (reaction === "acts" || isToldOf(handler) || hasNothingToTake(handler)) continue;
      if (isMeant(handler)) continue;
      yield { ...report(handler, reaction), ...(leadsToFallback(handler) && { likely: true }) };
    }
  },
});

/** What a handler does: nothing, only give a fixed answer, only wait, or something that counts. */
type Reaction = "nothing" | "constant" | "waits" | "acts";

function reactionOf(handler: Handler): Reaction {
  const statements = handler.body?.children ?? [];
  const does = statements.filter((statement) => !isNothing(statement));
  if (does.length === 0) return "nothing";
  if (does.every(isSleep)) return "waits";
  return handler.breadth === "everything" && does.every(isConstantAnswer) ? "constant" : "acts";
}

function isNothing(statement: Node): boolean {
  if (/^(pass|continue)_statement$/.test(statement.kind)) return true;
  if (statement.kind !== "expression_statement") return false;
  const expression = statement.children[0];
  if (expression?.kind === "assignment") {
    return expression.field("left")?.text === "_" && assignedValue(expression)?.kind === "identifier";
  }
  return expression !== undefined && (expression.kind === "identifier" || isConstant(expression));
}

function isConstantAnswer(statement: Node): boolean {
  if (statement.kind === "break_statement") return true;
  if (statement.kind === "return_statement") return statement.children.every(isConstant);
  const assignment = statement.kind === "expression_statement" ? statement.children[0] : undefined;
  const value = assignment?.kind === "assignment" ? assignment.field("right") : undefined;
  // A flag records the failure for whoever looks at it; any other constant hides it.
  return value !== undefined && assignment?.field("left")?.kind === "identifier" && isConstant(value) && !isFlag(value);
}

function isConstant(node: Node): boolean {
  if (/^(none|true|false|integer|float|ellipsis)$/.test(node.kind)) return true;
  if (node.kind === "string") return node.child("interpolation") === undefined;
  return /^(tuple|list|dictionary|expression_list|unary_operator|pair|concatenated_string|parenthesized_expression)$/.test(
    node.kind,
  )
    ? node.children.every(isConstant)
    : false;
}

const isFlag = (value: Node): boolean => /^(true|false)$/.test(unwrap(value).kind);

function isSleep(statement: Node): boolean {
  const expression = statement.children[0];
  const call = expression?.kind === "await" ? expression.children[0] : expression;
  return call?.kind === "call" && moduleOf(call).call(call).lastName === "sleep";
}

/** Whether the silence is the point: the error was the expected outcome, or is recorded. */
function isMeant(handler: Handler): boolean {
  const end = successOf(handler).children.at(-1);
  if (end?.kind === "raise_statement") return true;
  if (handler.breadth === "everything" || !end) return false;
  const assignment = end.kind === "expression_statement" ? end.children[0] : undefined;
  return assignment?.kind === "assignment" && isFlag(assignment.field("right") ?? assignment);
}

/** Whether every error of a first way, which always returns, leads to another one that is real work. */
function leadsToFallback(handler: Handler): boolean {
  return handler.breadth !== "everything" && alwaysLeaves(successOf(handler)) && fallsBackToWork(handler);
}

/** What runs when no error occurs. */
function successOf({ statement, protects }: Handler): Node {
  return statement.child("else_clause")?.field("body") ?? protects;
}

function fallsBackToWork(handler: Handler): boolean {
  for (const statement of statementsAfter(handler.statement)) {
    for (const _ of statement.descendants("call", "raise_statement")) return true;
  }
  return false;
}

function report(handler: Handler, reaction: Reaction): Report {
  const { protects } = handler;
  const likely =
    reaction === "waits" ||
    onlyCleansUp(protects) ||
    onlyTells(protects) ||
    awaitsItsEnd(handler) ||
    isFinalizer(handler) ||
    isExcused(handler);
  return {
    at: handler.node,
    message: message(handler, reaction),
    advice: `Catch the errors that are expected of ${offenders(handler.protects)}, and log what else comes`,
    likely,
    severity: isLoss(handler) ? "medium" : "low",
  };
}

/** Whether all that the block does, beside importing them, is call functions of the project that take every error themselves. */
function hasNothingToTake({ protects }: Handler): boolean {
  const done = protects.children.filter(({ kind }) => !/^import_(from_)?statement$/.test(kind));
  const isContained = (call: Node): boolean => letsNoErrorOut(moduleOf(call).call(call));
  if (!done.every((statement) => hardlyFails(statement, isContained))) return false;
  return done.some((statement) => [...statement.descendants("call")].some(isContained));
}

/** Whether all that the block does is call functions of the project that tell of their errors and raise them again. */
function isToldOf({
  protects: {
    children: [only, ...more],
  },
}: Handler): boolean {
  const expression = only?.kind === "expression_statement" && more.length === 0 ? only.children[0] : undefined;
  const node = expression?.kind === "await" ? expression.children[0] : expression;
  if (node?.kind !== "call") return false;
  const { list, isAll } = moduleOf(node).call(node).callees;
  return isAll && list.every(({ definition }) => tellsOfErrors(definition));
}

function tellsOfErrors({ body }: FunctionDefinition): boolean {
  const statements = body?.children.filter(({ children: [first] }) => first?.kind !== "string") ?? [];
  const [only, ...more] = statements;
  if (only?.kind !== "try_statement" || more.length > 0) return false;
  return [...clausesOf(only)].some(
    ({ breadth, body: reaction }) =>
      breadth !== "named" &&
      reaction?.children.at(-1)?.kind === "raise_statement" &&
      [...reaction.descendants("call")].some(tells),
  );
}

/**
 * Whether the block only waits for what has been cancelled, as `except (CancelledError, Exception)` around a lone
 * `await task` says, or only fetches an outcome so that asyncio does not complain that nobody did.
 */
function awaitsItsEnd({ node, protects }: Handler): boolean {
  const [only, ...more] = protects.children;
  const expression = only?.kind === "expression_statement" ? only.children[0] : undefined;
  if (!expression || more.length > 0) return false;
  if (fetches(expression, "exception")) return true;
  const caught = node.kind === "call" ? [node] : caughtTypes(node);
  if (!caught.some((types) => mentionsName(types, CANCELLED))) return false;
  return expression.kind === "await" || fetches(expression, "result");
}

const CANCELLED = new Set(["CancelledError"]);

function fetches(expression: Node, method: string): boolean {
  const name = expression.kind === "call" ? expression.field("function")?.field("attribute") : undefined;
  return name?.text === method && expression.field("arguments")?.children.length === 0;
}

/** Errors in `__del__` are never raised, only printed. */
function isFinalizer(handler: Handler): boolean {
  for (const around of handler.node.ancestors()) {
    if (around.kind === "function_definition") return around.field("name")?.text === "__del__";
  }
  return false;
}

function message(handler: Handler, reaction: Reaction): string {
  const subject = handler.isBare ? "Bare 'except'" : `'${written(handler)}'`;
  const verb = { nothing: "drops", constant: "answers with a constant to", waits: "only waits after", acts: "" }[
    reaction
  ];
  const endings = handler.breadth === "everything" ? ", KeyboardInterrupt and SystemExit included" : "";
  return `${subject} ${verb} every error of ${offenders(handler.protects)}${endings}, and leaves no trace of it.`;
}

/** The handler as it stands in the code, its alias and body left out. */
function written({ node, body }: Handler): string {
  if (!body) return node.text.replace(/\s+/g, " ");
  const types = caughtTypes(node).map(spelled);
  return `except ${types.join(", ")}`;
}

/** A type as it is written, on one line and without comments. */
function spelled(type: Node): string {
  const parts = type.kind === "tuple" ? `(${type.children.map(spelled).join(", ")})` : spellingOf(type);
  return parts.replace(/\s+/g, " ");
}

const LONGEST_NAME = 60;

/** A message that lists more calls than this is not read. */
const MOST_NAMED = 3;

/** What may fail, by the names of what is called: a method is named whatever it is called like. */
function offenders(block: Node): string {
  const names = new Set<string>();
  for (const call of callsHere(block)) if (!isTypeCast(call)) names.add(calleeName(call));
  const quoted = [...names].filter((name) => name !== "" && !HARDLY_FAIL.has(name)).map((name) => `'${name}'`);
  if (quoted.length === 0) return "its block";
  const listed = quoted.length > MOST_NAMED ? [...quoted.slice(0, MOST_NAMED), "others"] : quoted;
  return listed.length === 1 ? listed.join() : `${listed.slice(0, -1).join(", ")} and ${listed.at(-1) ?? ""}`;
}

/** `cast(Order, found)`: it is for type checkers, and gives back what it is given. */
function isTypeCast(call: Node): boolean {
  if (lastNameOf(call.field("function")) !== "cast") return false;
  const { apis } = moduleOf(call).call(call);
  return apis.length > 0 && apis.every((path) => path === "typing.cast");
}

function calleeName(call: Node): string {
  const callee = call.field("function");
  const path = callee && accessPath(callee);
  return path !== undefined && path.length <= LONGEST_NAME ? path : (lastNameOf(callee) ?? "");
}
