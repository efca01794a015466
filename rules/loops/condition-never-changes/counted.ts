import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { comparisonOf, lastNameOf } from "../../../src/python/cfg/expression.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import type { Binding } from "../../../src/python/model/scope.js";
import type { Node } from "../../../src/syntax/node.js";
import { holdsAtEnd, isHarmless, MAY_FAIL } from "./at-end.js";
import type { Kept } from "./end-of-stream.js";
import { isSteady, localBindings, namesRead } from "./names.js";

/** Whether all that changes what a condition asks about is how much has been read: `size -= len(chunk)`, `data += chunk`. */
export function countsWhatComes(condition: Node, chunk: Node, loop: Node, around: FunctionDefinition): boolean {
  const isPure = [...condition.descendants("call", "named_expression")].every((part) => isLengthCall(part));
  const names = namesRead(condition).filter(({ fieldName }) => fieldName !== "function");
  const changing = names.filter((name) => !isSteady(name, loop, around));
  return (
    isPure &&
    changing.length > 0 &&
    changing.every((name) => {
      const bindings = localBindings(name, around)?.filter(({ node }) => loop.contains(node));
      return bindings?.every((binding) => addsOnly(binding, chunk)) === true;
    })
  );
}

function isLengthCall(part: Node): boolean {
  return part.kind === "call" && lastNameOf(part.field("function")) === "len";
}

/** `size -= len(chunk)`, `data += chunk` */
function addsOnly({ kind, from }: Binding, chunk: Node): boolean {
  const value = kind === "augment" && from ? unwrap(from) : undefined;
  return value !== undefined && (value.text === chunk.text || isLengthOf(value, chunk.text));
}

function isLengthOf(node: Node, name: string): boolean {
  const [only, ...others] = node.field("arguments")?.children ?? [];
  return isLengthCall(node) && only?.text === name && others.length === 0;
}

/**
 * Whether no way out of a loop is one that what has ended takes: each waits for an error of the read, or for nothing at all having come
 * by then, and nothing else of the loop fails.
 */
export function leavesBeforeTheEnd(exits: readonly Node[], read: Node, kept: Kept, loop: Node): boolean {
  const excused = exits.map((exit) => excuseOf(exit, kept, loop));
  if (excused.includes(undefined)) return false;
  const body = loop.field("body");
  const parts = [...(body?.descendants(...MAY_FAIL) ?? [])].filter(
    (part) => part !== read && !excused.some((clause) => clause?.contains(part) === true),
  );
  return parts.every(isHarmless);
}

/** The handler, or the branch for nothing having come, that a way out stands in. */
function excuseOf(exit: Node, { name, isAdded }: Kept, loop: Node): Node | undefined {
  let inner = exit;
  for (const around of exit.ancestors()) {
    if (around === loop) return undefined;
    if (around.kind === "except_clause") return around;
    const condition = around.kind === "if_statement" ? around.field("condition") : undefined;
    if (isAdded && condition && inner.fieldName === "consequence" && isForNothing(condition, name.text)) return inner;
    inner = around;
  }
  return undefined;
}

/** `not data`, `len(data) == 0` */
function isForNothing(condition: Node, name: string): boolean {
  const { left, operator, right } = comparisonOf(unwrap(condition)) ?? {};
  if (left && right && operator === "==" && isLengthOf(unwrap(left), name)) return right.text === "0";
  return holdsAtEnd(condition, name) === true;
}
