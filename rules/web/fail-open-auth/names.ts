import { accessPath } from "../../../src/python/cfg/guards.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { INJECTIONS } from "../../../src/python/tables/injection.js";
import type { Node } from "../../../src/syntax/node.js";

/** The last name of a name, an attribute, or of what is called: `token` of `self.token`, `abort` of `flask.abort(401)`. */
export function lastNameIn(node: Node | undefined): string {
  const inner = node && unwrap(node);
  switch (inner?.kind) {
    case "identifier":
      return inner.text;
    case "attribute":
      return inner.field("attribute")?.text ?? "";
    case "call":
    case "await":
    case "expression_statement":
      return lastNameIn(inner.field("function") ?? inner.children[0]);
    default:
      return "";
  }
}

/** Whether an expression is one of some names and no part of another object. */
export function isOneOf(node: Node | undefined, names: RegExp): boolean {
  const path = node && accessPath(node);
  return path !== undefined && names.test(path);
}

/** Whether one of the names in an expression is among some. */
export function holdsName(node: Node, names: RegExp): boolean {
  for (const name of node.descendants("identifier")) if (names.test(name.text)) return true;
  return false;
}

/** What stands inside of the calls that mark a dependency: `f` of `Depends(f)`, wherever it stands in an expression. */
export function* dependenciesIn(node: Node | undefined): Generator<Node> {
  for (const call of node?.descendants("call") ?? []) {
    const dependency = dependencyOf(call);
    if (dependency) yield dependency;
  }
}

/** `f` of `Depends(f)`. */
export function dependencyOf(node: Node): Node | undefined {
  const call = moduleOf(node).call(node);
  return call.apis.some((path) => INJECTIONS.has(path)) ? call.argument(0, "dependency") : undefined;
}
