import type { Node } from "../../../syntax/node.js";
import { canonical } from "../../tables/types.js";
import { containerOf, heldByReceiver, keysOfReceiver } from "../containers.js";
import { isEnum, type ClassDefinition } from "../class.js";
import type { Evaluator } from "../evaluator.js";
import type { FunctionDefinition } from "../function.js";
import { moduleOf } from "../module.js";
import { NOTHING_KNOWN, union, valuesQuestion, type Value, type Values } from "../value.js";
import { isSameExpression } from "../../cfg/expression.js";

export function subscriptValues(evaluator: Evaluator, node: Node): Values {
  const object = node.field("value");
  if (!object) return NOTHING_KNOWN;
  const index = node.field("subscript");
  return union(
    ...evaluator.evaluate(object).map((value): Values => {
      const declared = containerOf(value);
      if (declared && index?.kind === "slice") return [value];
      if (value.kind === "api")
        return declared?.held(evaluator) ?? [{ kind: "api", path: canonical(`${value.path}[]`), at: node }];
      if (value.kind === "literal") {
        const items = itemOf(evaluator, value.at, index);
        return declared
          ? union(
              items.filter(({ kind }) => kind !== "unknown"),
              declared.held(evaluator),
            )
          : items;
      }
      // It raises: nothing comes behind it.
      if (value.kind === "none") return [];
      // `List[int]`, `Queue[str]`: a class with type arguments is that class.
      if (value.kind === "class") return isEnum(value.definition) ? memberOf(value.definition, node) : [value];
      return NOTHING_KNOWN;
    }),
  );
}

/** One of the objects that an enumeration has. */
function memberOf(of: ClassDefinition, at: Node): Values {
  return [{ kind: "instance", of, at }];
}

function itemOf(evaluator: Evaluator, container: Node, index: Node | undefined): Values {
  if (index?.kind === "integer" && /^(list|tuple|expression_list)$/.test(container.kind)) {
    const item = container.children[Number(index.text)];
    return item && !item.kind.endsWith("splat") ? evaluator.evaluate(item) : NOTHING_KNOWN;
  }
  if (container.kind === "dictionary" && index) {
    const pairs = container.children.filter((pair) => pair.kind === "pair");
    const match = pairs.find((pair) => isKey(pair.field("key"), index));
    const chosen = match ? [match] : index.kind === "string" ? [] : pairs;
    const values = chosen.map((pair) => pair.field("value")).filter((value) => value !== undefined);
    return union(NOTHING_KNOWN, ...values.map((value) => evaluator.evaluate(value)));
  }
  return NOTHING_KNOWN;
}

function isKey(key: Node | undefined, index: Node): boolean {
  return key !== undefined && isSameExpression(key, index);
}

export function unpack(evaluator: Evaluator, values: Values, positions: readonly number[]): Values {
  let parts = values;
  for (const position of positions) {
    parts = union(
      ...parts.map((value): Values => {
        if (value.kind === "api") return partOf(evaluator, value, position);
        if (value.kind !== "literal" || position < 0) return NOTHING_KNOWN;
        const items = /^(tuple|list|expression_list)$/.test(value.at.kind) ? value.at.children : [];
        const item = items.some((other) => other.kind === "list_splat") ? undefined : items[position];
        return item ? evaluator.evaluate(item) : NOTHING_KNOWN;
      }),
    );
  }
  return parts;
}

/** The key or the value of an entry that `mapping.items()` gives, or any other item. */
function partOf(evaluator: Evaluator, value: Value & { kind: "api" }, position: number): Values {
  const known = value.path.endsWith(".items()[]")
    ? (position === 0 ? keysOfReceiver : heldByReceiver)(value.at, evaluator)
    : undefined;
  return known ?? [{ ...value, path: canonical(`${value.path}[]`) }];
}

/** Calls that give the items of what they are given. */
const SAME_ITEMS = new Set(["list()", "tuple()", "set()", "frozenset()", "sorted()", "reversed()", "iter()"]);

/** What iterating over something from outside gives, as far as annotations tell what is in it. */
function declaredElements(evaluator: Evaluator, { path, at }: Value & { kind: "api" }): Values | undefined {
  if (path.endsWith(".values()")) return heldByReceiver(at, evaluator);
  if (path.endsWith(".keys()")) return keysOfReceiver(at, evaluator);
  if (path.endsWith(".items()") && keysOfReceiver(at, evaluator)) return [{ kind: "api", path: `${path}[]`, at }];
  const given = SAME_ITEMS.has(path) && at.kind === "call" ? moduleOf(at).call(at).positional[0] : undefined;
  // A list may be made of itself: `items = sorted(items)`.
  return given && evaluator.project.once(ITEMS, at, () => evaluator.elements(evaluator.evaluate(given), given));
}

const ITEMS = valuesQuestion();

export function elements(evaluator: Evaluator, values: Values, at: Node): Values {
  return union(
    ...values.map((value): Values => {
      if (value.kind === "api") {
        const known = containerOf(value)?.iterated(evaluator) ?? declaredElements(evaluator, value);
        return known ?? [{ kind: "api", path: canonical(`${value.path}[]`), at }];
      }
      const declared = value.kind === "literal" && value.at.children.length === 0 ? containerOf(value) : undefined;
      if (declared) return declared.iterated(evaluator);
      if (value.kind === "generator") return yieldedBy(evaluator, value.of, value.at);
      if (value.kind === "class" && isEnum(value.definition)) return memberOf(value.definition, at);
      if (
        value.kind !== "literal" ||
        !/^(tuple|expression_list|list|set|list_comprehension|generator_expression)$/.test(value.at.kind)
      )
        return NOTHING_KNOWN;
      const items =
        value.at.kind.includes("comp") || value.at.kind.includes("gen") ? [value.at.field("body")] : value.at.children;
      return union(
        ...items.map((item) => (item && !item.kind.endsWith("splat") ? evaluator.evaluate(item) : NOTHING_KNOWN)),
      );
    }),
  );
}

function yieldedBy(evaluator: Evaluator, definition: FunctionDefinition, at: Node): Values {
  const call = at.kind === "call" ? moduleOf(at).call(at) : undefined;
  const yielded = definition.yields.map((node) => {
    const value = node.children[0];
    return value && !node.child("from") ? evaluator.evaluate(value) : NOTHING_KNOWN;
  });
  return evaluator.substitute(union(...yielded), call, definition, undefined);
}

/** What `with` binds: most context managers give themselves. */
export function entered(evaluator: Evaluator, values: Values): Values {
  return union(
    ...values.map((value): Values => {
      if (value.kind === "api") return [value];
      if (value.kind !== "instance") return NOTHING_KNOWN;
      const enter = value.of.method("__enter__") ?? value.of.method("__aenter__");
      return enter ? evaluator.substitute(evaluator.returnsOf(enter), undefined, enter, value) : NOTHING_KNOWN;
    }),
  );
}
