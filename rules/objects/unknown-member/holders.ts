import type { Node } from "../../../src/syntax/node.js";
import type { Call } from "../../../src/python/model/call.js";
import { parameterName } from "../../../src/python/model/bindings.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { Parameter } from "../../../src/python/model/function.js";
import { givenToAttribute, givenToParameter, type Gift, type Given } from "../../../src/python/model/given.js";
import { isExact } from "../../../src/python/model/hierarchy.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Value } from "../../../src/python/model/value.js";
import { isAskedFor } from "./asked.js";

/** An object that an expression may be. */
export interface Held {
  readonly value: Value;
  readonly of: ClassDefinition;
  /** Where the program gives it to a parameter or an attribute; undefined where the code at hand says what it is. */
  readonly at: Node | undefined;
  /** The class whose objects it is given to. */
  readonly to?: ClassDefinition | undefined;
}

/** All that is known of what an expression may be. */
export interface Holding {
  readonly held: readonly Held[];
  /** Something that is no object of a class of the project. */
  readonly hasOthers: boolean;
  /** Something that nobody knows. */
  readonly isOpen: boolean;
}

const NOTHING: Holding = { held: [], hasOthers: false, isOpen: false };
const OPEN: Holding = { held: [], hasOthers: false, isOpen: true };

/** What an expression may be, seen through what callers and other code give it. */
export function holdingOf(module: Module, object: Node): Holding {
  const { field, of } = ownAttribute(module, object);
  const values = module.valuesOf(object).filter(({ kind }) => kind !== "none");
  if (!of || field === undefined) return together(values.map((value) => holding(value, undefined, 0)));
  const isGiven = values.length === 0 || values.some(({ kind }) => kind === "parameter" || kind === "unknown");
  return isGiven ? givenTo(of, field) : together(values.map((value) => holding(value, undefined, 0)));
}

/** The class and the name, when an expression is an attribute of a method's own object. */
function ownAttribute(
  module: Module,
  object: Node,
): { readonly of?: ClassDefinition | undefined; readonly field?: string | undefined } {
  const owner = object.kind === "attribute" ? object.field("object") : undefined;
  return { of: owner && module.receiverClass(owner), field: object.field("attribute")?.text };
}

const GIVEN = question<Holding>(NOTHING);

/** What objects of a class have under a name, when other code fills it. */
export function givenTo(of: ClassDefinition, field: string): Holding {
  return of.module.project.once(
    GIVEN,
    of,
    () => allOf(givenToAttribute(of, field), (gift) => receiverOf(gift, of), 0),
    field,
  );
}

function holding(value: Value, at: Node | undefined, depth: number): Holding {
  switch (value.kind) {
    case "instance":
      return { ...NOTHING, held: [{ value, of: value.of, at }] };
    case "class":
      return { ...NOTHING, held: [{ value, of: value.definition, at }] };
    case "none":
      return NOTHING;
    case "parameter":
      return value.path.length === 0 && depth < DEEPEST ? passedFor(value.parameter, depth + 1) : OPEN;
    case "unknown":
      return OPEN;
    default:
      return { ...NOTHING, hasOthers: true };
  }
}

/** Through how many callers an argument is followed. */
const DEEPEST = 2;

const passedFor = (parameter: Parameter, depth: number): Holding =>
  allOf(givenToParameter(parameter), () => "anybody", depth);

/** The objects that the program gives to a parameter, or to a field, whose annotation alone says what it holds. */
export function givenInPlaceOf(value: Value): readonly Held[] {
  if (value.kind !== "instance" || value.at.kind === "call") return [];
  const module = moduleOf(value.at);
  for (const around of value.at.ancestors()) {
    if (around.kind === "assignment") {
      const of = module.scopes.around(around).isClass && module.classAround(around);
      return of ? givenTo(of, around.field("left")?.text ?? "").held : [];
    }
    const name = around.kind.startsWith("typed_") ? parameterName(around)?.text : undefined;
    const definition = name !== undefined && around.parent?.parent;
    const parameter = definition && module.function(definition).parameter(name);
    if (parameter) return passedFor(parameter, 1).held;
  }
  return [];
}

