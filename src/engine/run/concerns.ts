import type { Knowledge } from "../../python/model/knowledge.js";
import type { Project } from "../../python/model/project.js";
import { holdsAny } from "../../python/prefilter/prefilter.js";
import type { Rule } from "../rule.js";

/** Whether a rule looks into a file: one about tests into tests alone. */
export function isFor(rule: Rule, path: string, project: Project): boolean {
  return rule.about !== "tests" || project.isTestFile(path);
}

/** Whether a rule may have something to say about a text: it holds one of the words that the rule and the project tell of. */
export function concerns(rule: Rule, text: string, knowledge: Knowledge): boolean {
  const words = wordsOf(rule, knowledge);
  return !words || holdsAny("a rule's words", words).mayHold(text);
}

/** The words one of which a text has to hold for a rule to look into it; undefined where it looks into every text. */
export function wordsOf({ mentions, told = [] }: Rule, knowledge: Knowledge): readonly string[] | undefined {
  return mentions && [...mentions, ...told.flatMap((kind) => knowledge.told[kind].words)];
}
