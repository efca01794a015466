import type { FixKind, Rule } from "../engine/rule.js";
import { SEVERITIES, type Severity } from "../engine/severity.js";
import { measureOf } from "./measured.js";
import type { RuleDoc } from "./rule-doc.js";

/** What a page says beside the comment's own words. */
export type RuleFacts = Pick<Rule, "severity" | "cwe" | "fixes" | "formerly">;

/** A rule as a page knows it. */
export interface DocumentedRule extends RuleFacts {
  readonly doc: RuleDoc;
}

/** A severity's class, and how soon what it marks has to be dealt with. */
export const URGENCY: Readonly<Record<Severity, { readonly name: string; readonly within: string }>> = {
  critical: { name: "P0", within: "24 hours" },
  high: { name: "P1", within: "72 hours" },
  medium: { name: "P2", within: "one week" },
  low: { name: "P3", within: "two weeks" },
};

/** A rule's page in Markdown. */
export function rulePage({ doc, severity, cwe, fixes = [], formerly = [] }: DocumentedRule): string {
  const { name, within } = URGENCY[severity];
  const weakness = cwe === undefined ? "" : ` · [CWE-${String(cwe)}](${cweUrl(cwe)})`;
  const sections = [
    `# ${doc.id}`,
    `**${severity}** (${name}: fix within ${within})${weakness}`,
    helpOf(fixes),
    ...(formerly.length > 0 ? [`It was called \`${formerly.join("`, `")}\` before, and still answers to that.`] : []),
    section("What it does", doc.summary),
    section("Why is this bad?", doc.description),
    section("Example", doc.bad.map(fenced).join("\n\n")),
    section("Use instead", doc.good.map(fenced).join("\n\n")),
    section("Known limits", doc.limits),
    ...measured(doc.id),
    section("When to turn it off", doc.off),
  ];
  if (doc.see.length > 0) sections.push(section("References", doc.see.map((see) => `- ${linked(see)}`).join("\n")));
  return `${sections.join("\n\n")}\n`;
}

/** The index of all rule pages in Markdown, the gravest rules first. */
export function indexPage(rules: readonly DocumentedRule[]): string {
  const parts = ["# Rules"];
  for (const severity of SEVERITIES) {
    const rows = rules.filter((rule) => rule.severity === severity).map(indexRow);
    if (rows.length === 0) continue;
    const { name, within } = URGENCY[severity];
    parts.push(`## ${severity} (${name}: fix within ${within})`);
    parts.push(["| Rule | What it finds | Fix |", "| --- | --- | --- |", ...rows].join("\n"));
  }
  if (rules.length === 0) parts.push("There are no rules yet.");
  return `${parts.join("\n\n")}\n`;
}

/** Where the Common Weakness Enumeration describes a weakness. */
export function cweUrl(cwe: number): string {
  return `https://cwe.mitre.org/data/definitions/${String(cwe)}.html`;
}

function indexRow({ doc, fixes = [] }: DocumentedRule): string {
  return `| [${doc.id}](${doc.id}.md) | ${doc.summary.replaceAll("|", "\\|")} | ${fixes.join(", ") || "–"} |`;
}

/** Whether `--fix` helps. */
function helpOf(fixes: readonly FixKind[]): string {
  const unsafe = "`--fix --unsafe-fixes`, which may change what the program does";
  if (fixes.length === 0) return "`--fix` does not mend it.";
  if (!fixes.includes("unsafe")) return "In some cases it is mended by `--fix`.";
  if (!fixes.includes("safe")) return `In some cases it is mended by ${unsafe}.`;
  return `In some cases it is mended by \`--fix\`, in others by ${unsafe}.`;
}

/** What readers have made of its findings. */
function measured(rule: string): readonly string[] {
  const sentence = measureOf(rule);
  return sentence === undefined ? [] : [section("Measured", `${sentence} docs/precision.md says how.`)];
}

const section = (title: string, text: string): string => `## ${title}\n\n${text}`;

const fenced = (program: string): string => `\`\`\`python\n${program.trimEnd()}\n\`\`\``;

const linked = (reference: string): string => (/^https?:\/\/\S+$/.test(reference) ? `<${reference}>` : reference);
