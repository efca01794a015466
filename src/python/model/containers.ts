import type { Node } from "../../syntax/node.js";
import { annotationValues, named, typeArguments, WRAPPERS } from "./annotation.js";
import type { Evaluator } from "./evaluator.js";
import { moduleOf } from "./module.js";
import { NOTHING_KNOWN, union, type Value, type Values } from "./value.js";
import { lastNameOf } from "../cfg/expression.js";
import { textOf } from "./literal.js";

/** What an annotation says of what is in a container. */
export interface Container {
  /** Where iterating over it leads: the keys of a mapping. */
  iterated(evaluator: Evaluator): Values;
  /** What stands in it under an index or a key. */
  held(evaluator: Evaluator): Values;
  /** What stands at a place of it, where it says so of each: `tuple[Owner, int]`. */
  part?(position: number, evaluator: Evaluator): Values;
}

const SEQUENCES = new Set(
  (
    "list List set Set frozenset FrozenSet Sequence MutableSequence Iterable Iterator Collection AbstractSet " +
    "MutableSet deque Deque"
  ).split(" "),
);
const MAPPINGS = new Set(
  "dict Dict Mapping MutableMapping defaultdict DefaultDict OrderedDict WeakValueDictionary".split(" "),
);

/** The container that a value is, as far as an annotation says what is in it, or one expression makes all of it. */
export function containerOf(value: Value): Container | undefined {
  if (value.kind === "literal") return declaredFor(value.at) ?? comprehended(value.at);
  return value.kind === "api" ? (containerAt(value.at) ?? declaredFor(value.at)) : undefined;
}

/** What a comprehension makes, each of its items or entries in one way. */
function comprehended({ kind, children: [body] }: Node): Container | undefined {
  if (!body) return undefined;
  if (/^(list|set)_comprehension$/.test(kind)) {
    const items = (evaluator: Evaluator): Values => evaluator.evaluate(body);
    return { iterated: items, held: items };
  }
  const [key, value] = kind === "dictionary_comprehension" ? [body.field("key"), body.field("value")] : [];
  if (!key || !value) return undefined;
  return { iterated: (evaluator) => evaluator.evaluate(key), held: (evaluator) => evaluator.evaluate(value) };
}

/** The container whose annotation, or the container's name in it, stands at a node. */
export function containerAt(at: Node): Container | undefined {
  if (at.kind === "string") return quotedContainer(at);
  const generic = at.parent;
  const isNamed = generic && /^(generic_type|subscript)$/.test(generic.kind) && generic.children[0] === at;
  return isNamed ? genericContainer(generic) : undefined;
}

/** The container that a variable or attribute is declared to be where a display or a call is assigned to it. */
function declaredFor(value: Node): Container | undefined {
  let whole = value;
  while (whole.parent?.kind === "parenthesized_expression") whole = whole.parent;
  const { parent: assignment, fieldName } = whole;
  const type = assignment?.kind === "assignment" && fieldName === "right" ? assignment.field("type") : undefined;
  return type && declaredBy(type, 0);
}

function declaredBy(type: Node, depth: number): Container | undefined {
  const [first] = type.children;
  if (depth > DEEPEST || !first) return undefined;
  if (type.kind === "type" || type.kind === "parenthesized_expression") return declaredBy(first, depth + 1);
  if (type.kind === "binary_operator" || type.kind === "union_type")
    return type.children.map((part) => declaredBy(part, depth + 1)).find((found) => found !== undefined);
  if (type.kind !== "generic_type" && type.kind !== "subscript") return undefined;
  const [inner] = typeArguments(type);
  const isWrapped = WRAPPERS.has(lastNameOf(first) ?? "") || lastNameOf(first) === "Optional";
  return isWrapped && inner ? declaredBy(inner, depth + 1) : genericContainer(type);
}

const DEEPEST = 8;

function genericContainer(generic: Node): Container | undefined {
  const name = lastNameOf(generic.children[0]) ?? "";
  const list = typeArguments(generic);
  if (/^[tT]uple$/.test(name)) return tupleOf(list);
  const [first, second] = list;
  const isMapping = MAPPINGS.has(name);
  const [iterated, held] = isMapping ? [first, second] : [first, first];
  if (!iterated || !held || !(isMapping || SEQUENCES.has(name))) return undefined;
  return {
    iterated: (evaluator) => annotationValues(iterated, evaluator),
    held: (evaluator) => annotationValues(held, evaluator),
  };
}

/** `tuple[Owner, int]`, or `tuple[Owner, ...]` of any length. */
function tupleOf(types: readonly Node[]): Container | undefined {
  const [first, second] = types;
  if (!first) return undefined;
  const isLong = second !== undefined && /^(type )?\.\.\.$/.test(second.text);
  const any = (evaluator: Evaluator): Values =>
    isLong ? annotationValues(first, evaluator) : union(...types.map((type) => annotationValues(type, evaluator)));
  const part = (position: number, evaluator: Evaluator): Values => {
    const type = isLong ? first : types[position];
    return type ? annotationValues(type, evaluator) : NOTHING_KNOWN;
  };
  return { iterated: any, held: any, part };
}

function quotedContainer(annotation: Node): Container | undefined {
  const [, name = "", element = ""] = QUOTED.exec(textOf(annotation) ?? "") ?? [];
  if (!SEQUENCES.has(name)) return undefined;
  const values = (evaluator: Evaluator): Values => named(element, annotation, evaluator);
  return { iterated: values, held: values };
}

const QUOTED = /^(?:\w+\.)?(\w+)\[([\w.]+)\]$/;

/** What is known of the container whose method a call at `at` calls: `self.queues` in `self.queues.get(key)`. */
function receiversOf(at: Node, evaluator: Evaluator): readonly Container[] {
  const receiver = at.kind === "call" ? moduleOf(at).call(at).receiver : undefined;
  return receiver ? evaluator.evaluate(receiver).flatMap((value) => containerOf(value) ?? []) : [];
}

/** What is in the containers whose method a call at `at` calls; undefined when no annotation says. */
export function heldByReceiver(at: Node, evaluator: Evaluator): Values | undefined {
  const containers = receiversOf(at, evaluator);
  return containers.length > 0 ? containers.flatMap((container) => container.held(evaluator)) : undefined;
}

/** The keys of the mappings whose method a call at `at` calls; undefined when no annotation says. */
export function keysOfReceiver(at: Node, evaluator: Evaluator): Values | undefined {
  const containers = receiversOf(at, evaluator);
  return containers.length > 0 ? containers.flatMap((container) => container.iterated(evaluator)) : undefined;
}
