import type { Node } from "../../syntax/node.js";
import { calledName, lastNameOf } from "./expression.js";
import { accessPath } from "./guards.js";

/** Exceptions that end programs, threads and generators: `except Exception` does not take them. */
const ENDINGS = new Set(["SystemExit", "KeyboardInterrupt", "GeneratorExit"]);

/** Calls that never return; `abort` is what not even a `finally` sees. */
const EXIT_CALLS: ReadonlyMap<string, "exit" | "abort"> = new Map([
  ["sys.exit", "exit"],
  ["exit", "exit"],
  ["quit", "exit"],
  ["os._exit", "abort"],
  ["os.abort", "abort"],
]);

/** Context managers that swallow the exceptions they are given. */
const SWALLOWING = new Set([
  "suppress",
  "contextlib.suppress",
  "pytest.raises",
  "self.assertRaises",
  "self.assertRaisesRegex",
]);

/**
 * Whether a handler for the named classes surely takes an exception of class `raised`; any `Exception`, when that is
 * undefined. No list of names stands for a bare `except:`.
 */
export function catches(names: readonly string[] | undefined, raised: string | undefined): boolean {
  if (!names || names.includes("BaseException")) return true;
  if (raised !== undefined && names.includes(raised)) return true;
  return names.includes("Exception") && (raised === undefined || !ENDINGS.has(raised));
}

/** Whether a handler for the named classes is there for programs that end. */
export function catchesEndings(names: readonly string[] | undefined): boolean {
  return !names || names.some((name) => name === "BaseException" || ENDINGS.has(name));
}

/** Whether an exception of the class passes handlers for `Exception`. */
export function isEnding(raised: string | undefined): boolean {
  return raised !== undefined && ENDINGS.has(raised);
}

/** What kind of end an expression is, when it is a call that never returns. */
export function exitCall(node: Node): "exit" | "abort" | undefined {
  if (node.kind !== "call") return undefined;
  const callee = node.field("function");
  return EXIT_CALLS.get((callee && accessPath(callee)) ?? "");
}

/** Whether a statement or expression is a call that ends the program. */
export function endsProgram(node: Node): boolean {
  const expression = node.kind === "expression_statement" ? node.children[0] : node;
  return expression !== undefined && exitCall(expression) !== undefined;
}

/** The class that a `raise` statement raises, as far as it is written there. */
export function raisedName(statement: Node): string | undefined {
  const [raised] = statement.children;
  if (!raised || raised.fieldName === "cause") return undefined;
  return calledName(raised);
}

/** The types that an `except` clause names: none in a bare one. */
export function caughtTypes(clause: Node): readonly Node[] {
  return clause.fields("value").flatMap((value) => {
    const type = value.kind === "as_pattern" ? value.children[0] : value;
    return type ? [type] : [];
  });
}

/** The names of the classes that an `except` clause takes; undefined for a bare one. */
export function caughtNames(clause: Node): readonly string[] | undefined {
  const types = caughtTypes(clause);
  return types.length > 0 ? types.flatMap(classNames) : undefined;
}

/** The names of the classes that a `with_item` swallows; undefined when it swallows nothing. */
export function swallowedNames(item: Node): readonly string[] | undefined {
  let manager = item.field("value");
  while (manager?.kind === "as_pattern" || manager?.kind === "parenthesized_expression") manager = manager.children[0];
  const callee = manager?.kind === "call" ? manager.field("function") : undefined;
  if (!manager || !callee || !SWALLOWING.has(accessPath(callee) ?? "")) return undefined;
  const names = (manager.field("arguments")?.children ?? []).flatMap(classNames);
  return names.length > 0 ? names : undefined;
}

function classNames(type: Node): readonly string[] {
  if (type.kind === "tuple" || type.kind === "parenthesized_expression" || type.kind === "expression_list") {
    return type.children.flatMap(classNames);
  }
  const name = lastNameOf(type);
  return name === undefined ? [] : [name];
}

/** What takes any error. */
const ANY: ReadonlySet<string> = new Set(["Exception", "BaseException"]);

/**
 * Whether a handler or `suppress` around a node, in the same function, is there for one of some errors.
 *
 * @param orAny whether one for all errors is, too
 */
export function isCaught(node: Node, errors: ReadonlySet<string>, orAny: (handler: Node) => boolean): boolean {
  let inner = node;
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition" || around.kind === "lambda") return false;
    if (inner.fieldName === "body" && takersOf(around).some((taker) => takes(taker, errors, orAny))) return true;
    inner = around;
  }
  return false;
}

interface Taker {
  readonly node: Node;
  /** The classes that it names; undefined for all there are. */
  readonly names: readonly string[] | undefined;
}

function takersOf(statement: Node): readonly Taker[] {
  if (statement.kind === "try_statement")
    return statement.children
      .filter(({ kind }) => kind.startsWith("except"))
      .map((node) => ({ node, names: caughtNames(node) }));
  if (statement.kind !== "with_statement") return [];
  return (statement.child("with_clause")?.children ?? []).flatMap((node) => {
    const names = swallowedNames(node);
    return names ? [{ node, names }] : [];
  });
}

function takes({ node, names }: Taker, errors: ReadonlySet<string>, orAny: (handler: Node) => boolean): boolean {
  if (names?.some((name) => errors.has(name))) return true;
  return (!names || names.some((name) => ANY.has(name))) && orAny(node);
}

const TYPE_ERROR: ReadonlySet<string> = new Set(["TypeError"]);

/** Whether the code around an expression expects that it raises a `TypeError`: a handler of all errors does not say so. */
export function expectsTypeError(expression: Node): boolean {
  return isCaught(expression, TYPE_ERROR, ({ kind }) => !kind.startsWith("except"));
}
