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
  for (const dictionary of dictionariesGivenTo(parameter)) {
    const value = valueUnder(dictionary, found.key);
    const kind = value && kindOf(value);
    if (kind && !kind.isLikely) return { what: kind.what, at: value, isGiven: true };
  }
  return undefined;
}

const DICTIONARIES = question<readonly Node[]>([]);

/** The dictionaries that callers write out for a parameter. */
function dictionariesGivenTo(parameter: Parameter): readonly Node[] {
  const { module } = parameter.function;
  return module.project.once(DICTIONARIES, parameter.node, () =>
    module.project.callersOf(parameter.function).flatMap(({ call, bound }) => {
      const argument = call.module.isTest ? undefined : call.argumentFor(parameter, bound);
      const value = argument && unwrap(argument);
      return value?.kind === "dictionary" ? [value] : [];
    }),
  );
}

/** The value that a dictionary has under a key; what is unpacked into it behind that may change it. */
function valueUnder(dictionary: Node, key: string): Node | undefined {
  let found: Node | undefined;
  for (const item of dictionary.children) {
    if (item.kind !== "pair") return undefined;
    const name = item.field("key");
    if (name && textOf(name) === key) found = item.field("value");
  }
  return found;
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
