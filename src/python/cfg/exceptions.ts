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

/** Whether the code around an expression expects that it raises a `TypeError`. */
export function expectsTypeError(expression: Node): boolean {
  let inner = expression;
  for (const around of expression.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (inner.fieldName === "body") {
      if (around.kind === "try_statement") {
        const handlers = around.children.filter((child) => child.kind === "except_clause");
        if (handlers.some((handler) => caughtNames(handler)?.includes("TypeError"))) return true;
      }
      const items = around.kind === "with_statement" ? (around.child("with_clause")?.children ?? []) : [];
      if (items.some((item) => swallowedNames(item) !== undefined)) return true;
    }
    inner = around;
  }
  return false;
}
