import { mentionsName } from "../../../src/python/cfg/mentions.js";
import { isSpelled, outsideStores } from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { membersOf } from "../../../src/python/tables/members.js";
import type { Node } from "../../../src/syntax/node.js";

/** What gives an object attributes by another way than naming them. */
const HIDDEN = new Set(["__dict__", "__setattr__", "setattr", "__slots__", "vars"]);

/** Tells which attribute an expression reads that objects of a method's class never have. */
export function neverSet(definition: FunctionDefinition): (part: Node) => string | undefined {
  const { owner, receiver, module } = definition;
  const isKnown = owner !== undefined && isPlain(owner);
  return (part) => {
    const object = part.kind === "attribute" ? part.field("object") : undefined;
    const name = part.field("attribute")?.text;
    if (!isKnown || object?.kind !== "identifier" || object.text !== receiver?.name || name === undefined)
      return undefined;
    if (/^__\w+__$/.test(name) || module.receiverClass(object) !== owner) return undefined;
    return lacks(owner, name) ? name : undefined;
  };
}

function isPlain({ ancestry, decorators, node }: ClassDefinition): boolean {
  const { classes, external, isOpen } = ancestry;
  if (isOpen || decorators.length > 0 || external.some((path) => !membersOf(path))) return false;
  if (node.field("superclasses")?.children.some(({ kind }) => kind === "keyword_argument")) return false;
  return !classes.some((base) => mentionsName(base.node, HIDDEN));
}

function lacks(of: ClassDefinition, name: string): boolean {
  const family = [of, ...of.module.project.subclassesOf(of)].flatMap(({ ancestry }) => ancestry.classes);
  const isSet = family.some((base) => base.scope.has(name) || base.storesNamed(name).length > 0);
  return !isSet && !isSpelled(of, name) && outsideStores(of, name)?.length === 0;
}
