import type { Knowledge } from "../../python/model/knowledge.js";
import type { Project } from "../../python/model/project.js";
import { knownText } from "../../syntax/known-text.js";
import type { Rule } from "../rule.js";

/**
 * Whether a rule looks into a file: one about tests into tests alone, and one that has nothing but what is merely likely to
 * say there only when that is wanted.
 */
export function isFor({ about, likely }: Rule, path: string, project: Project, isLikelyWanted: boolean): boolean {
  if (about === "tests" && !project.isTestFile(path)) return false;
  return isLikelyWanted || !(likely === "everywhere" || (likely === "in tests" && project.isTestFile(path)));
}

/** Whether a rule may have something to say about a text: it holds one of the words that the rule and the project tell of. */
export function concerns(rule: Rule, text: string, knowledge: Knowledge): boolean {
  const known = knownText(text);
  return wordsOf(rule, knowledge)?.some((word) => known.includes(word)) ?? true;
}

/** The words one of which a text has to hold for a rule to look into it; undefined where it looks into every text. */
export function wordsOf({ mentions, told = [] }: Rule, knowledge: Knowledge): readonly string[] | undefined {
  return mentions && [...mentions, ...told.flatMap((kind) => knowledge.told[kind].words)];
}
