import type { Node } from "../../syntax/node.js";
import { BUILTINS } from "../tables/builtins.js";
import { PLAIN_BODIES } from "../tables/plain-bodies.js";
import { specialMethodsOf } from "../tables/special-methods.js";
import { STANDARD_LIBRARY } from "../tables/stdlib.js";
import type { ClassDefinition } from "./class.js";
import { question } from "./solver.js";

const PREPARED = question(false);

/**
 * Whether a metaclass may give the body of a class names that nothing binds there: it prepares the namespace
 * (`__prepare__`), or a base that is out of sight may bring such a metaclass along.
 */
export function mayBePrepared(of: ClassDefinition): boolean {
  return of.module.project.once(PREPARED, of, () => {
    const { classes, external, isOpen } = of.ancestry;
    return isOpen || !external.every(isPlain) || classes.some((base) => isPreparedBy(base, metaclassOf(base)));
  });
}

/** Whether a class from outside, or a metaclass, is known to put no names into a namespace, as none of Python's own does. */
function isPlain(path: string): boolean {
  const [first = ""] = path.split(".", 1);
  const isOfPlain = STANDARD_LIBRARY.has(first) || PLAIN_BODIES.has(first);
  return isOfPlain || BUILTINS.has(path) || specialMethodsOf(path) !== undefined;
}

/** Whether the head of a `class_definition` passes keywords: a metaclass, or what one or a base takes. */
export function hasKeywords(definition: Node): boolean {
  return definition.field("superclasses")?.children.some(({ kind }) => kind === "keyword_argument") ?? false;
}

function metaclassOf({ node }: ClassDefinition): Node | undefined {
  const keywords = node.field("superclasses")?.children.filter(({ kind }) => kind === "keyword_argument") ?? [];
  return keywords.find((keyword) => keyword.field("name")?.text === "metaclass")?.field("value");
}

function isPreparedBy({ module }: ClassDefinition, metaclass: Node | undefined): boolean {
  if (!metaclass) return false;
  const values = module.valuesOf(metaclass);
  return (
    values.length === 0 ||
    values.some((value) => {
      if (value.kind === "class") return mayPrepare(value.definition);
      return value.kind !== "api" || !isPlain(value.path);
    })
  );
}

function mayPrepare({ ancestry: { classes, external, isOpen } }: ClassDefinition): boolean {
  return isOpen || !external.every(isPlain) || classes.some((base) => base.scope.has("__prepare__"));
}
