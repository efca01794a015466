import type { Node } from "../../../src/syntax/node.js";
import { writerOf } from "../../../src/concepts/objects/lifecycle.js";
import {
  CLEANS_UP,
  fillingOf,
  isCalledFreely,
  mayBeReady,
  type Filling,
} from "../../../src/concepts/objects/readiness.js";
import {
  handlesAttributeError,
  isComposed,
  isSpelled,
  isTransparent,
  isUnfinished,
  namesPromisedBy,
  outsideStores,
  ownReads,
} from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { question } from "../../../src/python/model/solver.js";
import { isBroken } from "./missing.js";

/** A read of an attribute that may run before the method that assigns it. */
export interface EarlyRead {
  readonly node: Node;
  readonly name: string;
  readonly filler: FunctionDefinition;
}

/** What begins something that has to be begun before anything else is asked of the object. */
const BEGINS = /^_?(connect|open|start|login|log_in|listen|begin|acquire|dial)/i;

/**
 * The reads of attributes of the object itself that only another method assigns, which begins something, and making the
 * object does not; one for each such method.
 */
export function* earlyReads(of: ClassDefinition): Generator<EarlyRead> {
  if (
    of.module.isTest ||
    !mayBegin(of.node.text) ||
    !maySetLate(of.node.text) ||
    !isTransparent(of) ||
    isUnfinished(of) ||
    isBroken(of) ||
    !of.ancestry.classes.some(({ methods }) => methods.has("__init__"))
  )
    return;
  const names = lateNames(of);
  if (names.size === 0) return;
  const reported = new Set<FunctionDefinition>();
  for (const { node, name } of ownReads(of, names)) {
    const method = of.module.functionAround(node);
    if (method?.owner !== of || method.isClassMethod || handlesAttributeError(node)) continue;
    const filling = filledLater(of, name);
    const [filler] = filling?.fillers ?? [];
    if (!filling || !filler || reported.has(filler) || filling.fillers.has(method)) continue;
    if (!isCalledFreely(filling, method) || !(BEGINS.test(filler.name) || CLEANS_UP.test(method.name))) continue;
    if (mayBeReady(filling, node, method) || isGivenElsewhere(of, name)) continue;
    reported.add(filler);
    yield { node, name, filler };
  }
}

/** How the methods of a class and its kin fill an attribute, when making the object does not. */
function filledLater(of: ClassDefinition, name: string): Filling | undefined {
  const { project } = of.module;
  return project.once(
    FILLED,
    of,
    () => {
      const relatives = [...of.ancestry.classes, ...project.subclassesOf(of)];
      const stores = relatives.flatMap((one) => one.storesNamed(name));
      return fillingOf(of, name, stores);
    },
    name,
  );
}

const FILLED = question<Filling | undefined>(undefined);

/** Whether the text of a class defines a method that begins something, or one that ends things. */
function mayBegin(text: string): boolean {
  return [...text.matchAll(METHODS)].some(([, name = ""]) => BEGINS.test(name) || CLEANS_UP.test(name));
}

const METHODS = /\bdef[\s\\]+(\w+)/g;

const SETS = /\bself[\s\\]{0,9}\.[\s\\]{0,9}(\w+)[\s\\]{0,9}(?::[^=\n]{0,200})?=(?!=)/g;

/** Whether the text of a class may assign an attribute that its constructor does not speak of. */
function maySetLate(text: string): boolean {
  const start = text.search(/\bdef[\s\\]+__init__\b/);
  const after = start < 0 ? -1 : text.slice(start + 1).search(/\n[ \t]*(?:async\s+)?def\s/);
  const constructor = start < 0 ? "" : text.slice(start, after < 0 ? undefined : start + 1 + after);
  return [...text.matchAll(SETS)].some(([, name = ""]) => !constructor.includes(name));
}

/** The attributes that a class's methods assign, but neither its body nor a constructor. */
function lateNames(of: ClassDefinition): ReadonlySet<string> {
  const names = new Set(of.assignedAttributes);
  for (const base of of.ancestry.classes) {
    for (const name of [...base.scope.keys(), ...namesPromisedBy(base)]) names.delete(name);
    for (const name of names)
      if (base.storesNamed(name).some((store) => writerOf(store)?.name === "__init__")) names.delete(name);
  }
  return names;
}

function isGivenElsewhere(of: ClassDefinition, name: string): boolean {
  return isSpelled(of, name) || isComposed(of, name) || outsideStores(of, name)?.length !== 0;
}
