import { distance } from "fastest-levenshtein";
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

/** The names that one may have been meant to be: a letter or two away, or made of the same words and some more. */
export function namesNear(name: string, names: ReadonlySet<string>): readonly string[] {
  if (names.size > MOST_NAMES) return [];
  const wanted = plain(name);
  const most = Math.min(2, Math.floor(wanted.length / 3));
  const isNear = (other: string): boolean =>
    !/^__\w+__$/.test(other) && other !== name && (distance(wanted, plain(other)) <= most || sharesWords(name, other));
  return [...names].filter(isNear).sort();
}

/** Among more names than this nobody looks for the nearest. */
const MOST_NAMES = 1000;

/** Names that are the same but for case and underscores are a slip. */
export const plain = (name: string): string => name.toLowerCase().replaceAll("_", "");

/** Whether all words of one name are in the other. */
function sharesWords(name: string, other: string): boolean {
  const [few = [], many = []] = [wordsOf(name), wordsOf(other)].sort((a, b) => a.length - b.length);
  return few.length > 0 && few.every((word) => word.length > 2 && many.includes(word));
}

const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_")
    .filter((word) => word !== "");
