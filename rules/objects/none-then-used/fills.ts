import type { Node } from "../../../src/syntax/node.js";
import { matches } from "../../../src/python/tables/api.js";
import { isSpelled, isTransparent, outsideStores } from "../../../src/python/model/attributes.js";
import type { Call } from "../../../src/python/model/call.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { effectsOn } from "../../../src/python/dataflow/effects.js";
import { isGivenComputedNames } from "../../../src/concepts/objects/computed-names.js";
import { writerOf } from "../../../src/concepts/objects/lifecycle.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { question } from "../../../src/python/model/solver.js";
import type { Store } from "../../../src/python/model/stores.js";
import { SYNCHRONOUS } from "../../../src/python/tables/synchronous.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import { isNone } from "./noneness.js";
import { noneResult } from "./results.js";
import { accessPath } from "../../../src/python/cfg/guards.js";

/** Whether a store leaves None in the attribute. */
export function setsNone({ kind, from, unpack }: Store): boolean {
  return kind === "assign" && (isNone(from, unpack) || noneResult(from, unpack) !== undefined);
}

/** Whether a store leaves something in the attribute. */
export function fills(store: Store): boolean {
  return !setsNone(store) && store.kind !== "delete" && store.from !== undefined;
}

/** Functions that look at what they are given and neither change nor keep it. */
const LOOKS_ONLY = /^(hasattr|getattr|isinstance|issubclass|id|type|repr|str|print|len|bool|callable|hash|super)$/;

/** Whether code gives the attribute its value by its name: `setattr(self, "name", …)`, `self.fill("name")`. */
export function isFilledByName(of: ClassDefinition, name: string): boolean {
  return isSpelled(of, name, (callee) => !LOOKS_ONLY.test(callee));
}

/** Whether everything that fills an attribute is in sight, and is a method of the object itself. */
export function isFilledInside(of: ClassDefinition, name: string): boolean {
  return of.module.project.once(INSIDE, of, () => mustBeFilledInside(of, name), name);
}

const INSIDE = question(false);

function mustBeFilledInside(of: ClassDefinition, name: string): boolean {
  if (!of.module.project.knowsSubclassesOf(of) || !isTransparent(of) || isFilledByName(of, name)) return false;
  return outsideStores(of, name)?.length === 0 && !isGivenComputedNames(of);
}

/** The assignments, in the methods of a class, its bases and its subclasses, that leave something in an attribute. */
export function fillsOf(of: ClassDefinition, name: string): readonly Store[] {
  const { project } = of.module;
  const find = (): readonly Store[] => {
    const relatives = new Set([...of.ancestry.classes, ...project.subclassesOf(of)]);
    return [...relatives].flatMap((relative) => relative.storesNamed(name).filter(fills));
  };
  return project.once(FILLS, of, find, name);
}

const FILLS = question<readonly Store[]>([]);

/** What the assignments of {@link fillsOf} stand in. */
export function fillersOf(of: ClassDefinition, name: string): ReadonlySet<FunctionDefinition | undefined> {
  return of.module.project.once(FILLERS, of, () => new Set(fillsOf(of, name).map(writerOf)), name);
}

const FILLERS = question<ReadonlySet<FunctionDefinition | undefined>>(new Set());

/** Who can fill an attribute behind the back of a method. */
export type Fillers = "nobody" | "own-methods" | "anybody";

/** Who fills an attribute, apart from a method and the constructors. */
export function fillersBeside(of: ClassDefinition, name: string, method: FunctionDefinition): Fillers {
  if (!isFilledInside(of, name)) return "anybody";
  const others = [...fillersOf(of, name)].filter((writer) => writer !== method && writer?.name !== "__init__");
  if (others.length === 0) return "nobody";
  return isHandedOn(of) ? "anybody" : "own-methods";
}

/** Whether the methods of a class give anybody the object itself, a method of it to call, or a function that knows it. */
function isHandedOn(of: ClassDefinition): boolean {
  return of.module.project.once(HANDED_ON, of, () =>
    of.ancestry.classes.some((base) => [...base.methods.values()].flat().some((method) => handsOn(of, base, method))),
  );
}

const HANDED_ON = question(false);

function handsOn(of: ClassDefinition, base: ClassDefinition, method: FunctionDefinition): boolean {
  const receiver = method.receiver?.name;
  if (receiver === undefined) return false;
  for (const name of method.node.descendants("identifier")) {
    if (name.text === receiver && method.module.receiverClass(name) === base && isGiven(of, name, method)) return true;
  }
  return false;
}

/** Whether an occurrence of `self` lets others have the object. */
function isGiven(of: ClassDefinition, name: Node, method: FunctionDefinition): boolean {
  const { parent } = name;
  if (!parent || parent.kind === "parameters" || parent.fieldName === "parameters") return false;
  if (method.module.functionAround(name) !== method) return true;
  if (parent.kind === "attribute" && name.fieldName === "object") {
    const isCalled = parent.parent?.kind === "call" && parent.fieldName === "function";
    const member = of.method(parent.field("attribute")?.text ?? "");
    return member !== undefined && !member.isProperty && !isCalled;
  }
  if (parent.kind === "argument_list") return !LOOKS_ONLY.test(calleePath(parent.parent));
  return parent.kind !== "comparison_operator";
}

/** What an element does that may fill an attribute behind a method's back. */
export function fillIn(
  element: Node,
  path: readonly string[],
  method: FunctionDefinition,
  of: ClassDefinition,
  fillers: Fillers,
): Node | undefined {
  const isGiven = effectsOn(path, element, method.graph).some((one) => {
    // What nobody fills is filled by who is given the object, or not at all.
    if (one.kind === "passed") return !isLooking(one.call) && (fillers !== "nobody" || one.rest.length > 0);
    return one.kind === "owner" && fillers !== "nobody";
  });
  if (isGiven) return element;
  if (fillers === "nobody") return undefined;
  for (const part of method.graph.partsOf(element)) {
    if (part.kind === "await" || part.kind === "yield") return part;
    if (part.kind !== "call") continue;
    const call = method.module.call(part);
    if (fillers === "anybody" ? !isHarmless(call) : isWaiting(call) || isGivenTo(call, of, method)) return part;
  }
  return undefined;
}

function calleePath(call: Node | undefined): string {
  const callee = call?.field("function");
  return (callee && accessPath(callee)) ?? "";
}

const isLooking = ({ name }: Call): boolean => LOOKS_ONLY.test(name);

/** What lets other threads do something before it returns. */
function isWaiting({ lastName }: Call): boolean {
  return /^(wait\w*|acquire|join|get|sleep|recv\w*|select|poll|result|read\w*|accept|run\w*|exec\w*)$/.test(lastName);
}

/** Whether a call is given the object, a method of it, or a function that knows it. */
function isGivenTo(call: Call, of: ClassDefinition, method: FunctionDefinition): boolean {
  const receiver = method.receiver?.name;
  for (const { value } of call.arguments) {
    for (const name of value.descendants("identifier")) {
      if (name.text === receiver && isGiven(of, name, method)) return true;
      // A function inside of the method may know the object.
      const bindings = method.module.scopes.opened(method.node).bindings(name.text);
      if (bindings.some(({ kind }) => kind === "function")) return true;
    }
  }
  return false;
}

function isHarmless(call: Call): boolean {
  const { apis } = call;
  return isLogCall(call.node) || (apis.length > 0 && apis.every((api) => matches(SYNCHRONOUS, `${api}()`)));
}
