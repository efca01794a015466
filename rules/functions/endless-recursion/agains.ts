import { comparisonOf, isSuperCall, lastNameOf } from "../../../src/python/cfg/expression.js";
import { callsAmong } from "../../../src/python/cfg/mentions.js";
import { isTarget } from "../../../src/python/model/attributes.js";
import { isNamedAsObject, type FunctionDefinition } from "../../../src/python/model/function.js";
import { knowsOverridesOf, overridesOf } from "../../../src/python/model/hierarchy.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { itemMethods } from "../../../src/python/model/stores.js";
import type { Node } from "../../../src/syntax/node.js";
import { matches } from "../../../src/python/tables/api.js";
import { REGISTERING_DECORATORS } from "../../../src/python/tables/decorators.js";
import { neverSet } from "./never-set.js";
import { setWhenMade } from "./set-when-made.js";

/** How a function may come to itself again. */
export interface Again {
  readonly how: "calls" | "reads" | "sets";
  /** Whether a node of the function does, where it runs. */
  readonly isAt: (part: Node) => boolean;
  /** The attribute that is missing, where Python calls the function for that. */
  readonly lacking?: (part: Node) => string | undefined;
  /** Whether it is missing in a copied or unpickled object alone. */
  readonly isOfCopies?: boolean;
}

/** How a function may come to itself again; undefined when what it calls need not be itself. */
export function againsOf(definition: FunctionDefinition): Again | undefined {
  const { owner, decorators } = definition;
  // Without a name for the object it is called as it stands: what has its name may be another object's.
  if (owner && definition.receiver && !isNamedAsObject(definition.receiver)) return undefined;
  if (!owner || !definition.receiver)
    return isPlain(definition) ? { how: "calls", isAt: callOf(definition) } : undefined;
  if (definition.isProperty && decorators.length === 1) return { how: "reads", isAt: ownAttribute(definition, isRead) };
  if (decorators.length === 1 && definition.isDecorated("setter"))
    return { how: "sets", isAt: ownAttribute(definition, isTarget) };
  return decorators.length === 0 || definition.isClassMethod ? ofMethod(definition) : undefined;
}

/** Whether what may run instead of a method, in a class that derives from its own, comes back to it. */
export function isAlwaysItself(definition: FunctionDefinition): boolean {
  if (!definition.owner || !definition.receiver) return true;
  return overridesOf(definition, undefined).every(comesBack) && knowsOverridesOf(definition, undefined);
}

/** Whether Python calls a special method for what need not name it. */
export function isAskedByPython(name: string): boolean {
  return (
    Object.hasOwn(ASKED_BY, name) ||
    Object.hasOwn(COMPARED_BY, name) ||
    /^__(?:[gs]et|del)(?:item|attr)__$|^__getattribute__$/.test(name)
  );
}

function ofMethod(definition: FunctionDefinition): Again {
  switch (definition.name) {
    case "__getattr__":
      return ofMissing(definition);
    case "__setattr__":
      return { how: "sets", isAt: (part) => part.kind === "attribute" && isOwn(definition, part) && isTarget(part) };
    default:
      return { how: "calls", isAt: either(callOf(definition), callByPython(definition)) };
  }
}

function ofMissing(definition: FunctionDefinition): Again {
  const never = neverSet(definition);
  const isOfCopies = ![...definition.node.descendants("attribute")].some((part) => never(part) !== undefined);
  const lacking = isOfCopies ? setWhenMade(definition) : never;
  return { how: "reads", isAt: (part) => lacking(part) !== undefined, lacking, isOfCopies };
}

/** Whether an override calls what it overrides. */
function comesBack({ node, name }: FunctionDefinition): boolean {
  return [...callsAmong(node, new Set([name]))].some((call) => isSuperCall(call.field("function")?.field("object")));
}

const either =
  (one: (part: Node) => boolean, other: (part: Node) => boolean) =>
  (part: Node): boolean =>
    one(part) || other(part);

const isRead = (attribute: Node): boolean => !isTarget(attribute) && attribute.parent?.kind !== "delete_statement";

/** Whether a function is just what its name stands for. */
const isPlain = ({ decorators, module }: FunctionDefinition): boolean =>
  decorators.every(
    (decorator) =>
      decorator.text === "staticmethod" ||
      module.apiPathsOf(decorator).some((path) => matches(REGISTERING_DECORATORS, path)),
  );

