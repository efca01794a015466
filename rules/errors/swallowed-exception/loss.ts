import type { Handler } from "../../../src/concepts/errors/handler.js";
import type { Call } from "../../../src/python/model/call.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { LOSS_VERBS, VERDICT_NAME } from "../../../src/python/tables/losses.js";
import type { Node } from "../../../src/syntax/node.js";

/**
 * Whether it costs something that an error is dropped: something is not saved or sent and nobody knows, a check answers as if it
 * had been made, or an assertion does not fail.
 */
export function isLoss(handler: Handler): boolean {
  return losesWork(handler.protects) || isVerdict(handler);
}

/** What is awaited as it is sent goes to a peer that is at hand, who may have left: nobody is there to miss it. */
function losesWork(block: Node): boolean {
  for (const node of block.descendants("call", "assert_statement")) {
    if (node.kind === "assert_statement") return true;
    const call = moduleOf(node).call(node);
    const verb = verbOf(call.lastName);
    if (LOSS_VERBS.has(verb) && !(verb === "send" && node.parent?.kind === "await") && !onlyReads(call)) return true;
  }
  return false;
}

/** `cursor.execute("SELECT …")`: what is not read is not lost. */
function onlyReads({ positional }: Call): boolean {
  return positional.some((given) => {
    const [text] = given.descendants("string_content");
    return text !== undefined && /^\s*(SELECT|PRAGMA|SHOW|EXPLAIN)\b/i.test(text.text);
  });
}

/** The first word of a name: `send` of `_send_event` and of `sendEvent`. */
function verbOf(name: string): string {
  return /^_*([a-z]+)/.exec(name)?.[1] ?? "";
}

/** Whether a check answers all the same: one that ends in a no when it comes to nothing has answered. */
function isVerdict({ node, body }: Handler): boolean {
  const around = moduleOf(node).functionAround(node);
  if (!around || !VERDICT_NAME.test(around.name)) return false;
  const answers = [...(body?.descendants("return_statement") ?? [])];
  const last = answers.length > 0 ? answers : [around.body?.children.at(-1)];
  return !last.every((answer) => answer !== undefined && isNo(answer));
}

/** `return False`, `return 1, "not valid", None`: nothing of it says yes. */
function isNo(answer: Node): boolean {
  if (answer.kind !== "return_statement") return false;
  return [...answer.descendants("identifier", "call", "true")].length === 0;
}
