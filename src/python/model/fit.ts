import type { Node } from "../../syntax/node.js";
import { isSameExpression, isSuperCall } from "../cfg/expression.js";
import { mentionsName } from "../cfg/mentions.js";
import { isUnfinished } from "./attributes.js";
import type { Call } from "./call.js";
import type { ClassDefinition } from "./class.js";
import { isEmptyBody, type FunctionDefinition } from "./function.js";
import { givenToAttribute, givenToParameter, parameterAt, type Gift } from "./given.js";
import { isExact, knowsOverridesOf } from "./hierarchy.js";
import { keepsSignature, signatureOf, wrappedFunction, type Signature, type Slot } from "./signature.js";
import { moduleOf } from "./module.js";
import { isOpen, type Value } from "./value.js";

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
  /** All that is wrong with the call, at least one thing. */
  readonly faults: readonly [Fault, ...Fault[]];
  /** How many arguments are given by place. */
  readonly given: number;
  /** What the call leaves to be filled, the required first. */
  readonly free: readonly Slot[];
}

/** One thing that is wrong with a call. */
export interface Fault {
  readonly problem: "too-many" | "unknown-keyword" | "given-twice" | "missing";
  /** The names of the parameters or keywords it is about; none where there are too many. */
  readonly names: readonly string[];
  /** The first argument that is wrong; the call where one is missing. */
  readonly at: Node;
}

/** What is passed to a callee: a {@link Call}, or nothing at all, as in `raise Missing`. */
export type Passed = Pick<Call, "arguments" | "positional" | "hasSplat" | "node">;

const UNKNOWN: Fit = { kind: "unknown" };

/**
 * Whether a call fits everything that it may call, what subclasses put in its place included. It is a misfit only when it
 * fits none of them; the first one is the evidence.
 */
export function fitOf(call: Call): Fit {
  const misfit = misfitOf(call);
  if (misfit) return misfit;
  const fits = [...calledBy(call)].map(({ signature }) => (signature ? fitTo(call, signature) : UNKNOWN));
  return fits.length > 0 && fits.every(({ kind }) => kind === "fits") ? { kind: "fits" } : UNKNOWN;
}

/** Why a call fits nothing that it may call; undefined where it may fit something. */
export function misfitOf(call: Call): Misfit | undefined {
  let first: Misfit | undefined;
  // Most calls fit the first, and subclasses take long to find.
  for (const { signature, method } of calledBy(call)) {
    const fit = signature ? fitTo(call, signature) : UNKNOWN;
    if (fit.kind !== "misfit") return undefined;
    if (!method || !isLeftOpen(method)) first ??= fit;
  }
  return first;
}

/** Something that a call may run; what it takes is undefined when that cannot be told. */
interface Called {
  readonly signature: Signature | undefined;
  readonly method?: FunctionDefinition;
}

function* calledBy(call: Call): Generator<Called, void> {
  for (const target of call.targets) yield* valueCalled(target, call);
}

function* valueCalled(value: Value, call: Call): Generator<Called, void> {
  const wrapped = wrappedFunction(value);
  if (wrapped) {
    yield* wrappedCalled(wrapped, call);
    return;
  }
  switch (value.kind) {
    case "function":
      yield* functionCalled(value, call);
      return;
    case "class":
      for (const definition of classesFor(value.definition, call))
        yield { signature: signatureOf({ kind: "class", definition }) };
      return;
    case "instance": {
      const definition = value.of.method("__call__");
      if (definition) yield* functionCalled({ kind: "function", definition, self: value }, call);
      else yield NOBODY_KNOWS;
      return;
    }
    default:
      yield { signature: signatureOf(value) };
  }
}

const NOBODY_KNOWS: Called = { signature: undefined };

/** A wrapped method is not known to be bound: that depends on what it is taken from. */
function* wrappedCalled(definition: FunctionDefinition, call: Call): Generator<Called, void> {
  if (!definition.owner || definition.isStatic) {
    yield { signature: signatureOf({ kind: "function", definition }), method: definition };
    return;
  }
  const objects = call.receiver ? call.module.valuesOf(call.receiver) : [];
  if (objects.length === 0) yield NOBODY_KNOWS;
  for (const self of objects) {
    if (self.kind === "instance" || self.kind === "super")
      yield* functionCalled({ kind: "function", definition, self }, call);
    else yield NOBODY_KNOWS;
  }
}

