import type { FunctionDefinition } from "./function.js";
import type { Value } from "./value.js";

/** The methods that may run instead of a method that is called on an object: those of its class's subclasses. */
export function overridesOf(method: FunctionDefinition, self: Value | undefined): readonly FunctionDefinition[] {
  if (!method.owner || isExact(self)) return [];
  const of = self?.kind === "instance" ? self.of : self?.kind === "class" ? self.definition : method.owner;
  return method.module.project.subclassesOf(of).flatMap((subclass) => subclass.methods.get(method.name) ?? []);
}

/**
 * Whether an object is of just the class that it is known by, because the call that made it names the class. A call of
 * something that holds a class (`self.socket_class()`) may be given a subclass.
 */
export function isExact(self: Value | undefined): boolean {
  if (self?.kind !== "instance" || self.at.kind !== "call") return false;
  return self.at.field("function")?.text.split(".").at(-1) === self.of.name;
}
