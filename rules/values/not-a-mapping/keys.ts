import type { Node } from "../../../src/syntax/node.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { parameterAt } from "../../../src/python/model/given.js";
import { textOf } from "../../../src/python/model/literal.js";
import type { Parameter } from "../../../src/python/model/function.js";
import { question } from "../../../src/python/model/solver.js";
import type { Kind } from "./kind.js";

/** A key that is looked up by its text. */
export interface Lookup {
  readonly mapping: Node;
  readonly key: string;
}

/** The key that an expression looks up: `values["lamp"]`, `values.get("lamp")`. */
export function lookupIn(node: Node): Lookup | undefined {
  if (node.kind === "subscript") {
    const [key, ...others] = node.fields("subscript");
    return others.length === 0 ? lookup(node.field("value"), key) : undefined;
  }
  const callee = node.kind === "call" ? node.field("function") : undefined;
  if (callee?.kind !== "attribute" || callee.field("attribute")?.text !== "get") return undefined;
  const given = node.field("arguments")?.children ?? [];
  return given.length === 1 ? lookup(callee.field("object"), given[0]) : undefined;
}

function lookup(mapping: Node | undefined, key: Node | undefined): Lookup | undefined {
  const text = key && textOf(key);
  return mapping?.kind === "identifier" && text !== undefined ? { mapping, key: text } : undefined;
}

/** What a caller surely gives under a key of a dictionary that it makes for the call. */
export function keyGivenTo(node: Node, kindOf: (value: Node) => Kind | undefined): Kind | undefined {
  const found = lookupIn(node);
  const parameter = found && parameterAt(found.mapping);
  if (!found || !parameter || parameter.kind === "rest" || parameter.kind === "keywords") return undefined;
  if (changedKeys(parameter)?.has(found.key) !== false) return undefined;
  const { project } = parameter.function.module;
  const find = (): Kind | undefined => firstKind(valuesGivenTo(parameter).get(found.key) ?? [], kindOf);
  return project.once(UNDER_KEY, parameter.node, find, found.key);
}

const UNDER_KEY = question<Kind | undefined>(undefined, (a, b) => a?.at === b?.at);

function firstKind(values: readonly Node[], kindOf: (value: Node) => Kind | undefined): Kind | undefined {
  for (const value of values) {
    const kind = kindOf(value);
    if (kind && !kind.isLikely) return { ...kind, at: value, isGiven: true };
  }
  return undefined;
}

const VALUES = question<ReadonlyMap<string, readonly Node[]>>(new Map());

/** What callers put under each key of a dictionary that they write out for a parameter. */
function valuesGivenTo(parameter: Parameter): ReadonlyMap<string, readonly Node[]> {
  const { project } = parameter.function.module;
  return project.once(VALUES, parameter.node, () => {
    const found = new Map<string, Node[]>();
    for (const { call, bound } of project.callersOf(parameter.function)) {
      const argument = call.module.isTest ? undefined : call.argumentFor(parameter, bound);
      const entries = argument ? entriesOf(unwrap(argument)) : [];
      for (const [key, value] of entries) append(found, key, value);
    }
    return found;
  });
}

/** The values that a dictionary has under keys that are texts; none of one into which others are unpacked. */
function entriesOf(dictionary: Node): ReadonlyMap<string, Node> {
  const entries = new Map<string, Node>();
  if (dictionary.kind !== "dictionary") return entries;
  for (const item of dictionary.children) {
    const [key, value] = [item.field("key"), item.field("value")];
    if (item.kind !== "pair" || !key || !value) return new Map();
    const text = textOf(key);
    if (text !== undefined) entries.set(text, value);
  }
  return entries;
}

const CHANGED = question<ReadonlySet<string> | undefined>(undefined);

/** The keys that a function sets itself in what it is given; undefined when it may be any. */
function changedKeys(parameter: Parameter): ReadonlySet<string> | undefined {
  const { module, body } = parameter.function;
  return module.project.once(CHANGED, parameter.node, () => {
    const keys = new Set<string>();
    for (const node of body?.descendants("subscript", "call") ?? []) {
      const object = node.kind === "subscript" ? node.field("value") : node.field("function")?.field("object");
      if (object?.kind !== "identifier" || object.text !== parameter.name) continue;
      if (node.kind === "call") {
        if (!/^(get|keys|items|values|copy)$/.test(node.field("function")?.field("attribute")?.text ?? ""))
          return undefined;
      } else if (node.fieldName === "left") {
        const key = node.field("subscript");
        const text = key && textOf(key);
        if (text === undefined) return undefined;
        keys.add(text);
      }
    }
    return keys;
  });
}

function append(map: Map<string, Node[]>, key: string, value: Node): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
