import type { Node } from "../../../syntax/node.js";
import { canonical } from "../../tables/types.js";
import { containerOf, heldByReceiver, keysOfReceiver, type Container } from "../containers.js";
import { isEnum, type ClassDefinition } from "../class.js";
import type { Evaluator } from "../evaluator.js";
import type { FunctionDefinition } from "../function.js";
import { moduleOf } from "../module.js";
import { NOTHING_KNOWN, union, valuesQuestion, type Value, type Values } from "../value.js";
import { isSameExpression } from "../../cfg/expression.js";
import { wrappedFunction } from "../signature.js";
import { SAME_ITEMS, SIDE_BY_SIDE } from "../../tables/items.js";

export function subscriptValues(evaluator: Evaluator, node: Node): Values {
  const object = node.field("value");
  if (!object) return NOTHING_KNOWN;
  const index = node.field("subscript");
  return union(
    ...evaluator.evaluate(object).map((value): Values => {
      // `dict[str, int]` is a type, and none of its objects.
      const declared = value.kind === "api" && !value.path.includes("()") ? undefined : containerOf(value);
      if (declared && index?.kind === "slice") return [value];
      if (value.kind === "api") {
        const known = declared ? heldAt(evaluator, declared, index) : itemsGiven(evaluator, value);
        return known ?? [{ kind: "api", path: canonical(`${value.path}[]`), at: node }];
      }
      if (value.kind === "literal") {
        const items = itemOf(evaluator, value.at, index);
        return declared
          ? union(
              items.filter(({ kind }) => kind !== "unknown"),
              declared.held(evaluator),
            )
          : items;
      }
      if (value.kind === "instance") return itemBy(evaluator, value);
      // It raises: nothing comes behind it.
      if (value.kind === "none") return [];
      // `List[int]`, `Queue[str]`: a class with type arguments is that class.
      if (value.kind === "class") return isEnum(value.definition) ? memberOf(value.definition, node) : [value];
      return NOTHING_KNOWN;
    }),
  );
}

/** What stands under an index of a container; a tuple may say of each place what does. */
function heldAt(evaluator: Evaluator, container: Container, index: Node | undefined): Values {
  const place = index?.kind === "integer" ? container.part?.(Number(index.text), evaluator) : undefined;
  return place ?? container.held(evaluator);
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
        const container = containerOf(value);
        // What a starred target takes has the items of the whole.
        if (position < 0) return container && !container.part ? [value] : NOTHING_KNOWN;
        if (value.kind === "api") return partOf(evaluator, value, position);
        if (container && value.kind === "literal" && value.at.kind.includes("comprehension"))
          return container.iterated(evaluator);
        if (value.kind !== "literal") return NOTHING_KNOWN;
        const items = /^(tuple|list|expression_list)$/.test(value.at.kind) ? value.at.children : [];
        const item = items.some((other) => other.kind === "list_splat") ? undefined : items[position];
        return item ? evaluator.evaluate(item) : NOTHING_KNOWN;
      }),
    );
  }
  return parts;
}

/** What stands at a place of a tuple that something from outside gives, such as an entry of `mapping.items()`. */
function partOf(evaluator: Evaluator, value: Value & { kind: "api" }, position: number): Values {
  const container = containerOf(value);
  const known = container
    ? (container.part?.(position, evaluator) ?? container.iterated(evaluator))
    : (entryPart(evaluator, value, position) ?? sideBySide(evaluator, value, position));
  return known ?? [{ ...value, path: canonical(`${value.path}[]`) }];
}

/** The key or the value of an entry that `mapping.items()` gives. */
function entryPart(evaluator: Evaluator, { path, at }: Value & { kind: "api" }, position: number): Values | undefined {
  if (!path.endsWith(".items()[]")) return undefined;
  return (position === 0 ? keysOfReceiver : heldByReceiver)(at, evaluator);
}

/** What stands at a place of a tuple that `enumerate` or `zip` gives: an item of one of those that they are given. */
function sideBySide(evaluator: Evaluator, { path, at }: Value & { kind: "api" }, position: number): Values | undefined {
  const isCount = path === "enumerate()[]";
  if (!SIDE_BY_SIDE.has(path.replace(/\[\]$/, "")) || at.kind !== "call") return undefined;
  const { positional, hasSplat } = moduleOf(at).call(at);
  const given = isCount ? (position === 1 ? positional[0] : undefined) : hasSplat ? undefined : positional[position];
  return given && evaluator.itemsOf(given);
}