type Receiver = ClassDefinition | "anybody" | undefined;

/** @param to whose objects something is given to; undefined when that is none of those that are asked about */
function allOf({ list, isAll }: Given, to: (gift: Gift) => Receiver, depth: number): Holding {
  const parts = list.flatMap((gift) => {
    const receiver = to(gift);
    return receiver === undefined ? [] : [givenAs(gift, receiver, depth)];
  });
  return together(isAll ? parts : [...parts, OPEN]);
}

function givenAs({ value, at }: Gift, to: ClassDefinition | "anybody", depth: number): Holding {
  const module = moduleOf(value);
  // What was asked what it is may be any of what it can be.
  if (isAskedFor(module, value, value) || isPicked(at)) return OPEN;
  const all = together(module.valuesOf(value).map((each) => holding(each, at, depth)));
  return to === "anybody" ? all : { ...all, held: all.held.map((each) => ({ ...each, to })) };
}

/** Whether a method is called on what a key picks out of objects of several classes: each key may stand for another kind of argument. */
function isPicked(at: Node): boolean {
  const receiver = at.kind === "call" ? moduleOf(at).call(at).receiver : undefined;
  if (!receiver) return false;
  const module = moduleOf(receiver);
  const bindings = receiver.kind === "identifier" ? module.bindingsReaching(receiver.text, receiver) : [];
  const source = bindings.length === 1 ? bindings[0]?.from : receiver;
  const key = source?.kind === "subscript" ? source.field("subscript") : undefined;
  if (!key || /^(string|integer)$/.test(key.kind)) return false;
  return new Set(module.valuesOf(receiver).flatMap(classOf)).size > 1;
}

/** The class whose objects something is given to, when they are of a class or of one that derives from it. */
function receiverOf({ at }: Gift, of: ClassDefinition): Receiver {
  const module = moduleOf(at);
  if (at.kind !== "call") {
    const owners = module.valuesOf(at.field("object") ?? at).flatMap(classOf);
    return related(owners, of);
  }
  for (const target of module.call(at).targets) {
    if (target.kind === "function") return related(ownersOf(module.call(at), target), of);
    const [made] = classOf(target);
    if (made && (made === of || of.isBaseOf(made))) return made;
  }
  return undefined;
}

/** The classes of the object that a method is called on, be it given by hand: `Belt.__init__(self, printer)`. */
function ownersOf(call: Call, { definition, self }: Value & { readonly kind: "function" }): readonly ClassDefinition[] {
  const [first] = definition.owner && !self ? call.positional : [];
  const values = self ? [self] : first ? call.module.valuesOf(first) : [];
  return values.flatMap(classOf);
}

function related(owners: readonly ClassDefinition[], of: ClassDefinition): Receiver {
  if (owners.length === 0) return "anybody";
  if (owners.some((owner) => of === owner || owner.isBaseOf(of))) return of;
  return owners.find((owner) => of.isBaseOf(owner));
}

export function classOf(value: Value): readonly ClassDefinition[] {
  return value.kind === "instance" ? [value.of] : value.kind === "class" ? [value.definition] : [];
}

function together(parts: readonly Holding[]): Holding {
  const held = new Map<string, Held>();
  for (const each of parts.flatMap((part) => part.held)) {
    const key = [each.value.kind, isExact(each.value), each.of.module.path, each.of.node.start, each.to?.name].join(
      " ",
    );
    if (!held.has(key)) held.set(key, each);
  }
  return {
    held: [...held.values()],
    hasOthers: parts.some(({ hasOthers }) => hasOthers),
    isOpen: parts.length === 0 || parts.some(({ isOpen }) => isOpen),
  };
}
