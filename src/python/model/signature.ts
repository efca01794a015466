import type { Node } from "../../syntax/node.js";
import type { Call } from "./call.js";
import type { ClassDefinition } from "./class.js";
import { fieldsSignature } from "./fields.js";
import type { FunctionDefinition, Parameter } from "./function.js";
import { knowsOverridesOf, overridesOf } from "./hierarchy.js";
import { hasHarmlessDecorators } from "./attributes.js";
import { specialMethodsOf } from "../tables/special-methods.js";
import { moduleOf } from "./module.js";
import type { Value } from "./value.js";
import { isEnum } from "./class.js";

/** A parameter that a caller can fill, as it is left once a method is bound. */
export interface Slot {
  readonly name: string;
  /** How it can be filled: `either` by its place or its name. */
  readonly by: "place" | "either" | "name";
  readonly isRequired: boolean;
}

/** What a callable takes from those who call it. */
export interface Signature {
  /** What is called, as a person would: `Zone.price`. */
  readonly name: string;
  /** The definition that says so. */
  readonly at: Node;
  /** In the order in which places fill them. */
  readonly slots: readonly Slot[];
  /** Whether it takes any further arguments by place (`*args`), or by name (`**kwargs`). */
  readonly takesMore: boolean;
  readonly takesAnyName: boolean;
}

/** Whether a call's arguments are what the callee takes. */
export type Fit =
  | { readonly kind: "fits" }
  /** Arguments that cannot be counted, or a callee whose signature is not known. */
  | { readonly kind: "unknown" }
  | Misfit;

/** Why calling raises `TypeError`. */
export interface Misfit {
  readonly kind: "misfit";
  readonly signature: Signature;
  readonly problem: "unknown-keyword" | "too-many" | "missing" | "given-twice";
  /** The names of the parameters or keywords it is about; none where there are too many. */
  readonly names: readonly string[];
  /** How many arguments are given by place. */
  readonly given: number;
  /** The first argument that is wrong; the call where one is missing. */
  readonly at: Node;
}

const UNKNOWN: Fit = { kind: "unknown" };

/**
 * Whether a call fits everything that it may call, subclasses' overrides included. It is a misfit only when it fits
 * none of them; the first one is the evidence.
 */
export function fitOf(call: Call): Fit {
  const fits = call.targets.flatMap((target) => signaturesOf(target)).map((of) => (of ? fitTo(call, of) : UNKNOWN));
  const [first] = fits;
  if (!first) return UNKNOWN;
  if (first.kind === "misfit") return fits.every(({ kind }) => kind === "misfit") ? first : UNKNOWN;
  return fits.every(({ kind }) => kind === "fits") ? first : UNKNOWN;
}

function signaturesOf(value: Value): readonly (Signature | undefined)[] {
  const own = signatureOf(value);
  if (value.kind !== "function" || !own) return [own];
  const { definition, self } = value;
  if (!knowsOverridesOf(definition, self)) return [own, undefined];
  return [own, ...overridesOf(definition, self).map((other) => signatureOf({ ...value, definition: other }))];
}

/** Whether a call fits a signature. */
export function fitTo(call: Call, signature: Signature): Fit {
  const { slots, takesMore, takesAnyName } = signature;
  const places = slots.filter(({ by }) => by !== "name");
  const { positional } = call;
  const misfit = (problem: Misfit["problem"], names: readonly string[], at: Node): Misfit => ({
    kind: "misfit",
    signature,
    problem,
    names,
    given: positional.length,
    at,
  });
  const excess = positional[places.length];
  if (excess && !takesMore) return misfit("too-many", [], excess);
  const placed = new Set(places.slice(0, positional.length));
  const named = new Set<string>();
  for (const { keyword, node } of call.arguments) {
    if (keyword === undefined) continue;
    const slot = slots.find(({ name, by }) => name === keyword && by !== "place");
    if (!slot && !takesAnyName) return misfit("unknown-keyword", [keyword], node);
    if (slot && placed.has(slot)) return misfit("given-twice", [keyword], node);
    if (slot) named.add(keyword);
  }
  if (call.hasSplat) return UNKNOWN;
  const missing = slots.filter((slot) => slot.isRequired && !placed.has(slot) && !named.has(slot.name));
  return missing.length === 0
    ? { kind: "fits" }
    : misfit(
        "missing",
        missing.map(({ name }) => name),
        call.node,
      );
}

