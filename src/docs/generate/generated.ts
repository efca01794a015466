import { collectRules } from "./collect.js";
import { outputsOf } from "./outputs.js";
import { reportPage } from "./report-page.js";
import { readVocabulary } from "./vocabulary.js";

/** All that is generated for a project, and one line for whatever could not be read. */
export interface Generated {
  /** Texts by their paths from the project's root. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
  /** How many rules were read. */
  readonly rules: number;
}

/** Reads a project's rules and its vocabulary, and makes of them what is generated. */
export function generatedFor(root: string): Generated {
  const { rules, problems } = collectRules(root);
  const vocabulary = readVocabulary(root);
  const outputs = outputsOf(rules, vocabulary, reportPage(root));
  return { outputs, problems: [...problems, ...vocabulary.problems], rules: rules.length };
}
