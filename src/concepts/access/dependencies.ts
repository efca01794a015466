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

/** Whether an annotation says that the framework makes what stands there: `Annotated[Session, Depends(session)]`, or a name for it. */
export function isMadeByFramework(annotation: Node): boolean {
  const module = moduleOf(annotation);
  const name = annotation.kind === "type" ? annotation.children[0] : annotation;
  const bindings = name?.kind === "identifier" ? module.scopes.lookup(name.text, name)?.bindings : undefined;
  const written = (bindings ?? []).flatMap(({ from }) => from ?? []);
  return [annotation, ...written].some((node) => dependenciesIn(node).next().done !== true);
}
