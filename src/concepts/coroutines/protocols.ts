import type { Node } from "../../syntax/node.js";
import { moduleOf, whereIs } from "../../python/model/module.js";
import type { Value } from "../../python/model/value.js";
import { matches } from "../../python/tables/api.js";
import { PLAIN_ITERABLES, PLAIN_MANAGERS } from "../../python/tables/plain-protocols.js";
import { isExpected } from "./asked.js";
import { lacks } from "./plain.js";
import { kindOf } from "./proof.js";

/** What `async with` and `async for` ask an object for. */
export type Protocol = "__aenter__" | "__aiter__";

/** Proof that an object has no such method. */
export interface Lack {
  /** `'Ledger' ([ledger.py:3](1)) has none`. */
  readonly clause: string;
  /** Where its class, or the generator function that made it, is defined. */
  readonly definition: Node | undefined;
}

/** Why an expression surely has no method of an asynchronous protocol; undefined when it may have. */
export function lacksProtocol(expression: Node, method: Protocol): Lack | undefined {
  const values = moduleOf(expression).valuesOf(expression);
  const [first] = values;
  if (!first || !values.every((value) => isWithout(value, method)) || isExpected(expression, expression))
    return undefined;
  return lackOf(first, expression);
}

function isWithout(value: Value, method: Protocol): boolean {
  switch (value.kind) {
    case "literal":
    case "generator":
      return true;
    case "instance":
      return lacks(value.of, method);
    case "api":
      return matches(method === "__aiter__" ? PLAIN_ITERABLES : PLAIN_MANAGERS, value.path);
    default:
      return false;
  }
}

function lackOf(value: Value, expression: Node): Lack {
  switch (value.kind) {
    case "instance": {
      const definition = value.of.node.field("name") ?? value.of.node;
      return { clause: `'${value.of.name}' ([${whereIs(definition)}](1)) has none`, definition };
    }
    case "generator": {
      const definition = value.of.node.field("name") ?? value.of.node;
      return { clause: `'${value.of.qualifiedName}' ([${whereIs(definition)}](1)) is a plain generator`, definition };
    }
    case "api":
      return { clause: `'${nameOf(value.path, expression)}' has none`, definition: undefined };
    default:
      return { clause: `it is given ${kindOf(expression)}`, definition: undefined };
  }
}

/** What is made by a decorator is known by the name that it decorates. */
function nameOf(path: string, expression: Node): string {
  const callee = expression.field("function");
  return path.includes("contextmanager") && callee ? callee.text : path.replace(/\(\)$/, "");
}
