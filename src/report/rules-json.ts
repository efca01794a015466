import { URGENCY } from "../docs/page.js";
import { precisionOf } from "../docs/measured.js";
import type { RuleDoc } from "../docs/rule-doc.js";
import type { RegisteredRule } from "../engine/rule.js";

/** What there is to know about rules at a glance, as docs/json.md describes it. */
export function toRulesJson(
  rules: readonly RegisteredRule[],
  docs: ReadonlyMap<string, RuleDoc>,
  version: string,
): string {
  return written(version, { rules: rules.map((registered) => outline(registered, docs.get(registered.id))) });
}

/** All that there is to read about a rule, in Markdown by section. */
export function toRuleJson(registered: RegisteredRule, doc: RuleDoc, version: string): string {
  const { description, bad, good, limits, off, see } = doc;
  const { formerly = [] } = registered.rule;
  return written(version, {
    rule: { ...outline(registered, doc), formerly, description, bad, good, limits, off, see },
  });
}

function outline({ id, rule }: RegisteredRule, doc: RuleDoc | undefined): object {
  const { severity, cwe, fixes = [] } = rule;
  return {
    id,
    severity,
    within: URGENCY[severity].within,
    ...(cwe !== undefined && { cwe }),
    precision: precisionOf(id),
    fixes,
    summary: doc?.summary ?? "",
  };
}

function written(version: string, content: object): string {
  return `${JSON.stringify({ version: 1, tool: { name: "scarlint", version }, ...content }, undefined, 2)}\n`;
}