type Bound = Value & { readonly kind: "function" };

function* functionCalled(value: Bound, call: Call): Generator<Called, void> {
  const { definition, self } = value;
  const isSuper = isSuperCall(call.receiver);
  // What a decorator makes of a method is known where the method is looked up by the evaluator alone.
  yield isSuper ? asWritten(definition, value) : { signature: signatureOf(value), method: definition };
  if (!definition.owner || !self) return;
  const others = isSuper ? nextAfter(call, definition) : methodsFor(definition, self, call);
  if (!others) yield NOBODY_KNOWS;
  for (const method of others ?? []) if (method !== definition) yield asWritten(method, value);
}

/** A method that was found by its name, whatever its decorators make of it. */
function asWritten(definition: FunctionDefinition, value: Bound): Called {
  return keepsSignature(definition)
    ? { signature: signatureOf({ ...value, definition }), method: definition }
    : NOBODY_KNOWS;
}

/** The methods that may run when one is called on an object; undefined when there may be others. */
function methodsFor(
  definition: FunctionDefinition,
  self: Value,
  call: Call,
): readonly FunctionDefinition[] | undefined {
  const of = self.kind === "instance" ? self.of : self.kind === "class" ? self.definition : undefined;
  if (!of || isExact(self)) return [definition];
  if (!knowsOverridesOf(definition, self)) return undefined;
  const subclasses = definition.module.project.subclassesOf(of);
  const given = isDeclared(self) ? subclasses.filter((sub) => mayBeGiven(sub, call)) : subclasses;
  const below = given.map((sub) => sub.method(definition.name));
  return [...new Set([definition, ...below.filter((method) => method !== undefined)])];
}

/**
 * Whether the program may put an object of a subclass where a call's receiver is, that is declared to be of the class: it
 * gives it something that may be one, or asks there which one it is.
 */
function mayBeGiven(sub: ClassDefinition, { receiver, module, node }: Call): boolean {
  if (!receiver || isAskedFor(receiver, module.functionAround(node))) return true;
  return givenTo(receiver).some(({ value }) => {
    const values = moduleOf(value).valuesOf(value);
    return (
      isOpen(values) ||
      values.some((given) => given.kind === "instance" && (given.of === sub || sub.isBaseOf(given.of)))
    );
  });
}

function givenTo(receiver: Node): readonly Gift[] {
  const parameter = parameterAt(receiver);
  if (parameter) return givenToParameter(parameter).list;
  const object = receiver.field("object");
  const name = receiver.field("attribute")?.text;
  const owner = object && name !== undefined ? moduleOf(receiver).receiverClass(object) : undefined;
  return owner && name !== undefined ? givenToAttribute(owner, name).list : [];
}

/** Whether a function asks what class an object is of. */
function isAskedFor(object: Node, around: FunctionDefinition | undefined): boolean {
  if (!around) return false;
  for (const { text, parent } of around.node.descendants("identifier")) {
    const first = ASKS.has(text) && parent?.kind === "call" ? parent.field("arguments")?.children[0] : undefined;
    if (first && isSameExpression(first, object)) return true;
  }
  return false;
}

const ASKS = new Set(["isinstance", "issubclass", "hasattr", "type"]);

/** Whether an object is known by an annotation: whoever uses it may rely on its class alone. */
function isDeclared(self: Value): boolean {
  if (self.kind !== "instance" || self.at.kind === "call") return false;
  for (let at: Node | undefined = self.at; at; at = at.parent) {
    if (at.kind === "type") return true;
    if (at.kind.endsWith("_statement") || at.kind === "block") return false;
  }
  return false;
}

/** The methods that `super().name` may be: what comes behind a class depends on the object's own class. */
function nextAfter(call: Call, definition: FunctionDefinition): readonly FunctionDefinition[] | undefined {
  const of = call.module.classAround(call.node);
  if (!of || namesAnotherClass(call, of) || isBehindUnknown(of, definition)) return undefined;
  if (!knowsOverridesOf(definition, { kind: "class", definition: of })) return undefined;
  const next = of.module.project.subclassesOf(of).map((sub) => behind(of, sub, definition.name));
  return next.includes(undefined) ? undefined : [...new Set([definition, ...next.filter((one) => one !== undefined)])];
}

