import type { Node } from "../../syntax/node.js";
import { LOG_LEVELS, LOG_NAME, LOGGER_NAME, TELLERS } from "../tables/logging.js";
import { lastNameOf } from "../cfg/expression.js";
import { accessPath } from "../cfg/guards.js";

/** Whether a call writes to a log: `logger.info(…)`, `self._log.error(…)`. */
export function isLogCall(call: Node): boolean {
  const callee = call.kind === "call" ? call.field("function") : undefined;
  const object = callee?.kind === "attribute" ? callee.field("object") : undefined;
  const name = object?.kind === "attribute" ? object.field("attribute") : object;
  if (name?.kind !== "identifier") return false;
  return LOGGER_NAME.test(name.text) || (LOG_NAME.test(name.text) && LOG_LEVELS.has(lastNameOf(callee) ?? ""));
}

/** Whether a call tells somebody something: it logs, prints or warns. */
export function tells(call: Node): boolean {
  const callee = call.kind === "call" ? call.field("function") : undefined;
  return isLogCall(call) || TELLERS.test((callee && accessPath(callee)) ?? "");
}
