import type { Node } from "../../../src/syntax/node.js";
import { numberOf } from "../../../src/python/cfg/evaluation.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { hasKeywords } from "../../../src/python/model/metaclass.js";
import {
  CHANGES_MEMBERS,
  NUMBER_ENUMS,
  PLAIN_ENUMS,
  SILENT_BASES,
  TEXT_ENUMS,
} from "../../../src/python/tables/enumerations.js";

/** What the members of an enumeration are when they are compared, and what they stand for. */
export interface Enumeration {
  readonly kind: "plain" | "text" | "number";
  /** Of each member; undefined when one of them is not written out. */
  readonly values: ReadonlySet<string | number> | undefined;
}

const ENUMERATION = question<Enumeration | undefined>(undefined);

/** How the members of a class compare; undefined for what is no enumeration, or has ways of its own. */
export function enumerationOf(of: ClassDefinition): Enumeration | undefined {
  return of.module.project.once(ENUMERATION, of, () => readEnumeration(of));
}

function readEnumeration(of: ClassDefinition): Enumeration | undefined {
  const { classes, external, isOpen } = of.ancestry;
  const kind = kindOf(external);
  if (isOpen || !kind || CHANGES_MEMBERS.some((name) => of.method(name) ?? of.scope.has(name))) return undefined;
  if (classes.some(({ decorators, node }) => decorators.some(isStrange) || hasKeywords(node))) return undefined;
  return { kind, values: valuesOf(classes) };
}

function kindOf(external: readonly string[]): Enumeration["kind"] | undefined {
  const bases = external.filter((path) => !SILENT_BASES.has(path));
  if (!bases.every((path) => PLAIN_ENUMS.has(path) || TEXT_ENUMS.has(path) || NUMBER_ENUMS.has(path))) return undefined;
  if (bases.some((path) => TEXT_ENUMS.has(path))) return "text";
  if (bases.some((path) => NUMBER_ENUMS.has(path))) return "number";
  return bases.length > 0 ? "plain" : undefined;
}

const isStrange = (decorator: Node): boolean => !/(^|\.)(unique|verify)\b/.test(decorator.text);

/** What the members stand for; undefined when one of them is not a text or a number that is written out. */
function valuesOf(classes: readonly ClassDefinition[]): ReadonlySet<string | number> | undefined {
  const values = new Set<string | number>();
  for (const [name, bindings] of classes.flatMap(({ scope }) => [...scope])) {
    for (const { kind, from } of bindings) {
      if (kind === "function" || kind === "class" || name.startsWith("_")) continue;
      if (!from) continue;
      const value = kind === "assign" ? literalOf(from) : undefined;
      if (value === undefined) return undefined;
      values.add(value);
    }
  }
  return values.size > 0 ? values : undefined;
}

/** The text or number that is written out. */
export function literalOf(node: Node): string | number | undefined {
  return textOf(node) ?? numberOf(node);
}

/** The text or number that is written out, or that a member stands for whose value is taken: `Berth.FREE.value`. */
export function constantOf(node: Node): string | number | undefined {
  return literalOf(node) ?? valueOfMember(node);
}

function valueOfMember(node: Node): string | number | undefined {
  const member = node.kind === "attribute" && lastNameOf(node) === "value" ? node.field("object") : undefined;
  // A class in front of the dot: whatever else has a value may have been given it.
  if (member?.kind !== "attribute" || !/^[A-Z]/.test(lastNameOf(member.field("object")) ?? "")) return undefined;
  const [value, ...others] = moduleOf(member).valuesOf(member);
  if (value?.kind !== "instance" || others.length > 0 || !enumerationOf(value.of)) return undefined;
  const made = value.at.parent?.kind === "assignment" ? value.at.parent.field("right") : undefined;
  return made && literalOf(made);
}
