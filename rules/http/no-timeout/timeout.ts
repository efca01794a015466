import { isSameExpression } from "../../../src/python/cfg/expression.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import type { Call } from "../../../src/python/model/call.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { isOpen } from "../../../src/python/model/value.js";
import { TIMEOUT_KINDS } from "../../../src/python/tables/http-clients.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether a timeout is one that never comes: None, or what is made without any limit for the answer. */
export function neverComes(timeout: Node): boolean {
  const module = moduleOf(timeout);
  const values = module.valuesOf(timeout);
  if (isOpen(values)) return false;
  return values.every((value) => value.kind === "none" || (value.kind === "api" && isBoundless(value.path, value.at)));
}

/** `ClientTimeout(total=None)`, `ClientTimeout(connect=5)`: nothing limits the wait for the answer. */
function isBoundless(path: string, made: Node): boolean {
  const kind = TIMEOUT_KINDS.get(path.replace(/\(\)$/, ""));
  if (!kind || made.kind !== "call" || !path.endsWith("()")) return false;
  const call = moduleOf(made).call(made);
  if (call.hasSplat) return false;
  const given = [call.positional[kind.place ?? 0], ...kind.keywords.map((name) => call.keyword(name))];
  return given.every((value) => value === undefined || isNone(value));
}

function isNone(expression: Node): boolean {
  const values = moduleOf(expression).valuesOf(expression);
  return values.length > 0 && values.every(({ kind }) => kind === "none");
}

/** The one timeout that all other calls of the same name are given, when it means the same wherever it stands in the file. */
export function commonTimeout(module: Module, call: Call): Node | undefined {
  const others = module.callsNamed(call.lastName).filter(({ node, receiver }) => {
    return node !== call.node && receiver && call.receiver && isSameExpression(receiver, call.receiver);
  });
  const given = others.flatMap((other) => other.keyword("timeout") ?? []);
  const [first] = given;
  return first && given.length > 0 && given.every((one) => isSameExpression(one, first)) && isFixed(module, first)
    ? first
    : undefined;
}

/** A number, several of them, or a name of the module. */
function isFixed(module: Module, expression: Node): boolean {
  const node = unwrap(expression);
  if (node.kind === "identifier") return module.scopes.lookup(node.text, node)?.scope.isModule === true;
  return (
    /^(integer|float)$/.test(node.kind) || (node.kind === "tuple" && node.children.every((one) => isFixed(module, one)))
  );
}
