import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Binding } from "../../../src/python/model/scope.js";
import { namesIn } from "../../../src/python/model/uses.js";
import type { Node } from "../../../src/syntax/node.js";

/** The bindings of a name that is local to a function, and that no function inside changes; undefined for any other name. */
export function localBindings(name: Node, around: FunctionDefinition): readonly Binding[] | undefined {
  const module = moduleOf(name);
  const found = module.scopes.lookup(name.text, name);
  if (found?.scope.node !== around.node || found.bindings.length === 0) return undefined;
  const isShared = [...around.node.descendants("nonlocal_statement")].some((statement) =>
    statement.children.some(({ text }) => text === name.text),
  );
  return isShared ? undefined : found.bindings;
}

/** Where a function reads or writes one of its names inside of some code, in source order. */
export function usesWithin(code: Node, name: string, around: FunctionDefinition): readonly Node[] {
  const scope = around.module.scopes.opened(around.node);
  return (namesIn(scope).get(name) ?? []).filter((use) => code.contains(use));
}

/** The names that some code reads: no attributes, no keywords. */
export function namesRead(code: Node): readonly Node[] {
  return [...code.descendants("identifier")].filter(({ fieldName, parent }) => {
    return fieldName !== "attribute" && !(fieldName === "name" && parent?.kind === "keyword_argument");
  });
}

/** Whether a loop leaves a name what it is: it binds it nowhere, or it is a constant of the file. */
export function isSteady(name: Node, loop: Node, around: FunctionDefinition): boolean {
  const bindings = localBindings(name, around);
  if (bindings) return !bindings.some(({ node }) => loop.contains(node));
  return moduleOf(name).scopes.lookup(name.text, name)?.scope.isModule === true && /^[A-Z_\d]+$/.test(name.text);
}
