import { callsMaking } from "../../../src/concepts/objects/making.js";
import { wrapped, unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName } from "../../../src/python/cfg/expression.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { Node } from "../../../src/syntax/node.js";

/** Decorators of `attrs` that make fields of what is annotated. */
const MAKES_FIELDS = /^(define|frozen|mutable)$/;

/** The default of a field of `attrs`, which objects that are made without one share; undefined for what is no field. */
export function fieldDefault({ decorators, module }: ClassDefinition, from: Node): Node | undefined {
  if (!decorators.some((node) => MAKES_FIELDS.test(calledName(node) ?? ""))) return undefined;
  if (from.kind === "call" && calledName(from) === "field") {
    const given = module.call(from).keyword("default");
    return given && unwrap(given);
  }
  return wrapped(from).parent?.field("type") ? from : undefined;
}

/** Whether some call that makes an object of a class gives it a field, or what may be one. */
export function isGivenToSome(of: ClassDefinition, name: string): boolean {
  const parameter = name.replace(/^_+/, "");
  return callsMaking(of).some(
    ({ arguments: given, positional }) =>
      positional.length > 0 || given.some(({ keyword, splat }) => keyword === parameter || splat !== undefined),
  );
}
