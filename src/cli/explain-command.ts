import { loadDocs, pageOf } from "../engine/rules/docs.js";
import { ruleNamed } from "../engine/rules/selection.js";
import { measuring } from "../report/columns.js";
import { visibleJson } from "../report/visible.js";
import { VERSION } from "../version.js";
import { knownRules } from "./known-rules.js";
import { jsonOrText, type RulesFlags } from "./rules-command.js";
import { print } from "./streams.js";
import { colorsFor, isWrapped, widthOf } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/**
 * Shows a rule's page: laid out for whoever looks at a terminal, in Markdown for others, in JSON for programs.
 *
 * @throws Error that suggests the nearest rule when there is none of that name.
 */
export async function explainCommand(name: string, flags: RulesFlags): Promise<void> {
  const format = jsonOrText("explain", flags);
  const rule = ruleNamed(name, await knownRules(flags));
  const [page, doc] = [await pageOf(rule), (await loadDocs([rule])).get(rule.id)];
  if (page === undefined || !doc) throw new UsageError(`'${rule.id}' has no comment above its default export to show`);
  if (format === "json") {
    const { toRuleJson } = await import("../report/rules-json.js");
    return await print(process.stdout, visibleJson(toRuleJson(rule, doc, VERSION)));
  }
  await print(process.stdout, await forReaders(page, flags.color));
}

async function forReaders(page: string, isColorAllowed: boolean): Promise<string> {
  const colors = colorsFor(process.stdout, isColorAllowed);
  if (!isWrapped(process.stdout) && !colors.isColorSupported) return page;
  const { laidOut } = await import("../report/page.js");
  return measuring(() => laidOut(page, { colors, width: widthOf(process.stdout), isWrapped: true }));
}
