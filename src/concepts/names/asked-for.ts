import { textOf } from "../../python/model/literal.js";
import type { Node } from "../../syntax/node.js";

/** Whether an import stands under a test that names the file or module: `if os.path.isfile("private.py")`, `if find_spec("private")`. */
export function isAskedFor(statement: Node, name: string): boolean {
  for (const around of statement.ancestors()) {
    const test = around.kind === "if_statement" ? around.field("condition") : undefined;
    if (!test || !around.field("consequence")?.contains(statement)) continue;
    for (const text of test.descendants("string")) if (names(textOf(text) ?? "", name)) return true;
  }
  return false;
}

/** Whether a text is a module's name, or a path that ends in it. */
function names(text: string, name: string): boolean {
  const last = text
    .replace(/\.pyw?$/, "")
    .split(/[./\\]/)
    .at(-1);
  return last === name.split(".").at(-1);
}
