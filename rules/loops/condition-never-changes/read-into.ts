import { accessPath } from "../../../src/python/cfg/guards.js";
import { wrapped } from "../../../src/python/cfg/evaluation.js";
import { lastNameOf } from "../../../src/python/cfg/expression.js";
import { isLogCall } from "../../../src/python/model/logging.js";
import type { Node } from "../../../src/syntax/node.js";

/** What a loop adds what it reads to, when that is an attribute of an object: `self.rest += self.sock.recv(256)`. */
export function attributeReadInto(read: Node): Node | undefined {
  const inner = wrapped(read);
  const { parent, fieldName } = inner.parent?.kind === "await" ? wrapped(inner.parent) : inner;
  const left = fieldName === "right" && parent?.kind === "augmented_assignment" ? parent.field("left") : undefined;
  return left?.kind === "attribute" && accessPath(left) !== undefined ? left : undefined;
}

/**
 * Whether a loop does nothing but read into an attribute, and its condition asks nothing but what that holds. What else it calls, or
 * assigns, may change both.
 */
export function onlyReadsInto(target: Node, read: Node, condition: Node, body: Node): boolean {
  const path = accessPath(target);
  const isOfTarget = (node: Node): boolean => {
    const whole = [...node.ancestors()].find(
      ({ kind, parent }) => kind === "attribute" && parent?.kind !== "attribute",
    );
    return whole !== undefined && accessPath(whole) === path;
  };
  const names = [...condition.descendants("identifier")].filter(
    (name) => name.fieldName !== "attribute" && !(wrapped(name).fieldName === "function" && name.text === "len"),
  );
  if (names.length === 0 || !names.every(isOfTarget)) return false;
  if ([...condition.descendants("call")].some((call) => !ASKS.test(lastNameOf(call.field("function")) ?? "")))
    return false;
  const others = [...body.descendants("call", "assignment", "augmented_assignment", "delete_statement", "yield")];
  return others.every((node) => node.contains(read) || read.contains(node) || isLogCall(node));
}

const ASKS = /^(len|endswith|startswith|find|count)$/;
