import type { Bypass } from "./bypass.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { docstringOf } from "../../../src/python/model/literal.js";
import { moduleOf } from "../../../src/python/model/module.js";
import type { Node } from "../../../src/syntax/node.js";

/** What people write who know that a check is passed without its secret. */
const KNOWN =
  /\boptional\b|\bopen (by default|inside|to)\b|\bdefaults? to open\b|\bempty\b.{0,20}\bopen\b|\bauth\w* (is |are )?(off|disabled|skipped)\b|\bno auth\w*\b|\bdisable[sd]? auth\w*\b/i;

/** Whether a comment or docstring beside the test, or where its secret is read, says that it may be missing. */
export function isKnownToBeOpen({ at, definition }: Bypass, origin: Node | undefined): boolean {
  return (definition ? saysSo(definition) : isBeside(at)) || (origin !== undefined && isBeside(origin));
}

function saysSo(definition: FunctionDefinition): boolean {
  for (const comment of definition.node.descendants("comment")) if (KNOWN.test(comment.text)) return true;
  return KNOWN.test(docstringOf(definition));
}

/** Lines of a comment that are read. */
const MOST_LINES = 12;

/** Whether a comment on the line of a node, or right above, says so. */
function isBeside(node: Node): boolean {
  const { lines } = moduleOf(node);
  const { line } = lines.position(node.start);
  const isComment = (at: number): boolean => at > 0 && /^\s*#/.test(lines.text(at));
  let first = line - 1;
  while (isComment(first) && line - first < MOST_LINES) first--;
  for (let at = Math.max(1, Math.min(first, line - 2)); at <= line; at++) {
    const [, comment] = /^[^#]*(#.*)$/.exec(lines.text(at)) ?? [];
    if (comment !== undefined && KNOWN.test(comment)) return true;
  }
  return false;
}
