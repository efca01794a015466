import { construction } from "../../../src/concepts/objects/lifecycle.js";
import { unwrap, wrapped } from "../../../src/python/cfg/evaluation.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";
import { outsideStores } from "../../../src/python/model/attributes.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { familyOf } from "../../../src/concepts/threads/endless-loop.js";
import { CONTAINER_ADDS, CONTAINER_CHANGES, CONTAINER_MAKERS } from "../../../src/python/tables/containers.js";
import { textOf } from "../../../src/python/model/literal.js";
import type { Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { nodesWithin, type Node } from "../../../src/syntax/node.js";

/** A container that objects of a class have, and what their methods do with it. */
export interface Growing {
  readonly name: string;
  readonly made: Node;
  readonly adds: readonly Node[];
}

/** The containers that objects of a class get empty as they are made, and that methods later only add to. */
export function growingIn(of: ClassDefinition): readonly Growing[] {
  return [...of.assignedAttributes].flatMap((name) => {
    const [store, ...others] = of.storesNamed(name);
    const made = store?.kind === "assign" && store.from ? unwrap(store.from) : undefined;
    if (!made || others.length > 0 || !isEmptyContainer(of, made)) return [];
    const adds = addsTo(of, name);
    return adds && adds.length > 0 && !isGivenElsewhere(of, name) ? [{ name, made, adds }] : [];
  });
}

function isEmptyContainer({ module }: ClassDefinition, made: Node): boolean {
  if (/^(list|dictionary)$/.test(made.kind)) return made.children.length === 0;
  if (made.kind !== "call") return false;
  const call = module.call(made);
  return call.keyword("maxlen") === undefined && call.apis.some((path) => CONTAINER_MAKERS.has(path));
}

/** Where methods of a class add something new to a container, after the object is made; undefined where anything may take from it. */
function addsTo(of: ClassDefinition, name: string): readonly Node[] | undefined {
  const { module } = of;
  const acts = usesAmong(nodesWithin(module.identifiers(name), of.node)).map((use) => actOf(use));
  if (acts.includes("takes")) return undefined;
  const early = construction(of);
  return acts.flatMap((act) => {
    const by = typeof act === "object" ? module.functionAround(act) : undefined;
    return typeof act === "object" && by?.owner === of && !early.has(by) ? [act] : [];
  });
}

/** What a use does: the node of what it adds, nothing of interest, or what may take something away. */
function actOf(use: Node): Node | "reads" | "takes" {
  const { parent, fieldName } = wrapped(use);
  switch (parent?.kind) {
    case "attribute":
      return methodAct(parent);
    case "subscript":
      return fieldName === "value" ? itemAct(parent) : "reads";
    case "assignment":
      return fieldName === "left" ? "reads" : "takes";
    case "argument_list":
      return parent.parent && isOnlyRead(parent.parent) ? "reads" : "takes";
    case "keyword_argument":
    case "delete_statement":
    case "augmented_assignment":
      return "takes";
    case "comparison_operator":
    case "for_statement":
    case "for_in_clause":
    case "expression_list":
    case "tuple":
    case "return_statement":
    case "not_operator":
    case "boolean_operator":
    case "if_statement":
    case "interpolation":
      return "reads";
    default:
      return "takes";
  }
}

const READERS = /^(len|sum|sorted|any|all|max|min|iter|enumerate|list|dict|set|tuple|str|bool)$/;

/** Whether a call only looks at a container; who compares its size may bound it. */
function isOnlyRead(call: Node): boolean {
  const name = call.field("function")?.text ?? "";
  return READERS.test(name) && !(name === "len" && call.parent?.kind === "comparison_operator");
}

function methodAct(attribute: Node): Node | "reads" | "takes" {
  const method = attribute.field("attribute")?.text ?? "";
  const call = attribute.fieldName === "function" ? attribute.parent : undefined;
  if (call?.kind !== "call") return "takes";
  if (/^(get|keys|values|items|copy|index|count|__\w+__)$/.test(method)) return "reads";
  if (!CONTAINER_ADDS.has(method)) return "takes";
  const [first] = call.field("arguments")?.children ?? [];
  return first && !isOneOfFew(first) ? call : "reads";
}

function itemAct(subscript: Node): Node | "reads" | "takes" {
  const { parent, fieldName } = subscript;
  if (parent?.kind === "delete_statement") return "takes";
  if (parent?.kind === "attribute" && fieldName === "object") return memberAct(parent);
  if (parent?.kind !== "assignment" || fieldName !== "left") return "reads";
  const key = subscript.field("subscript");
  if (key?.kind === "slice") return "takes";
  return key && !isOneOfFew(key) ? parent : "reads";
}

/** What is done to an item, as far as it is a container itself: `self.readings[hive].append(value)`. */
function memberAct(attribute: Node): Node | "reads" | "takes" {
  const method = attribute.field("attribute")?.text ?? "";
  if (!CONTAINER_CHANGES.has(method)) return "reads";
  return CONTAINER_ADDS.has(method) && method !== "update" ? methodAct(attribute) : "takes";
}

/** Whether a key can only be one of a few: a constant, a type, a member. */
function isOneOfFew(key: Node): boolean {
  if (textOf(key) !== undefined || /^(integer|true|false|none)$/.test(key.kind)) return true;
  return /\btype\(|__name__|__class__|\.name$|\.value$|^[A-Z][\w.]*$/.test(spellingOf(key));
}

/** Whether somebody outside of the class assigns the attribute, or takes from it. */
function isGivenElsewhere(of: ClassDefinition, name: string): boolean {
  const { module } = of;
  const family = familyOf(of).filter((member) => member !== of);
  if (family.some((member) => member.storesNamed(name).length > 0)) return true;
  if (outsideStores(of, name)?.length !== 0) return true;
  return module.project.modulesMatching(name, "any", module)?.every((other) => !isTakenFrom(other, name)) !== true;
}

const TAKEN = question(false);

/** Whether a file takes something from an attribute of a name, of whatever object but `self`. */
function isTakenFrom(module: Module, name: string): boolean {
  const find = (): boolean => {
    const others = usesAmong(module.identifiers(name)).filter((use) => {
      const object = use.field("object");
      return object && !module.receiverClass(object);
    });
    return others.some((use) => actOf(use) === "takes");
  };
  return module.project.once(TAKEN, module, find, name);
}

const usesAmong = (names: readonly Node[]): readonly Node[] =>
  names.flatMap(({ fieldName, parent }) => (fieldName === "attribute" && parent ? [parent] : []));