/** What calling a value takes; undefined when that cannot be told. */
export function signatureOf(value: Value): Signature | undefined {
  switch (value.kind) {
    case "function":
      return functionSignature(value.definition, value.self !== undefined);
    case "class":
      return classSignature(value.definition);
    case "instance": {
      const call = value.of.method("__call__");
      return call && functionSignature(call, true);
    }
    case "api":
      return value.path === "functools.partial()" && value.at.kind === "call"
        ? partialSignature(moduleOf(value.at).call(value.at))
        : undefined;
    default:
      return undefined;
  }
}

function functionSignature(definition: FunctionDefinition, isBound: boolean): Signature | undefined {
  if (definition.isDecorated("overload", "singledispatch", "singledispatchmethod")) return undefined;
  const { parameters } = definition;
  const isGiven = isBound && parameters[0]?.kind === "positional";
  const left = isGiven ? parameters.slice(1) : parameters;
  return {
    name: definition.qualifiedName,
    at: definition.node,
    slots: left.filter(({ kind }) => kind === "positional" || kind === "keyword").map(slotOf),
    takesMore: left.some(({ kind }) => kind === "rest"),
    takesAnyName: left.some(({ kind }) => kind === "keywords"),
  };
}

function slotOf(parameter: Parameter): Slot {
  const { name, kind, isPositionalOnly } = parameter;
  const by = kind === "keyword" ? "name" : isPositionalOnly ? "place" : "either";
  return { name, by, isRequired: parameter.default === undefined };
}

/** What a class is called with: what its constructor takes, written or made of its fields. */
function classSignature(of: ClassDefinition): Signature | undefined {
  if (!isMadePlainly(of)) return undefined;
  const { classes, external } = of.ancestry;
  const generated = fieldsSignature(of);
  if (generated !== "none") return generated;
  const [init, make] = [of.method("__init__"), of.method("__new__")];
  if (make && !(init && takesAnything(make))) return init ? undefined : named(of, functionSignature(make, true));
  // A decorator may wrap or replace it.
  if (init) return init.decorators.length > 0 ? undefined : named(of, functionSignature(init, true));
  if (external.some((path) => !NO_CONSTRUCTOR.has(path)) || classes.length === 0) return undefined;
  return { name: of.name, at: of.node, slots: [], takesMore: false, takesAnyName: false };
}

const NO_CONSTRUCTOR = new Set(["abc.ABC", "object", "typing.Generic", "typing.Protocol"]);

function named(of: ClassDefinition, signature: Signature | undefined): Signature | undefined {
  return signature && { ...signature, name: of.name };
}

function takesAnything(definition: FunctionDefinition): boolean {
  const kinds = new Set(definition.parameters.map(({ kind }) => kind));
  return kinds.has("rest") && kinds.has("keywords");
}

/** Whether calling a class makes an object of it with its own constructor: no metaclass or decorator has a say. */
function isMadePlainly(of: ClassDefinition): boolean {
  const { classes, external, isOpen } = of.ancestry;
  if (isOpen || isEnum(of) || !external.every((path) => specialMethodsOf(path) !== undefined)) return false;
  return classes.every(
    (base) =>
      hasHarmlessDecorators(base) &&
      !base.scope.has("__metaclass__") &&
      !base.node.field("superclasses")?.children.some((argument) => argument.kind === "keyword_argument"),
  );
}

/** What is left of a function's signature once some of its arguments are filled. */
function partialSignature(call: Call): Signature | undefined {
  const [target, ...given] = call.positional;
  if (!target || call.hasSplat) return undefined;
  const values = call.module.valuesOf(target);
  const [value] = values;
  const whole = values.length === 1 && value ? signatureOf(value) : undefined;
  if (!whole) return undefined;
  const filled = new Set(whole.slots.filter(({ by }) => by !== "name").slice(0, given.length));
  const slots = whole.slots
    .filter((slot) => !filled.has(slot))
    .map((slot) => (call.keyword(slot.name) ? { ...slot, isRequired: false } : slot));
  return { ...whole, slots };
}
