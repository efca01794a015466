import type { Node } from "../../syntax/node.js";
import type { Call } from "./call.js";
import { KEEPS_SIGNATURE, TRANSPARENT_DECORATORS } from "../tables/decorators.js";
import { isBuiltinError } from "../tables/members.js";
import type { ClassDefinition } from "./class.js";
import { fieldsSignature } from "./fields.js";
import type { FunctionDefinition, Parameter } from "./function.js";
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
  // `def move(self, (x, y))`
  if (definition.node.isBroken || hasTuples(definition.node)) return undefined;
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

/** Whether a parameter is a tuple of names, as in Python 2. */
function hasTuples(definition: Node): boolean {
  return (definition.field("parameters")?.children ?? []).some(({ kind }) => kind === "tuple_pattern");
}

/**
 * The function of the project that a value from outside stands for, because a decorator of a library wraps it that takes
 * what the function takes: `@contextmanager`.
 */
export function wrappedFunction(value: Value): FunctionDefinition | undefined {
  if (value.kind !== "api" || !value.path.endsWith("()")) return undefined;
  const around = value.at.parent?.kind === "decorator" ? value.at.parent.parent : undefined;
  const node = around?.field("definition");
  if (node?.kind !== "function_definition") return undefined;
  const definition = moduleOf(node).function(node);
  return keepsSignature(definition) ? definition : undefined;
}

/** Whether no decorator of a function may change what it takes. */
export function keepsSignature({ decorators, module }: FunctionDefinition): boolean {
  return decorators.every((decorator) => {
    const values = module.valuesOf(decorator);
    const isKept = (by: Value): boolean =>
      by.kind === "api" && (KEEPS_SIGNATURE.has(by.path) || TRANSPARENT_DECORATORS.has(by.path));
    return values.length > 0 && values.every(isKept);
  });
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
  if (init)
    return init.decorators.length > 0 || isOvertaken(of, init) ? undefined : named(of, functionSignature(init, true));
  if (external.length > 0 && external.every(takesNoNames))
    return { name: of.name, at: of.node, slots: [], takesMore: true, takesAnyName: false };
  if (external.some((path) => !NO_CONSTRUCTOR.has(path)) || classes.length === 0) return undefined;
  return { name: of.name, at: of.node, slots: [], takesMore: false, takesAnyName: false };
}

/** Whether a base from outside the project comes before the one that a constructor is inherited from. */
function isOvertaken(of: ClassDefinition, init: FunctionDefinition): boolean {
  for (const base of of.ancestry.classes) {
    if (base === init.owner) return false;
    const [first] = base.baseNodes;
    if (first && base.module.valuesOf(first).every(({ kind }) => kind !== "class")) return true;
  }
  return false;
}

/** Whether an error of Python's own takes any arguments by place and none by name. */
function takesNoNames(path: string): boolean {
  return isBuiltinError(path) && !/^(Import|ModuleNotFound|Attribute|Name|Unicode\w*)Error$/.test(path);
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
  if (classes.some(({ module }) => module.breaksOff)) return false;
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
