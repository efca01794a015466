import type { ClassDefinition } from "./class.js";
import type { FunctionDefinition } from "./function.js";
import type { Value } from "./value.js";
import { calledName } from "../cfg/expression.js";

/** The methods that may run instead of a method that is called on an object: those of its class's subclasses. */
export function overridesOf(method: FunctionDefinition, self: Value | undefined): readonly FunctionDefinition[] {
  const of = classOf(method, self);
  return of ? method.module.project.subclassesOf(of).flatMap((sub) => sub.methods.get(method.name) ?? []) : [];
}

/** Whether {@link overridesOf} are all there are. */
export function knowsOverridesOf(method: FunctionDefinition, self: Value | undefined): boolean {
  const of = classOf(method, self);
  return !of || method.module.project.knowsSubclassesOf(of);
}

/** The class that an object is at least of; undefined where no subclass can come in. */
function classOf(method: FunctionDefinition, self: Value | undefined): ClassDefinition | undefined {
  if (!method.owner || isExact(self)) return undefined;
  return self?.kind === "instance" ? self.of : self?.kind === "class" ? self.definition : method.owner;
}

/**
 * Whether an object is of just the class that it is known by, because the call that made it names the class. A call of
 * something that holds a class (`self.socket_class()`) may be given a subclass.
 */
export function isExact(self: Value | undefined): boolean {
  if (self?.kind !== "instance" || self.at.kind !== "call") return false;
  return calledName(self.at) === self.of.name;
}
