import { constantTruth } from "../../../src/python/cfg/evaluation.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Value } from "../../../src/python/model/value.js";
import type { Node } from "../../../src/syntax/node.js";

/** Who sees what is overridden: the whole process, or whoever holds the object. */
export type Sharing = "process" | "holders";

/** Who sees what is overridden; undefined when nobody but the function does. */
export function isShared(target: Node): Sharing | undefined {
  const name = rootOf(target);
  if (!name) return undefined;
  const module = moduleOf(name);
  const found = module.scopes.lookup(name.text, name);
  if (!found) return undefined;
  if (found.scope === module.scopes.module || found.bindings.every(({ kind }) => kind === "import")) return "process";
  const isGiven =
    found.bindings.every(({ kind }) => kind === "parameter") || found.scope !== module.scopes.around(name);
  return isGiven || found.bindings.every(({ from }) => from?.kind === "attribute") ? "holders" : undefined;
}

/** The name that a path begins with. */
function rootOf(target: Node): Node | undefined {
  let at: Node | undefined = target;
  if (at.kind === "call") at = at.field("arguments")?.children[0];
  while (at && at.kind !== "identifier") at = at.field("object") ?? at.field("value") ?? at.field("function");
  return at;
}

/** Whether what is kept may be nothing: seen to be so, never, or not seen. */
export function keepsNothing(saved: Node, isTruth: boolean): "seen" | "never" | "unseen" {
  const module = moduleOf(saved);
  if (saved.kind === "call") {
    const { lastName, positional } = module.call(saved);
    const fallback = positional[lastName === "getattr" ? 2 : 1];
    const asks = lastName === "get" || lastName === "pop" || lastName === "getattr";
    if (!asks || (lastName !== "get" && !fallback)) return "never";
    return !fallback || fallback.kind === "none" ? "seen" : "unseen";
  }
  return module.valuesOf(saved).some((value) => isNothing(value, isTruth)) ? "seen" : "unseen";
}

function isNothing(value: Value, isTruth: boolean): boolean {
  return value.kind === "none" || (isTruth && value.kind === "literal" && constantTruth(value.at) === false);
}
