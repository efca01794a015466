import type { Node } from "../../../syntax/node.js";
import type { CallFrame } from "../../../python/dataflow/frames.js";
import { moduleOf } from "../../../python/model/module.js";
import { compared, isList, isMapping, numberOf, truthOf, type Plain } from "../constant.js";
import { derived, known, never, only, readsOf, unknown, type Default, type Defaults } from "./default.js";
import type { DefaultsReader } from "./reader.js";
import { comparisonOf, isSameExpression } from "../../../python/cfg/expression.js";

type Frame = CallFrame | undefined;

/** What is written where it stands is, and what operators make of it. */
export function writtenDefaults(reader: DefaultsReader, node: Node, frame: Frame): Defaults {
  switch (node.kind) {
    case "none":
      return [known(null, node)];
    case "true":
    case "false":
      return [known(node.kind === "true", node)];
    case "integer":
    case "float":
      return [{ ...unknown(node), value: numberOf(node.text) }];
    case "string":
      return text(reader, node, frame);
    case "concatenated_string":
      return joined(reader, node, node.children, frame);
    case "list":
    case "tuple":
    case "set":
    case "expression_list":
      return list(reader, node, frame);
    case "dictionary":
      return mapping(reader, node, frame);
    case "list_comprehension":
    case "set_comprehension":
    case "generator_expression":
      return comprehension(reader, node, frame);
    case "not_operator":
      return field(reader, node, "argument", frame).map((one) =>
        derived(one, one.value === undefined ? undefined : !truthOf(one.value)),
      );
    case "comparison_operator":
      return comparison(reader, node, frame);
    case "binary_operator":
      return sum(reader, node, frame);
    default:
      return [unknown(node)];
  }
}

function field(reader: DefaultsReader, node: Node, name: string, frame: Frame): Defaults {
  const part = node.field(name);
  return part ? reader.read(part, frame) : [unknown(node)];
}

function text(reader: DefaultsReader, node: Node, frame: Frame): Defaults {
  const parts = node.children.filter((child) => child.kind === "interpolation");
  if (parts.length === 0) return [known(textWithin(node), node)];
  const reads = parts.flatMap((part) => readsOf(field(reader, part, "expression", frame)));
  return [{ ...unknown(node), reads }];
}

/** What stands between the quotes of a string. */
export function textWithin(node: Node): string {
  return node.children
    .filter((child) => child.kind === "string_content")
    .map((child) => child.text)
    .join("");
}

function joined(reader: DefaultsReader, node: Node, parts: readonly Node[], frame: Frame): Defaults {
  const texts = parts.map((part) => only(reader.read(part, frame)));
  return [texts.every((part) => typeof part === "string") ? known(texts.join(""), node) : unknown(node)];
}

function list(reader: DefaultsReader, node: Node, frame: Frame): Defaults {
  const reads: Node[] = [];
  const items = node.children.flatMap((item): readonly (Plain | undefined)[] => {
    const isSplat = item.kind === "list_splat";
    const found = reader.read((isSplat ? item.children[0] : item) ?? item, frame);
    reads.push(...readsOf(found));
    const value = only(found);
    if (!isSplat) return [value];
    return isList(value) ? value : [undefined];
  });
  return [{ value: items, at: node, reads }];
}

function mapping(reader: DefaultsReader, node: Node, frame: Frame): Defaults {
  const entries = new Map<string, Plain | undefined>();
  for (const pair of node.children) {
    if (pair.kind === "pair") {
      const key = only(field(reader, pair, "key", frame));
      if (typeof key === "string") entries.set(key, only(field(reader, pair, "value", frame)));
      continue;
    }
    const spread = pair.children[0] && only(reader.read(pair.children[0], frame));
    if (isMapping(spread)) for (const [key, value] of spread) entries.set(key, value);
  }
  return [{ value: entries, at: node, reads: [] }];
}

/** `[part.strip() for part in parts if part]` is the parts, tidied up. */
function comprehension(reader: DefaultsReader, node: Node, frame: Frame): Defaults {
  const [body, clause, ...others] = node.children;
  const variable = clause?.field("left");
  const source = clause?.field("right");
  if (!body || !variable || !source || others.some((other) => other.kind !== "if_clause")) return [unknown(node)];
  const isTidied = isSameExpression(untidied(body), variable);
  return reader.read(source, frame).map((one): Default => {
    if (!isList(one.value)) return derived(one, undefined);
    const items = one.value.map((item) => (isTidied ? (typeof item === "string" ? item.trim() : item) : undefined));
    return derived(one, others.length > 0 ? items.filter((item) => item !== "") : items);
  });
}

/** What is tidied up: `part` in `str(part).strip().lower()`. */
function untidied(expression: Node): Node {
  if (expression.kind !== "call") return expression;
  const { name, lastName, receiver, positional } = moduleOf(expression).call(expression);
  const inner = name === "str" ? positional[0] : TIDIES.has(lastName) ? receiver : undefined;
  return inner ? untidied(inner) : expression;
}

const TIDIES = new Set(["strip", "rstrip", "lower"]);

function comparison(reader: DefaultsReader, node: Node, frame: Frame): Defaults {
  const compares = comparisonOf(node);
  if (!compares) return [unknown(node)];
  const { left, operator, right } = compares;
  const rights = reader.read(right, frame);
  return reader.read(left, frame).flatMap((a) =>
    rights.map((b): Default => {
      if (a.isNever || b.isNever) return never(node);
      const value = a.value === undefined || b.value === undefined ? undefined : compared(a.value, operator, b.value);
      return { value, at: node, reads: readsOf([a, b]) };
    }),
  );
}

function sum(reader: DefaultsReader, node: Node, frame: Frame): Defaults {
  const lefts = field(reader, node, "left", frame);
  const rights = field(reader, node, "right", frame);
  const reads = readsOf([...lefts, ...rights]);
  const [a, b] = [only(lefts), only(rights)];
  if (!node.child("+")) return [{ ...unknown(node), reads }];
  if (typeof a === "string" && typeof b === "string") return [{ value: a + b, at: node, reads }];
  if (isList(a) || isList(b)) {
    return [{ value: [...(isList(a) ? a : [undefined]), ...(isList(b) ? b : [undefined])], at: node, reads }];
  }
  return [{ ...unknown(node), reads }];
}

/** What `container[key]` is. */
export function itemDefaults(reader: DefaultsReader, node: Node, frame: Frame): Defaults {
  const container = node.field("value");
  const index = node.field("subscript");
  if (!container || !index) return [unknown(node)];
  // Without the variable, `os.environ["NAME"]` raises.
  const containers = moduleOf(node).valuesOf(container);
  if (containers.some((value) => value.kind === "api" && /^os\.environb?$/.test(value.path))) return [never(node)];
  const key = only(reader.read(index, frame));
  return reader.read(container, frame).map((one): Default => {
    if (isMapping(one.value) && typeof key === "string") return derived(one, one.value.get(key));
    if (isList(one.value) && typeof key === "number") return derived(one, one.value.at(key));
    return derived(one, undefined, node);
  });
}
