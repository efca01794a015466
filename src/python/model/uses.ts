import { groupedBy } from "../../grouped.js";
import { nodesWithin, type Node } from "../../syntax/node.js";
import { COMPREHENSIONS } from "./bindings.js";
import { moduleOf, type Module } from "./module.js";
import type { Scope } from "./scope.js";
import { question } from "./solver.js";

const NAMES = question<ReadonlyMap<string, readonly Node[]>>(new Map());

/** The identifiers that a scope itself evaluates, by their text, in source order. */
export function namesIn(scope: Scope): ReadonlyMap<string, readonly Node[]> {
  const module = moduleOf(scope.node);
  return module.project.once(NAMES, scope, () => {
    const own = [...scope.node.descendants("identifier")].filter((name) => module.scopes.around(name) === scope);
    return groupedBy(own, ({ text }) => text);
  });
}

/** Where a name is read that nothing else can have bound by then than it is bound at, in the same scope. */
export function usesOf(bound: Node): readonly Node[] {
  const module = moduleOf(bound);
  const scope = module.scopes.lookup(bound.text, bound)?.scope;
  if (!scope?.isFunction) return [];
  return (namesIn(scope).get(bound.text) ?? []).filter((use) => {
    if (use === bound) return false;
    const [binding, ...others] = module.bindingsReaching(bound.text, use);
    return binding?.node === bound && others.length === 0;
  });
}

/** The same, with where comprehensions read it, and of what a comprehension binds itself. */
export function usesWithin(bound: Node): readonly Node[] {
  const module = moduleOf(bound);
  const scope = module.scopes.lookup(bound.text, bound)?.scope;
  if (!scope || !(scope.isFunction || COMPREHENSIONS.has(scope.node.kind))) return [];
  const isFollowed = (use: Node): boolean => {
    const [binding, ...others] = module.bindingsReaching(bound.text, use);
    return binding?.node === bound && others.length === 0;
  };
  return nodesWithin(module.identifiers(bound.text), scope.node).filter(
    (use) => use !== bound && isReadIn(module, use, scope) && isFollowed(use),
  );
}

/** Whether a name is evaluated where a scope evaluates, be it in a comprehension. */
function isReadIn(module: Module, use: Node, scope: Scope): boolean {
  if (module.scopes.lookup(use.text, use)?.scope !== scope) return false;
  let around: Scope | undefined = module.scopes.around(use);
  while (around && around !== scope && COMPREHENSIONS.has(around.node.kind)) around = around.outer;
  return around === scope;
}
