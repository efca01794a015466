import type { Node } from "../../../src/syntax/node.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { lookupIn } from "./keys.js";

/** Whether every path to an expression has tested it somehow, or what it was looked up by. */
export function isTested(subject: Node): boolean {
  const words = new Set(wordsOf(subject));
  if (words.size === 0) return false;
  const graph = moduleOf(subject).graphAround(subject);
  return graph.everyPathTo(subject, { edge: ({ condition }) => condition !== undefined && speaksOf(condition, words) });
}

/** The name, and the keys under which it was looked up. */
function* wordsOf(subject: Node): Generator<string> {
  if (subject.kind === "identifier") {
    yield subject.text;
    for (const { from } of moduleOf(subject).bindingsReaching(subject.text, subject)) {
      const key = from && lookupIn(from)?.key;
      if (key !== undefined) yield key;
    }
  }
  const key = lookupIn(subject)?.key;
  if (key !== undefined) yield key;
}

function speaksOf(condition: Node, words: ReadonlySet<string>): boolean {
  for (const { text } of condition.descendants("identifier", "string_content")) if (words.has(text)) return true;
  return false;
}
