import type { Call } from "../../model/call.js";
import type { ClassDefinition } from "../../model/class.js";
import { pathOf } from "../effects.js";
import type { FunctionDefinition } from "../../model/function.js";
import { moduleOf } from "../../model/module.js";

/** The attribute that a property gives out. */
export function propertyPath(of: ClassDefinition, name: string): readonly string[] | undefined {
  const property = of.method(name);
  const [statement, ...others] = property?.isProperty ? property.returns : [];
  const path = statement?.children[0] && others.length === 0 ? pathOf(statement.children[0]) : undefined;
  return path && path.length > 1 && path[0] === property?.receiver?.name && path[1] !== name
    ? path.slice(1)
    : undefined;
}

/** The calls of a method by other methods of the same hierarchy. */
export function callersWithin(owner: ClassDefinition, method: FunctionDefinition): readonly Call[] {
  return owner.ancestry.classes.flatMap((base) =>
    base.module
      .callsNamed(method.name)
      .filter(
        ({ node, receiver }) =>
          receiver && base.module.receiverClass(receiver) === base && base.module.functionAround(node) !== method,
      ),
  );
}

/** The methods that assign an attribute of `self`. */
export function fillersOf(owner: ClassDefinition, name: string): readonly FunctionDefinition[] {
  const stores = owner.ancestry.classes.flatMap((base) => base.storesNamed(name));
  const fillers = stores.map(({ node }) => moduleOf(node).functionAround(node));
  return [...new Set(fillers.filter((filler) => filler !== undefined))];
}

/** Whether some other method takes back what was done to the attribute: then nobody knows how things stand. */
export function takesBack(
  owner: ClassDefinition,
  rest: readonly string[],
  method: FunctionDefinition,
  reverses: ReadonlySet<string>,
): boolean {
  return owner.ancestry.classes.some(({ module }) =>
    [...reverses].some((name) =>
      module.callsNamed(name).some(({ node, receiver }) => {
        const path = receiver && pathOf(receiver);
        return path?.slice(1).join(".") === rest.join(".") && module.functionAround(node) !== method;
      }),
    ),
  );
}
