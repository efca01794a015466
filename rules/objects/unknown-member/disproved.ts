import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { isSuperCall } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import type { Value } from "../../../src/python/model/value.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether code around uses an object as none of its annotated class can be: subscripts it, calls it, iterates over it. */
export function isDisproved(object: Node, value: Value, of: ClassDefinition): boolean {
  const path = accessPath(object);
  if (path === undefined || value.kind !== "instance" || value.at.kind === "call") return false;
  const module = moduleOf(object);
  const around = path.includes(".") ? module.classAround(object)?.node : module.functionAround(object)?.node;
  const others = around ? module.spelled(path.split(".").at(-1) ?? "").filter((word) => around.contains(word)) : [];
  return others.some((word) => {
    const whole = word.fieldName === "attribute" && word.parent ? word.parent : word;
    const hook = hookNeeded(whole);
    return hook !== undefined && accessPath(whole) === path && !of.method(hook);
  });
}

/** The method that an object needs to be used as it is where it stands. */
function hookNeeded({ fieldName, parent }: Node): string | undefined {
  if (parent?.kind === "subscript" && fieldName === "value") return "__getitem__";
  if (parent?.kind === "call" && fieldName === "function") return "__call__";
  return (parent?.kind ?? "").startsWith("for_") && fieldName === "right" ? "__iter__" : undefined;
}

/** Whether what the `__new__` of a class gives may be of another class. */
export function makesOthers(of: ClassDefinition): boolean {
  return of.module.project.once(MAKES_OTHERS, of, () => {
    const maker = of.method("__new__");
    return maker?.results.some((result) => mayBeOther(result, of, maker.receiver?.name ?? "cls", MOST_NAMES)) ?? false;
  });
}

const MAKES_OTHERS = question(false);

/** Through so many names what is made is followed. */
const MOST_NAMES = 4;

/** Whether a result may be something else than a new object of the class, or none: it is not seen to be made so. */
function mayBeOther(result: Node, of: ClassDefinition, receiver: string, left: number): boolean {
  const node = unwrap(result);
  if (node.kind === "none" || isPlainNew(node, receiver)) return false;
  const made = left > 0 ? madeFor(node, of, receiver).filter((from) => from?.kind !== "none") : [];
  return made.length === 0 || made.some((from) => !from || mayBeOther(from, of, receiver, left - 1));
}

/** What is given to a name, or to an attribute of the class. */
function madeFor(node: Node, of: ClassDefinition, receiver: string): readonly (Node | undefined)[] {
  if (node.kind === "identifier")
    return moduleOf(node)
      .bindingsReaching(node.text, node)
      .map(({ from }) => from);
  const name = node.kind === "attribute" ? node.field("attribute")?.text : undefined;
  const object = node.field("object")?.text;
  if (name === undefined || (object !== receiver && object !== of.name)) return [];
  return of.ancestry.classes.flatMap((one) => [
    ...one.module.storesNamed(name, one.node).map(({ from }) => from),
    ...(one.scope.get(name) ?? []).flatMap(({ kind, from }) => (kind === "assign" ? [from] : [])),
  ]);
}

/** `super().__new__(cls)` */
function isPlainNew(node: Node, receiver: string): boolean {
  const callee = node.kind === "call" ? node.field("function") : undefined;
  if (callee?.field("attribute")?.text !== "__new__") return false;
  const object = callee.field("object");
  const [of] = moduleOf(node).call(node).positional;
  return (isSuperCall(object) || object?.text === "object") && of?.text === receiver;
}
