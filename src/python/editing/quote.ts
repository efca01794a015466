import type { Node } from "../../syntax/node.js";

/** Longer than this, an expression in a message hides the sentence. */
const LONGEST = 60;

/** An expression as a message quotes it: on one line, cut when it is long. */
export function quoted(node: Node): string {
  const text = node.text.replace(/\s+/g, " ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
