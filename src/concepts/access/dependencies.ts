import { moduleOf } from "../../python/model/module.js";
import { INJECTIONS } from "../../python/tables/injection.js";
import type { Node } from "../../syntax/node.js";

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