/** Whether `super(Other, self)` is written with another class than the one that it stands in. */
function namesAnotherClass(call: Call, of: ClassDefinition): boolean {
  const first = call.receiver?.field("arguments")?.children[0];
  return first !== undefined && first.text !== of.name;
}

/** Bases from outside that have no methods of their own to speak of. */
const WITHOUT_METHODS = /(^|\.)(object|ABC|Generic|Protocol)$/;

/** Whether a base of which nothing is known comes before the one that has a method: it may have one, too. */
function isBehindUnknown(of: ClassDefinition, { owner }: FunctionDefinition): boolean {
  for (const base of of.baseNodes) {
    const node = base.kind === "subscript" ? (base.field("value") ?? base) : base;
    const values = of.module.valuesOf(node);
    if (values.some((value) => value.kind === "class" && owner && value.definition.ancestry.classes.includes(owner)))
      return false;
    if (!values.every((value) => value.kind === "class" || (value.kind === "api" && WITHOUT_METHODS.test(value.path))))
      return true;
  }
  return false;
}

function behind(of: ClassDefinition, sub: ClassDefinition, name: string): FunctionDefinition | undefined {
  const { classes } = sub.ancestry;
  for (const base of classes.slice(classes.indexOf(of) + 1)) {
    const found = base.methods.get(name)?.at(-1);
    if (found) return found;
  }
  return undefined;
}

/** Whether a method only stands for what subclasses do. */
function isLeftOpen(method: FunctionDefinition): boolean {
  if (method.isDecorated("abstractmethod")) return true;
  if (isEmptyBody(method) && method.name !== "__init__")
    return method.owner !== undefined && isUnfinished(method.owner);
  return method.returns.length === 0 && !method.fallsThrough && mentionsName(method.node, OPEN_ENDS);
}

const OPEN_ENDS = new Set(["NotImplemented", "NotImplementedError"]);

/** The classes that a call may make an object of: a class that is not called by its own name may be a subclass. */
function* classesFor(of: ClassDefinition, call: Call): Generator<ClassDefinition> {
  yield of;
  const isNamed = call.lastName === of.name || call.module.aliasesOf(of.name).includes(call.lastName);
  if (!isNamed) yield* of.module.project.subclassesOf(of);
}

/** Whether what is passed fits a signature. */
export function fitTo(passed: Passed, signature: Signature): Fit {
  const filled = new Set<Slot>();
  const faults = [...faultsIn(passed, signature, filled)];
  const left = signature.slots.filter((slot) => !filled.has(slot));
  const missing = left.filter(({ isRequired }) => isRequired);
  const names = missing.map(({ name }) => name);
  if (missing.length > 0 && !passed.hasSplat) faults.push({ problem: "missing", names, at: passed.node });
  const [first, ...others] = faults;
  const free = [...missing, ...left.filter(({ isRequired }) => !isRequired)];
  if (first) return { kind: "misfit", signature, faults: [first, ...others], given: passed.positional.length, free };
  return passed.hasSplat ? UNKNOWN : { kind: "fits" };
}

/** What is wrong with the arguments that are there. @param filled takes the slots that they fill */
function* faultsIn(passed: Passed, { slots, takesMore, takesAnyName }: Signature, filled: Set<Slot>): Generator<Fault> {
  const places = slots.filter(({ by }) => by !== "name");
  const { positional } = passed;
  for (const slot of places.slice(0, positional.length)) filled.add(slot);
  const excess = positional[places.length];
  if (excess && !takesMore) yield { problem: "too-many", names: [], at: excess };
  for (const { keyword, node } of passed.arguments) {
    if (keyword === undefined) continue;
    const slot = slots.find(({ name, by }) => name === keyword && by !== "place");
    if (!slot && !takesAnyName) yield { problem: "unknown-keyword", names: [keyword], at: node };
    if (slot && filled.has(slot)) yield { problem: "given-twice", names: [keyword], at: node };
    if (slot) filled.add(slot);
  }
}
