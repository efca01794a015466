import { URGENCY } from "../docs/page.js";
import { loadDocs } from "../engine/rules/docs.js";
import type { Rule } from "../engine/rule.js";
import { SEVERITIES } from "../engine/severity.js";
import { painted } from "../report/text.js";
import { knownRules, type RuleFlags } from "./known-rules.js";
import { print } from "./streams.js";
import { colorsFor } from "./terminal.js";

/** Lists the rules, the gravest first. */
export async function rulesCommand({ color, ...flags }: RuleFlags & { readonly color: boolean }): Promise<void> {
  const colors = colorsFor(process.stdout, color);
  const known = await knownRules(flags);
  const docs = await loadDocs(known);
  const width = Math.max(...known.map(({ id }) => id.length));
  const groups = SEVERITIES.map((severity) => {
    const rules = known.filter(({ rule }) => rule.severity === severity);
    if (rules.length === 0) return "";
    const { name, within } = URGENCY[severity];
    const lines = rules.map(({ id, rule }) => {
      const summary = docs.get(id)?.summary ?? "";
      return `  ${colors.bold(id.padEnd(width))}  ${summary}${colors.dim(fixesOf(rule))}`.trimEnd();
    });
    return `${painted(severity, colors)} (${name}: fix within ${within})\n${lines.join("\n")}\n`;
  });
  await print(process.stdout, groups.filter(Boolean).join("\n"));
}

/** Which fixes there may be, as reports call them. */
function fixesOf({ fixes = [] }: Rule): string {
  const names = fixes.map((kind) => (kind === "safe" ? "fix" : "unsafe fix"));
  return names.length > 0 ? ` (${names.join(", ")})` : "";
}
