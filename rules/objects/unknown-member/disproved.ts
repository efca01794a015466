import { isSuperCall } from "../../../src/python/cfg/expression.js";
import { accessPath } from "../../../src/python/cfg/guards.js";
import { originsOf } from "../../../src/python/dataflow/flow.js";
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
  const { module } = of;
  return module.project.once(MAKES_OTHERS, of, () => {
    const maker = of.method("__new__");
    const label = (node: Node): string | undefined =>
      isPlainNew(node, maker?.receiver?.name ?? "cls") ? "an object of the class" : undefined;
    return (maker?.results ?? []).some((result) =>
      [...originsOf(result, { label })].some(({ kind, at }) => kind !== "source" && at.kind !== "none"),
    );
  });
}

const MAKES_OTHERS = question(false);

/** `super().__new__(cls)` */
function isPlainNew(node: Node, receiver: string): boolean {
  const callee = node.kind === "call" ? node.field("function") : undefined;
  if (callee?.field("attribute")?.text !== "__new__") return false;
  const object = callee.field("object");
  const [of] = moduleOf(node).call(node).positional;
  return (isSuperCall(object) || object?.text === "object") && of?.text === receiver;
}
