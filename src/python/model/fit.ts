import type { Node } from "../../syntax/node.js";
import { isSuperCall } from "../cfg/expression.js";
import { mentionsName } from "../cfg/mentions.js";
import { isUnfinished } from "./attributes.js";
import type { Call } from "./call.js";
import type { ClassDefinition } from "./class.js";
import { isEmptyBody, type FunctionDefinition } from "./function.js";
import { isExact, knowsOverridesOf } from "./hierarchy.js";
import { signatureOf, wrappedFunction, type Signature, type Slot } from "./signature.js";
import type { Value } from "./value.js";

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
  const signatures = call.targets.flatMap((target) => signaturesIn(target, call));
  return together(signatures.map((of) => (of ? fitTo(call, of) : UNKNOWN)));
}

function together(fits: readonly Fit[]): Fit {
  const [first] = fits;
  if (!first) return UNKNOWN;
  return fits.every(({ kind }) => kind === first.kind) ? first : UNKNOWN;
}

/** What a call of a value may take: there are several where a subclass may have its own. */
function signaturesIn(value: Value, call: Call): readonly (Signature | undefined)[] {
  const wrapped = wrappedFunction(value);
  if (wrapped) return ofWrapped(wrapped, call);
  switch (value.kind) {
    case "function":
      return ofFunction(value, call);
    case "class":
      return classesFor(value.definition, call).map((definition) => signatureOf({ kind: "class", definition }));
    case "instance": {
      const definition = value.of.method("__call__");
      return definition ? ofFunction({ kind: "function", definition, self: value }, call) : [undefined];
    }
    default:
      return [signatureOf(value)];
  }
}

/** A wrapped method is not known to be bound: that depends on what it is taken from. */
function ofWrapped(definition: FunctionDefinition, call: Call): readonly (Signature | undefined)[] {
  if (!definition.owner || definition.isStatic) return [signatureOf({ kind: "function", definition })];
  const objects = call.receiver ? call.module.valuesOf(call.receiver) : [];
  if (objects.length === 0) return [undefined];
  return objects.flatMap((self) =>
    self.kind === "instance" || self.kind === "super"
      ? ofFunction({ kind: "function", definition, self }, call)
      : [undefined],
  );
}

type Bound = Value & { readonly kind: "function" };

function ofFunction(value: Bound, call: Call): readonly (Signature | undefined)[] {
  const { definition, self } = value;
  if (!definition.owner || !self) return [signatureOf(value)];
  const methods = isSuperCall(call.receiver) ? nextAfter(call, definition) : methodsFor(definition, self);
  if (!methods) return [undefined];
  const filled = methods.filter((method) => !isLeftOpen(method));
  return filled.length === 0 ? [undefined] : filled.map((method) => signatureOf({ ...value, definition: method }));
}

/** The methods that may run when one is called on an object; undefined when there may be others. */
function methodsFor(definition: FunctionDefinition, self: Value): readonly FunctionDefinition[] | undefined {
  const of = self.kind === "instance" ? self.of : self.kind === "class" ? self.definition : undefined;
  if (!of || isExact(self) || isDeclared(self)) return [definition];
  if (!knowsOverridesOf(definition, self)) return undefined;
  const below = definition.module.project.subclassesOf(of).map((sub) => sub.method(definition.name));
  return [...new Set([definition, ...below.filter((method) => method !== undefined)])];
}

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
  if (!of || namesAnotherClass(call, of) || !knowsOverridesOf(definition, { kind: "class", definition: of })) return undefined;
  const next = of.module.project.subclassesOf(of).map((sub) => behind(of, sub, definition.name));
  return next.includes(undefined) ? undefined : [...new Set([definition, ...next.filter((one) => one !== undefined)])];
}

/** Whether `super(Other, self)` is written with another class than the one that it stands in. */
function namesAnotherClass(call: Call, of: ClassDefinition): boolean {
  const first = call.receiver?.field("arguments")?.children[0];
  return first !== undefined && first.text !== of.name;
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
  if (isEmptyBody(method) && method.name !== "__init__") return method.owner !== undefined && isUnfinished(method.owner);
  return method.returns.length === 0 && !method.fallsThrough && mentionsName(method.node, OPEN_ENDS);
}

const OPEN_ENDS = new Set(["NotImplemented", "NotImplementedError"]);

/** The classes that a call may make an object of: a class that is not called by its own name may be a subclass. */
function classesFor(of: ClassDefinition, call: Call): readonly ClassDefinition[] {
  const isNamed = call.lastName === of.name || call.module.aliasesOf(of.name).includes(call.lastName);
  return isNamed ? [of] : [of, ...of.module.project.subclassesOf(of)];
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
