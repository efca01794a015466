import type { Node } from "../../../src/syntax/node.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { moduleOf } from "../../../src/python/model/module.js";

/**
 * Whether an attribute can stand where a misspelt one is read: it is called only where it can be, is taken as a value only
 * where it is one, and a function does not come to ask itself.
 */
export function canStandFor(of: ClassDefinition, name: string, read: Node): boolean {
  const method = of.method(name);
  const isCalled = read.fieldName === "function" && read.parent?.kind === "call";
  if (method && moduleOf(read).functionAround(read) === method) return false;
  if (method && !method.isProperty) return isCalled;
  return !isCalled || mayBeCalled(of, name);
}

/** Whether some value of an attribute may be a function or a class. */
function mayBeCalled(of: ClassDefinition, name: string): boolean {
  const stores = of.ancestry.classes.flatMap((base) => base.storesNamed(name));
  return stores.some(({ from }) => {
    if (!from) return false;
    const values = moduleOf(from).valuesOf(from);
    return !values.every(({ kind }) => kind === "none" || kind === "literal" || kind === "instance");
  });
}

/** Names that are the same but for case and underscores are a slip; of other near names it may be any. */
export const plain = (name: string): string => name.toLowerCase().replaceAll("_", "");
