import { rulePage } from "../../docs/page.js";
import type { RuleDoc } from "../../docs/rule-doc.js";
import type { RegisteredRule } from "../rule.js";
import { RULES } from "./rules.generated.js";

/** What there is to read about every rule, by id; loaded when it is first asked for. */
export async function loadDocs(rules: readonly RegisteredRule[] = RULES): Promise<ReadonlyMap<string, RuleDoc>> {
  const { DOCS } = await import("./docs.generated.js");
  const own = rules.flatMap(({ doc }) => doc ?? []);
  return new Map([...DOCS, ...own].map((doc) => [doc.id, doc]));
}

/** A rule's page in Markdown; undefined when there is nothing to read about it. */
export async function pageOf(registered: RegisteredRule): Promise<string | undefined> {
  const doc = (await loadDocs([registered])).get(registered.id);
  return doc && rulePage({ ...registered.rule, doc });
}
