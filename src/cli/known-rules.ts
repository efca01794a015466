import { resolve } from "node:path";
import type { RegisteredRule } from "../engine/rule.js";
import { RULES } from "../engine/rules/rules.generated.js";
import { UsageError } from "./usage-error.js";

/** Where rules of a team's own are, as the command line says. */
export interface RuleFlags {
  readonly rules?: readonly string[] | undefined;
}

/** The rules that there are, sorted by id: the built-in ones and those in the directories that the command line names. */
export async function knownRules({ rules: directories = [] }: RuleFlags): Promise<readonly RegisteredRule[]> {
  if (directories.length === 0) return RULES;
  const { loadCustomRules } = await import("../engine/rules/custom-rules.js");
  const own = await Promise.all(directories.map((directory) => loadCustomRules(resolve(directory))));
  const rules = [...RULES, ...own.flat()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const twice = rules.find(({ id }, index) => rules[index + 1]?.id === id);
  if (twice) throw new UsageError(`--rules: two of the directories have a rule '${twice.id}'; rename one`);
  return rules;
}
