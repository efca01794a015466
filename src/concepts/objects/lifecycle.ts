import type { Node } from "../../syntax/node.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { moduleOf } from "../../python/model/module.js";
import { question, sameItems } from "../../python/model/solver.js";
import type { Store } from "../../python/model/stores.js";

/** The function that an assignment stands in. */
export function writerOf(store: Store): FunctionDefinition | undefined {
  return moduleOf(store.node).functionAround(store.node);
}

const OWN = question<readonly Node[]>([], (a, b) => sameItems(a, b));

/** Where a method, or a function inside of it, writes something of its own object: `self.name`. */
export function ownAttributes(method: FunctionDefinition): readonly Node[] {
  return method.module.project.once(OWN, method, () => {
    const receiver = method.receiver?.name;
    if (receiver === undefined) return [];
    return [...method.node.descendants("attribute")].filter((node) => {
      const object = node.field("object");
      return (object?.kind === "identifier" && object.text === receiver) || isSuper(object);
    });
  });
}

function isSuper(object: Node | undefined): boolean {
  return object?.kind === "call" && object.field("function")?.text === "super";
}

/** The methods of an object of a class that some methods of it run or hand on, and what those do, and so on. */
export function reachedFrom(of: ClassDefinition, ...starts: FunctionDefinition[]): ReadonlySet<FunctionDefinition> {
  const reached = new Set(starts);
  // A set can be added to while it is iterated.
  for (const method of reached) {
    for (const attribute of ownAttributes(method)) {
      const name = attribute.field("attribute")?.text ?? "";
      for (const definition of methodsNamed(of, method, name, isSuper(attribute.field("object"))))
        reached.add(definition);
    }
  }
  return reached;
}

function methodsNamed(
  of: ClassDefinition,
  from: FunctionDefinition,
  name: string,
  isAbove: boolean,
): readonly FunctionDefinition[] {
  if (!isAbove) return of.ancestry.classes.find((base) => base.methods.has(name))?.methods.get(name) ?? [];
  const { classes } = of.ancestry;
  const above = classes.slice(classes.findIndex((base) => base === from.owner) + 1);
  return above.find((base) => base.methods.has(name))?.methods.get(name) ?? [];
}

const CONSTRUCTORS = ["__init__", "__new__", "__post_init__", "__attrs_post_init__"];

/** What making an object of a class runs, or hands to somebody who may run it at once. */
export function construction(of: ClassDefinition): ReadonlySet<FunctionDefinition> {
  const starts = of.ancestry.classes.flatMap((base) => CONSTRUCTORS.flatMap((name) => base.methods.get(name) ?? []));
  return reachedFrom(of, ...starts);
}

/** Whether a method, or what it runs of its object, says anything about one of some attributes. */
export function speaksOf(of: ClassDefinition, method: FunctionDefinition, names: ReadonlySet<string>): boolean {
  return [...reachedFrom(of, method)].some((reached) =>
    ownAttributes(reached).some((attribute) => names.has(attribute.field("attribute")?.text ?? "")),
  );
}
