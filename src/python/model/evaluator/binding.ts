import type { Node } from "../../../syntax/node.js";
import type { Evaluator } from "../evaluator.js";
import { moduleOf } from "../module.js";
import { NOTHING_KNOWN, union, type Value, type Values } from "../value.js";

/** Whom an attribute of a class is taken from: an object of the class, or the class itself. */
export interface Taker {
  readonly self: Value & { readonly kind: "instance" | "class" };
  readonly at: Node;
}

/** What Python gives when it finds a value in a class: functions are bound, and descriptors asked. */
export function taken(evaluator: Evaluator, value: Value, from: Taker): Values {
  switch (value.kind) {
    case "function":
      return takenFunction(evaluator, value, from);
    case "instance":
      return takenInstance(evaluator, value);
    case "api":
      return takenApi(evaluator, value, from);
    default:
      return [value];
  }
}

function takenFunction(evaluator: Evaluator, value: Value & { kind: "function" }, { self, at }: Taker): Values {
  const { definition } = value;
  if (value.self || definition.isStatic) return [value];
  if (definition.isClassMethod) return [{ ...value, self: classOf(self) }];
  if (self.kind === "class") return [value];
  if (!definition.isProperty) return [{ ...value, self }];
  if (definition.isAsync) return [{ kind: "coroutine", of: definition, at }];
  return evaluator.substitute(evaluator.returnsOf(definition), undefined, definition, self);
}

/** An object whose class has `__get__` is not what is found, but asked for it. */
function takenInstance(evaluator: Evaluator, descriptor: Value & { kind: "instance" }): Values {
  const get = descriptor.of.method("__get__");
  if (!get) return [descriptor];
  const given = evaluator.substitute(evaluator.returnsOf(get), undefined, get, descriptor);
  // Taken from the class it gives itself, as is the custom.
  const others = given.filter((value) => value !== descriptor);
  return others.length > 0 ? others : NOTHING_KNOWN;
}

/** `property(get, set)`, `staticmethod(function)` and `classmethod(function)`, called in a class's body. */
function takenApi(evaluator: Evaluator, value: Value & { kind: "api" }, { self, at }: Taker): Values {
  if (!WRAPPERS.has(value.path) || value.at.kind !== "call") return [value];
  const wrapped = moduleOf(value.at).call(value.at).positional[0];
  if (!wrapped) return NOTHING_KNOWN;
  return union(
    ...evaluator.evaluate(wrapped).map((inner): Values => {
      if (value.path === "staticmethod()") return [inner];
      if (inner.kind !== "function") return NOTHING_KNOWN;
      if (value.path === "classmethod()") return [{ ...inner, self: classOf(self) }];
      if (self.kind === "class") return [value];
      if (inner.definition.isAsync) return [{ kind: "coroutine", of: inner.definition, at }];
      return evaluator.substitute(evaluator.returnsOf(inner.definition), undefined, inner.definition, self);
    }),
  );
}

const WRAPPERS = new Set(["property()", "staticmethod()", "classmethod()"]);

function classOf(self: Taker["self"]): Value {
  return self.kind === "class" ? self : { kind: "class", definition: self.of };
}
