import type { Knowledge } from "../../python/model/knowledge.js";
import { holdsAny } from "../../python/prefilter/prefilter.js";
import type { Rule } from "../rule.js";

/** Whether a rule may have something to say about a text: it holds one of the words that the rule and the project tell of. */
export function concerns({ mentions, told = [] }: Rule, text: string, knowledge: Knowledge): boolean {
  if (!mentions) return true;
  const words = [...mentions, ...told.flatMap((kind) => knowledge.told[kind].words)];
  return holdsAny("a rule's words", words).mayHold(text);
}
