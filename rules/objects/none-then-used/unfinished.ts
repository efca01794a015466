import { moduleOf } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";

/** Whether a comment beside a None says that something is to come there: those who wrote it know. */
export function isToCome(set: Node): boolean {
  const { lines } = moduleOf(set);
  const { line } = lines.position(set.start);
  const behind = commentIn(lines.text(line));
  const above = line > 1 ? commentIn(lines.text(line - 1)) : undefined;
  // What is to be called there is often left behind it.
  return [behind, above].some((comment) => TO_DO.test(comment ?? "")) || CALL.test(behind ?? "");
}

const commentIn = (line: string): string | undefined => /^[^#]*#(.*)$/.exec(line)?.[1];
const TO_DO = /\b(todo|fixme|xxx)\b/i;
const CALL = /^\s*[\w.]+\(/;
