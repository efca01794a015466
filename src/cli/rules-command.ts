import { URGENCY } from "../docs/page.js";
import { loadDocs } from "../engine/docs.js";
import { RULES } from "../engine/rules.generated.js";
import { SEVERITIES } from "../engine/severity.js";
import { painted } from "../report/text.js";
import { print } from "./streams.js";
import { colorsFor } from "./terminal.js";

/** Lists the rules, the gravest first. */
export async function rulesCommand(isColorAllowed: boolean): Promise<void> {
  const colors = colorsFor(process.stdout, isColorAllowed);
  const docs = await loadDocs();
  const width = Math.max(...RULES.map(({ id }) => id.length));
  const groups = SEVERITIES.map((severity) => {
    const rules = RULES.filter(({ rule }) => rule.severity === severity);
    if (rules.length === 0) return "";
    const { name, within } = URGENCY[severity];
    const lines = rules.map(({ id }) => `  ${colors.bold(id.padEnd(width))}  ${docs.get(id)?.summary ?? ""}`);
    return `${painted(severity, colors)} (${name}: fix within ${within})\n${lines.join("\n")}\n`;
  });
  await print(process.stdout, groups.filter(Boolean).join("\n"));
}