/** What iterating over the result of a call gives that passes on the items of what it is given, where something is known of them. */
function itemsGiven(evaluator: Evaluator, { path, at }: Value & { kind: "api" }): Values | undefined {
  const place = SAME_ITEMS.get(path);
  if (place === undefined || at.kind !== "call") return undefined;
  const { positional, hasSplat } = moduleOf(at).call(at);
  const given = hasSplat ? [] : place === "all" ? positional : positional.slice(place, place + 1);
  return given.length > 0 ? union(...given.map((each) => evaluator.itemsOf(each))) : undefined;
}

/** The items of what an expression may be, asked once: a list may be made of itself, `items = sorted(items)`. */
export function itemsOf(evaluator: Evaluator, expression: Node): Values {
  return evaluator.project.once(ITEMS, expression, () =>
    evaluator.elements(evaluator.evaluate(expression), expression),
  );
}

/** What iterating over something from outside gives, as far as annotations tell what is in it. */
function declaredElements(evaluator: Evaluator, { path, at }: Value & { kind: "api" }): Values | undefined {
  if (path.endsWith(".values()")) return heldByReceiver(at, evaluator);
  if (path.endsWith(".keys()")) return keysOfReceiver(at, evaluator);
  if (path.endsWith(".items()") && keysOfReceiver(at, evaluator)) return [{ kind: "api", path: `${path}[]`, at }];
  if (SIDE_BY_SIDE.has(path)) return [{ kind: "api", path: `${path}[]`, at }];
  return itemsGiven(evaluator, { kind: "api", path, at });
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
      if (value.kind === "instance") return iteratedBy(evaluator, value, at);
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

/** What a loop over an object of the project gives: the items of what its `__iter__` returns. */
function iteratedBy(evaluator: Evaluator, value: Value & { kind: "instance" }, at: Node): Values {
  const next = value.of.method("__next__") ?? value.of.method("__anext__");
  if (next) return evaluator.substitute(evaluator.returnsOf(next), undefined, next, value);
  const iter = value.of.method("__iter__") ?? value.of.method("__aiter__");
  if (!iter) return NOTHING_KNOWN;
  return evaluator.project.once(ITEMS, iter.node, () => {
    if (iter.isGenerator) return yieldedBy(evaluator, iter, at);
    // An object that gives itself would be asked again.
    const others = evaluator.returnsOf(iter).filter((each) => each.kind !== "instance");
    return others.length > 0 ? evaluator.elements(others, at) : NOTHING_KNOWN;
  });
}

/** What stands under an index of an object of the project. */
function itemBy(evaluator: Evaluator, value: Value & { kind: "instance" }): Values {
  const get = value.of.method("__getitem__");
  return get ? evaluator.substitute(evaluator.returnsOf(get), undefined, get, value) : NOTHING_KNOWN;
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
      if (value.kind === "api") return managed(evaluator, value);
      if (value.kind !== "instance") return NOTHING_KNOWN;
      const enter = value.of.method("__enter__") ?? value.of.method("__aenter__");
      return enter ? evaluator.substitute(evaluator.returnsOf(enter), undefined, enter, value) : NOTHING_KNOWN;
    }),
  );
}

/** What a context manager from outside gives: what a generator that it is made of yields, or the object that it closes. */
function managed(evaluator: Evaluator, value: Value & { kind: "api" }): Values {
  const call = value.at.kind === "call" ? moduleOf(value.at).call(value.at) : undefined;
  if (!call) return [value];
  const [given] = call.positional;
  if (given && /^contextlib\.a?closing\(\)$/.test(value.path)) {
    const closed = evaluator.evaluate(given);
    return closed.some(({ kind }) => kind === "instance") ? closed : [value];
  }
  if (!MANAGER.test(value.path)) return [value];
  const yielded = call.targets.map((target) => {
    const definition = wrappedFunction(target);
    return definition?.isGenerator === true ? yieldedBy(evaluator, definition, value.at) : NOTHING_KNOWN;
  });
  const known = union(...yielded);
  return known.every(({ kind }) => kind === "unknown") ? [value] : known;
}

/** What calling a function gives that a decorator of the standard library has made a context manager. */
const MANAGER = /^contextlib\.(async)?contextmanager\(\)\(\)$/;
