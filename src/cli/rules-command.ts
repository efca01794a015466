import { URGENCY } from "../docs/page.js";
import { loadDocs } from "../engine/rules/docs.js";
import { SEVERITIES } from "../engine/severity.js";
import type { RegisteredRule, Rule } from "../engine/rule.js";
import type { RuleDoc } from "../docs/rule-doc.js";
import { measuring } from "../report/columns.js";
import { filled, painted, type TextStyle } from "../report/text.js";
import { visibleJson } from "../report/visible.js";
import { VERSION } from "../version.js";
import { knownRules, type RuleFlags } from "./known-rules.js";
import { soleFormat, type OutputFlags } from "./outputs.js";
import { print } from "./streams.js";
import { colorsFor, isWrapped, widthOf } from "./terminal.js";
import { UsageError } from "./usage-error.js";

type ListStyle = Pick<TextStyle, "colors" | "width" | "isWrapped">;

/** Before what is left of a summary on the next line. */
const HANGING = "      ";

/** What the commands about rules take. */
export interface RulesFlags extends RuleFlags, Pick<OutputFlags, "format"> {
  readonly color: boolean;
}

/** Lists the rules, the gravest first. */
export async function rulesCommand(flags: RulesFlags): Promise<void> {
  const format = jsonOrText("rules", flags);
  const known = await knownRules(flags);
  const docs = await loadDocs(known);
  if (format === "json") {
    const { toRulesJson } = await import("../report/rules-json.js");
    return await print(process.stdout, visibleJson(toRulesJson(known, docs, VERSION)));
  }
  const style = {
    colors: colorsFor(process.stdout, flags.color),
    width: widthOf(process.stdout),
    isWrapped: isWrapped(process.stdout),
  };
  await print(process.stdout, await measuring(() => listed(known, docs, style)));
}

/** @throws UsageError for a format that a command has not. */
export function jsonOrText(command: string, flags: Pick<OutputFlags, "format">): "json" | "text" {
  const format = soleFormat(flags);
  if (format === "json" || format === "text") return format;
  throw new UsageError(`'${command}' has no --format ${format}, but text and json`);
}

function listed(known: readonly RegisteredRule[], docs: ReadonlyMap<string, RuleDoc>, style: ListStyle): string {
  const { colors } = style;
  const width = Math.max(...known.map(({ id }) => id.length));
  const groups = SEVERITIES.map((severity) => {
    const rules = known.filter(({ rule }) => rule.severity === severity);
    if (rules.length === 0) return "";
    const { name, within } = URGENCY[severity];
    const lines = rules.map(({ id, rule }) => {
      const summary = docs.get(id)?.summary ?? "";
      const label = `  ${colors.bold(id.padEnd(width))}  `;
      return filled(label, `${summary}${colors.dim(fixesOf(rule))}`, style, HANGING).trimEnd();
    });
    return `${painted(severity, colors)} (${name}: fix within ${within})\n${lines.join("\n")}\n`;
  });
  return groups.filter(Boolean).join("\n");
}

/** Which fixes there may be, as reports call them. */
function fixesOf({ fixes = [] }: Rule): string {
  const names = fixes.map((kind) => (kind === "safe" ? "fix" : "unsafe fix"));
  return names.length > 0 ? ` (${names.join(", ")})` : "";
}
