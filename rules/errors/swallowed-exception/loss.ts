import type { Handler } from "../../../src/concepts/errors/handler.js";
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
    const verb = verbOf(moduleOf(node).call(node).lastName);
    if (LOSS_VERBS.has(verb) && !(verb === "send" && node.parent?.kind === "await")) return true;
  }
  return false;
}

/** The first word of a name: `send` of `_send_event` and of `sendEvent`. */
function verbOf(name: string): string {
  return /^_*([a-z]+)/.exec(name)?.[1] ?? "";
}

function isVerdict({ node }: Handler): boolean {
  return VERDICT_NAME.test(moduleOf(node).functionAround(node)?.name ?? "");
}
