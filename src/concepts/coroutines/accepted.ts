import type { Node } from "../../syntax/node.js";
import { moduleOf } from "../../python/model/module.js";

/** Whether the line says that a rule of Ruff about the same bug has been looked at, and is silenced: `# noqa: RUF006`. */
export function isAcceptedBy(node: Node, code: string): boolean {
  const module = moduleOf(node);
  return new RegExp(`#\\s*noqa:[^#]*\\b${code}\\b`, "i").test(module.lines.text(module.lineOf(node)));
}
