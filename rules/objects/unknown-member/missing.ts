import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Node } from "../../../src/syntax/node.js";
import {
  handlesAttributeError,
  hasAttribute,
  isComposed,
  isOnlyPart,
  isSpelled,
  isTransparent,
  isUnfinished,
  outsideStores,
} from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { isGivenComputedNames } from "../../../src/concepts/objects/computed-names.js";
import { isGivenAttributes } from "./given.js";
import { accessPath } from "../../../src/python/cfg/guards.js";

/** Whether objects of just this class lack an attribute, whoever might have given it to them. */
export function isMissing(definition: ClassDefinition, name: string): boolean {
  if (isMangled(definition, name)) return false;
  if (hasAttribute(definition, name) || isSpelled(definition, name) || isComposed(definition, name)) return false;
  if (isGivenAttributes(definition) || isGivenComputedNames(definition)) return false;
  return outsideStores(definition, name)?.length === 0;
}

/** Whether a name is what Python makes of a private one: `_Layer__debug` of the `__debug` in the class `Layer`. */
function isMangled(definition: ClassDefinition, name: string): boolean {
  return definition.ancestry.classes.some((base) => {
    const prefix = `_${base.name.replace(/^_+/, "")}__`;
    return name.startsWith(prefix) && hasAttribute(base, `__${name.slice(prefix.length)}`);
  });
}

/** Whether objects of all classes that derive from a class lack an attribute, too; none of them may be out of sight. */
export function isMissingBelow(definition: ClassDefinition, name: string): boolean {
  const { project } = definition.module;
  if (!project.knowsSubclassesOf(definition)) return false;
  const subclasses = project.subclassesOf(definition);
  if (subclasses.length === 0 && isUnfinished(definition)) return false;
  if ([definition, ...subclasses].every(isOnlyPart)) return false;
  return !subclasses.some(
    (subclass) => !isTransparent(subclass) || hasAttribute(subclass, name) || isGivenAttributes(subclass),
  );
}

/** Whether a part of what a class has may be lost, for its file or that of a base does not compile. */
export const isBroken = ({ ancestry }: ClassDefinition): boolean =>
  ancestry.classes.some(({ node, module }) => module.fault !== undefined || node.isBrokenInside);

/** Whether the code expects the error, or the method is lent to another class. */
export function isTolerated({ name, module }: ClassDefinition, node: Node): boolean {
  if (handlesAttributeError(node)) return true;
  const method = module.functionAround(node);
  return method !== undefined && lentMethods(module, method.name).has(`${name}.${method.name}`);
}

/** The attributes of a name that a file speaks of without calling them, by their paths. */
function lentMethods(module: Module, name: string): ReadonlySet<string> {
  const find = (): ReadonlySet<string> =>
    new Set(
      module.identifiers(name).flatMap(({ fieldName, parent: attribute }) => {
        const isLent = fieldName === "attribute" && attribute?.kind === "attribute";
        return isLent && attribute.fieldName !== "function" ? (accessPath(attribute) ?? []) : [];
      }),
    );
  return module.project.once(LENT, module, find, name);
}

const LENT = question<ReadonlySet<string>>(new Set());
