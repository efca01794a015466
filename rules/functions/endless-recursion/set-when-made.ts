import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Node } from "../../../src/syntax/node.js";

/** What Python asks of a class when it copies or unpickles an object, and what stands in for a constructor then. */
const RESTORES = [
  "__new__",
  "__setstate__",
  "__reduce__",
  "__reduce_ex__",
  "__getnewargs__",
  "__getnewargs_ex__",
  "__getattribute__",
];

/** Bases from outside that restore nothing. */
const PLAIN_BASES =
  /^(builtins\.)?object$|^(typing|typing_extensions)\.(Generic|Protocol)$|^abc\.ABC$|^collections\.abc\.\w+$/;

/** Tells which attribute an expression reads that objects of a method's class have only once their methods have run. */
export function setWhenMade(definition: FunctionDefinition): (part: Node) => string | undefined {
  const { owner, receiver, module } = definition;
  const isKnown = owner !== undefined && isRestoredAsIs(owner);
  return (part) => {
    const object = part.kind === "attribute" ? part.field("object") : undefined;
    const name = part.field("attribute")?.text;
    if (!isKnown || name === undefined || object?.kind !== "identifier" || object.text !== receiver?.name)
      return undefined;
    if (/^__\w+__$/.test(name) || module.receiverClass(object) !== owner) return undefined;
    return isOfObjects(owner, name) ? name : undefined;
  };
}

/** Whether Python puts what an object had into an empty one, and asks that for `__setstate__` before. */
function isRestoredAsIs({ ancestry, decorators, node }: ClassDefinition): boolean {
  const { classes, external, isOpen } = ancestry;
  if (isOpen || decorators.length > 0 || !external.every((path) => PLAIN_BASES.test(path))) return false;
  if (node.field("superclasses")?.children.some(({ kind }) => kind === "keyword_argument")) return false;
  return !classes.some((base) => RESTORES.some((name) => base.scope.has(name)));
}

/** Whether the file that a method stands in copies or pickles an object of its class. */
export function isCopied({ owner, module }: FunctionDefinition): boolean {
  const isOfClass = (object: Node): boolean =>
    module.valuesOf(object).some((value) => value.kind === "instance" && owner?.isBaseOf(value.of) === true);
  const calls = [...COPIERS.keys()].flatMap((name) => module.callsNamed(name));
  return calls.some(({ apis, lastName, positional: [object] }) => {
    const isCopy = apis.some((path) => path === COPIERS.get(lastName));
    return isCopy && object !== undefined && isOfClass(object);
  });
}

const COPIERS: ReadonlyMap<string, string> = new Map([
  ["copy", "copy.copy"],
  ["deepcopy", "copy.deepcopy"],
  ["dump", "pickle.dump"],
  ["dumps", "pickle.dumps"],
]);

/** Whether methods set an attribute, and no class has it. */
function isOfObjects({ ancestry: { classes } }: ClassDefinition, name: string): boolean {
  return classes.some((base) => base.storesNamed(name).length > 0) && !classes.some((base) => base.scope.has(name));
}
