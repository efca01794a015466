import { pageOf } from "../engine/rules/docs.js";
import { ruleNamed } from "../engine/rules/selection.js";
import { knownRules, type RuleFlags } from "./known-rules.js";
import { print } from "./streams.js";
import { colorsFor } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** Shows a rule's page. @throws Error that suggests the nearest rule when there is none of that name. */
export async function explainCommand(
  name: string,
  { color, ...flags }: RuleFlags & { readonly color: boolean },
): Promise<void> {
  const colors = colorsFor(process.stdout, color);
  const rule = ruleNamed(name, await knownRules(flags));
  const page = await pageOf(rule);
  if (page === undefined) throw new UsageError(`'${rule.id}' has no comment above its default export to show`);
  await print(
    process.stdout,
    page.replace(/^#+ .*$/gm, (heading) => colors.bold(heading)),
  );
}
