import { pageOf } from "../engine/docs.js";
import { ruleNamed } from "../engine/selection.js";
import { print } from "./streams.js";
import { colorsFor } from "./terminal.js";

/** Shows a rule's page. @throws Error that suggests the nearest rule when there is none of that name. */
export async function explainCommand(name: string, isColorAllowed: boolean): Promise<void> {
  const colors = colorsFor(process.stdout, isColorAllowed);
  const page = (await pageOf(ruleNamed(name).id)) ?? "";
  await print(
    process.stdout,
    page.replace(/^#+ .*$/gm, (heading) => colors.bold(heading)),
  );
}
