import type { Node } from "../../syntax/node.js";
import type { ClassDefinition } from "../../python/model/class.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { moduleOf } from "../../python/model/module.js";
import { question } from "../../python/model/solver.js";
import type { Store } from "../../python/model/stores.js";
import { isSuperCall } from "../../python/cfg/expression.js";

/** The function that an assignment stands in. */
export function writerOf(store: Store): FunctionDefinition | undefined {
  return moduleOf(store.node).functionAround(store.node);
}

const OWN = question<readonly Node[]>([]);
const NAMED = question<ReadonlySet<string>>(new Set());
const RUN = question<ReadonlySet<FunctionDefinition>>(new Set());
const CONSTRUCTION = question<ReadonlySet<FunctionDefinition>>(new Set());

/** Methods beyond this many are not followed to those that they run: each of many methods may run all the others. */
const MOST_REACHED = 100;

/** Where a method, or a function inside of it, writes something of its own object: `self.name`. */
export function ownAttributes(method: FunctionDefinition): readonly Node[] {
  return method.module.project.once(OWN, method, () => {
    const receiver = method.receiver?.name;
    if (receiver === undefined) return [];
    return [...method.node.descendants("attribute")].filter((node) => {
      const object = node.field("object");
      return (object?.kind === "identifier" && object.text === receiver) || isSuperCall(object);
    });
  });
}

/** The names of what a method, or a function inside of it, writes of its own object. */
function namesOwn(method: FunctionDefinition): ReadonlySet<string> {
  const find = (): ReadonlySet<string> => new Set(ownAttributes(method).map(nameOf));
  return method.module.project.once(NAMED, method, find);
}

const nameOf = (attribute: Node): string => attribute.field("attribute")?.text ?? "";

/**
 * The methods of an object of a class that some methods of it run or hand on, and what those do, and so on; undefined when
 * those are too many to follow.
 */
export function reachedFrom(
  of: ClassDefinition,
  ...starts: FunctionDefinition[]
): ReadonlySet<FunctionDefinition> | undefined {
  const reached = new Set(starts);
  // A set can be added to while it is iterated.
  for (const method of reached) {
    for (const definition of runBy(of, method)) reached.add(definition);
    if (reached.size > starts.length + MOST_REACHED) return undefined;
  }
  return reached;
}

/** The methods of an object of a class that one of its methods itself runs or hands on. */
function runBy(of: ClassDefinition, method: FunctionDefinition): ReadonlySet<FunctionDefinition> {
  const find = (): ReadonlySet<FunctionDefinition> =>
    new Set(
      ownAttributes(method).flatMap((attribute) =>
        methodsNamed(of, method, nameOf(attribute), isSuperCall(attribute.field("object"))),
      ),
    );
  return of.module.project.once(RUN, of, find, `${method.module.path} ${String(method.node.start)}`);
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
  return of.module.project.once(CONSTRUCTION, of, () => {
    const { classes } = of.ancestry;
    const reached = new Set(classes.flatMap((base) => CONSTRUCTORS.flatMap((name) => base.methods.get(name) ?? [])));
    for (const method of reached) for (const definition of runBy(of, method)) reached.add(definition);
    return reached;
  });
}

/** Whether a method, or what it runs of its object, says anything about one of some attributes, or too much is run to tell. */
export function speaksOf(of: ClassDefinition, method: FunctionDefinition, names: ReadonlySet<string>): boolean {
  const reached = reachedFrom(of, method);
  return !reached || [...reached].some((one) => isAnyOf(namesOwn(one), names));
}

/** Whether two sets of names have one in common. */
function isAnyOf(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const [few, many] = some.size < others.size ? [some, others] : [others, some];
  return [...few].some((name) => many.has(name));
}
