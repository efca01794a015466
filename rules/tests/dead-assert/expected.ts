import type { Node } from "../../../src/syntax/node.js";
import { callOf } from "../../../src/concepts/tests/assertions.js";
import { moduleOf } from "../../../src/python/model/module.js";

/** Errors that a failing assertion is, or that take it in. */
const OF_ASSERTIONS = new Set(["AssertionError", "Exception", "BaseException"]);
/** Errors that looking at a value may raise without a call: comparing it, taking its truth, reading a name. */
const OF_LOOKING = new Set(["TypeError", "NotImplementedError", "NameError", "UnboundLocalError"]);
/** Libraries whose arrays have no truth. */
const ARRAYS =
  /^(numpy|pandas|torch|xarray|jax|tensorflow|polars|dask|cupy|scipy|sympy|pyarrow|astropy|pint|sqlalchemy)\b/;
/** What may raise whatever is asked of it. */
const ACTING = [
  "call",
  "await",
  "subscript",
  "binary_operator",
  "named_expression",
  "yield",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
];

/** Whether an assertion may itself raise one of the errors that a block waits for. */
export function mayBeExpected(assertion: Node, errors: readonly string[] | undefined): boolean {
  if (!errors || errors.some((error) => OF_ASSERTIONS.has(error) || OF_LOOKING.has(error))) return true;
  return partsOf(assertion).some((part) => mayRaise(part, errors));
}

/** What an assertion looks at: all of an `assert`, the arguments and the object of a call. */
function partsOf(assertion: Node): readonly Node[] {
  const call = callOf(assertion);
  if (!call) return assertion.children;
  if (assertion.children[0]?.kind === "await") return [assertion];
  return [...(call.field("arguments")?.children ?? []), ...(call.field("function")?.children ?? [])];
}

function mayRaise(part: Node, errors: readonly string[]): boolean {
  for (const _ of part.descendants(...ACTING)) return true;
  for (const attribute of part.descendants("attribute"))
    if (errors.includes("AttributeError") || isProperty(attribute)) return true;
  return errors.includes("ValueError") && usesArrays(part);
}

/** Whether reading an attribute runs code of the project, or may. */
function isProperty(attribute: Node): boolean {
  const [object, name] = [attribute.field("object"), attribute.field("attribute")?.text ?? ""];
  if (!object) return true;
  return moduleOf(attribute)
    .valuesOf(object)
    .some(
      (value) =>
        value.kind === "instance" &&
        // Decorators make properties under many names.
        (value.of.method(name)?.decorators.length ?? (value.of.method("__getattr__") ? 1 : 0)) > 0,
    );
}

function usesArrays(node: Node): boolean {
  const bound = moduleOf(node).scopes.module.all().values();
  return [...bound].flat().some(({ source }) => source !== undefined && ARRAYS.test(source.module));
}
