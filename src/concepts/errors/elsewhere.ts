import { lastNameOf } from "../../python/cfg/expression.js";
import { wrapped } from "../../python/cfg/evaluation.js";
import { RUN_ELSEWHERE } from "../../python/tables/losses.js";
import type { Node } from "../../syntax/node.js";

/**
 * The calls of a block whose errors come to those who handle what the block raises: what stands in a function of the block that
 * another thread or a task runs raises there.
 */
export function callsHere(block: Node): readonly Node[] {
  const away = [...block.descendants("function_definition")].filter((inner) => isRunElsewhere(inner, block));
  return [...block.descendants("call")].filter((call) => !away.some((inner) => inner.contains(call)));
}

/** Whether all that a block does with a function that it defines is to hand it to what runs it elsewhere. */
function isRunElsewhere(inner: Node, block: Node): boolean {
  const name = inner.field("name");
  const uses = [...block.descendants("identifier")].filter((one) => one !== name && one.text === name?.text);
  return uses.length > 0 && uses.every(isHandedOver);
}

/** `Thread(target=send)`, `pool.submit(send)` */
function isHandedOver(use: Node): boolean {
  const { parent, fieldName } = wrapped(use);
  const isNamed = parent?.kind === "keyword_argument" && fieldName === "value";
  if (isNamed && parent.field("name")?.text === "target") return true;
  const list = isNamed ? parent.parent : parent;
  const call = list?.kind === "argument_list" ? list.parent : undefined;
  // What is waited for gives its error to who waits.
  const isStatement = call?.kind === "call" && wrapped(call).parent?.kind === "expression_statement";
  return isStatement && RUN_ELSEWHERE.test(lastNameOf(call.field("function")) ?? "");
}
