import { closest } from "../../src/python/model/closest.js";
import { rule, type Fix, type Report } from "../../src/engine/rule.js";
import {
  handlesAttributeError,
  isComposed,
  isOnlyPart,
  isSpelled,
  isTransparent,
  isUnfinished,
  hasAttribute,
  namesOf,
  outsideStores,
  ownReads,
  namesReadUnseen,
  readsOnlyItsOwn,
} from "../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../src/python/model/class.js";
import { replace } from "../../src/python/editing/edit.js";
import type { Module } from "../../src/python/model/module.js";
import { question } from "../../src/python/model/solver.js";
import type { Node } from "../../src/syntax/node.js";

/**
 * A method reads an attribute of its object that nothing ever defines.
 *
 * The line raises `AttributeError` when it runs, which may be the first time a rare branch is taken in production. It is left
 * behind when a base class changes, when code moves from one class to another, or by a misspelt name.
 *
 * @bad
 * ```python
 * import threading
 *
 * class Leases:
 *     def __init__(self):
 *         self._lock = threading.Lock()
 *         self.leases = {}
 *
 *     def grant(self, key, owner):
 *         with self.lock:
 *             self.leases[key] = owner
 * ```
 * @good
 * ```python
 * import threading
 *
 * class Leases:
 *     def __init__(self):
 *         self._lock = threading.Lock()
 *         self.leases = {}
 *
 *     def grant(self, key, owner):
 *         with self._lock:
 *             self.leases[key] = owner
 * ```
 * @limits A class is judged only when all its bases are found and nothing dynamic (`setattr`, `__getattr__`, metaclasses,
 * unknown decorators) can define attributes. An attribute that a subclass or any other code assigns counts as defined.
 * @off In mix-ins whose users live in other projects.
 * @see https://docs.python.org/3/library/exceptions.html#AttributeError
 */
export default rule({
  severity: "high",
  fixes: ["unsafe"],
  mentions: ["class"],
  *check(module) {
    for (const definition of module.classes) {
      if (readsOnlyItsOwn(definition) || !isTransparent(definition)) continue;
      const unseen = namesReadUnseen(definition);
      if (unseen?.size !== 0) yield* missing(definition, unseen);
    }
  },
});

/** @param among the names that may be missing; any unless given */
function* missing(definition: ClassDefinition, among: ReadonlySet<string> | undefined): Generator<Report> {
  const reported = new Set<string>();
  for (const { node, name } of ownReads(definition, among)) {
    if (reported.has(name) || /^__\w+__$/.test(name)) continue;
    if (hasAttribute(definition, name) || isDefinedElsewhere(definition, name) || isTolerated(definition, node))
      continue;
    if (definition.ancestry.classes.some((base) => base.node.isBrokenInside)) return;
    reported.add(name);
    const hint = closest(name, namesOf(definition));
    yield {
      at: node,
      message: `'${node.text}' is read, but ${owners(definition)} '${name}'${hint ? `; '${hint}' is the closest name` : ""}.`,
      fix: hint !== undefined && plain(hint) === plain(name) ? renamed(definition, name, hint) : undefined,
    };
  }
}

/** Names that are the same but for case and underscores are a slip; of other near names it may be any. */
const plain = (name: string): string => name.toLowerCase().replaceAll("_", "");

/** Every read of the name in the class, as one of a misspelt name is seldom alone. */
function renamed(definition: ClassDefinition, name: string, to: string): Fix {
  const names = [...ownReads(definition, new Set([name]))].flatMap((read) => read.node.field("attribute") ?? []);
  return { description: `Read '${to}'`, isSafe: false, edits: [...new Set(names)].map((node) => replace(node, to)) };
}

function owners({ name, ancestry }: ClassDefinition): string {
  const bases = ancestry.classes.slice(1).map((base) => `'${base.name}'`);
  return bases.length === 0
    ? `'${name}' does not define`
    : `neither '${name}' nor its base ${bases.join(", ")} defines`;
}

function isDefinedElsewhere(definition: ClassDefinition, name: string): boolean {
  const { project } = definition.module;
  if (!project.knowsSubclassesOf(definition)) return true;
  const subclasses = project.subclassesOf(definition);
  if (subclasses.length === 0 && isUnfinished(definition)) return true;
  if ([definition, ...subclasses].every(isOnlyPart)) return true;
  if (subclasses.some((subclass) => !isTransparent(subclass) || hasAttribute(subclass, name))) return true;
  if (isSpelled(definition, name) || isComposed(definition, name)) return true;
  const outside = outsideStores(definition, name);
  return !outside || outside.length > 0;
}

/** Whether the code expects the error, or the method is lent to another class. */
function isTolerated({ name, module }: ClassDefinition, node: Node): boolean {
  if (handlesAttributeError(node)) return true;
  const method = module.functionAround(node);
  return method !== undefined && lentMethods(module, method.name).has(`${name}.${method.name}`);
}

/** The attributes of a name that a file speaks of without calling them, as they are written. */
function lentMethods(module: Module, name: string): ReadonlySet<string> {
  const find = (): ReadonlySet<string> =>
    new Set(
      module.identifiers(name).flatMap(({ fieldName, parent: attribute }) => {
        const isLent = fieldName === "attribute" && attribute?.kind === "attribute";
        return isLent && attribute.fieldName !== "function" ? attribute.text : [];
      }),
    );
  return module.project.once(LENT, module, find, name);
}

const LENT = question<ReadonlySet<string>>(new Set());