/** Whether an attribute is read or set on the object that a method was called on. */
function isOwn({ owner, receiver }: FunctionDefinition, attribute: Node): boolean {
  const object = attribute.field("object");
  if (object?.kind !== "identifier" || object.text !== receiver?.name) return false;
  return moduleOf(object).receiverClass(object) === owner;
}

function ownAttribute(definition: FunctionDefinition, fits: (attribute: Node) => boolean) {
  return (part: Node): boolean =>
    part.kind === "attribute" &&
    part.field("attribute")?.text === definition.name &&
    isOwn(definition, part) &&
    fits(part);
}

/** Tells whether a call is one of a function itself, on the same object. */
function callOf(definition: FunctionDefinition): (part: Node) => boolean {
  const { name, owner, receiver, isAsync, module } = definition;
  return (part) => {
    const callee = part.kind === "call" ? part.field("function") : undefined;
    if (!callee || lastNameOf(callee) !== name || isAsync !== (part.parent?.kind === "await")) return false;
    if (receiver && !(callee.kind === "attribute" && isOwn(definition, callee))) return false;
    if (owner && receiver && owner.storesNamed(name).length > 0) return false;
    const [target, ...others] = module.call(part).targets;
    return target?.kind === "function" && target.definition === definition && others.length === 0;
  };
}

/** The functions and signs that Python answers with a special method of what they are given. */
const ASKED_BY: Readonly<Record<string, string | undefined>> = {
  __repr__: "repr",
  __str__: "str",
  __hash__: "hash",
  __len__: "len",
  __bool__: "bool",
  __iter__: "iter",
  __int__: "int",
  __float__: "float",
  __bytes__: "bytes",
  __dir__: "dir",
};
const COMPARED_BY: Readonly<Record<string, string | undefined>> = {
  __eq__: "==",
  __ne__: "!=",
  __lt__: "<",
  __le__: "<=",
  __gt__: ">",
  __ge__: ">=",
};

/** Whether a call fills a text with what it is given: `"<{}>".format(self)`. */
function isFormatOf(call: Node, name: string): boolean {
  const callee = call.field("function");
  const text = lastNameOf(callee) === "format" ? callee?.field("object") : undefined;
  return (name === "__str__" || name === "__repr__") && text?.kind === "string" && isFilled(text.text, name);
}

/** Whether a text has a place for what `name` gives and nothing else: `{}` asks `__str__`, which is `__repr__` where there is no other. */
const isFilled = (text: string, name: string): boolean =>
  name === "__str__" ? /\{\d*(!s)?\}/.test(text) : /\{\d*!r\}/.test(text);

/** Whether `{self}` in a text asks `__str__`, or `{self!r}` asks `__repr__`. */
function isFormattedBy(name: string, { children }: Node): boolean {
  const conversion = children.find(({ kind }) => kind === "type_conversion")?.text ?? "";
  if (name === "__repr__") return conversion === "!r" || conversion === "!a";
  return name === "__str__" && (conversion === "!s" || children.length === 1);
}

/** Tells whether an expression has Python call a special method again: `repr(self)` in `__repr__`, `self[key]` in `__getitem__`. */
function callByPython(definition: FunctionDefinition): (part: Node) => boolean {
  const { name, module, receiver, isClassMethod } = definition;
  // Of a class Python asks the class of classes.
  if (isClassMethod) return () => false;
  const isReceiver = (node: Node | undefined): boolean =>
    node?.kind === "identifier" && node.text === receiver?.name && module.receiverClass(node) === definition.owner;
  return (part) => {
    switch (part.kind) {
      case "call": {
        const [given, ...others] = part.field("arguments")?.children ?? [];
        const asks = part.field("function");
        if (isFormatOf(part, name) && part.field("arguments")?.children.some(isReceiver)) return true;
        const isAsked = asks?.kind === "identifier" && asks.text === ASKED_BY[name] && !module.isBound(asks.text, asks);
        return isAsked && others.length === 0 && isReceiver(given);
      }
      case "comparison_operator": {
        const compared = comparisonOf(part);
        return compared?.operator === COMPARED_BY[name] && isReceiver(compared?.left);
      }
      case "interpolation":
        return isFormattedBy(name, part) && isReceiver(part.children[0]);
      case "subscript":
        return itemMethods(part).includes(name) && isReceiver(part.field("value"));
      default:
        return false;
    }
  };
}
