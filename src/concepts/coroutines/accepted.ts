import type { Node } from "../../syntax/node.js";
import { docstringOf } from "../../python/model/literal.js";
import { moduleOf } from "../../python/model/module.js";

/** Whether the line says that a rule of Ruff about the same bug has been looked at, and is silenced: `# noqa: RUF006`. */
export function isAcceptedBy(node: Node, code: string): boolean {
  const module = moduleOf(node);
  return new RegExp(`#\\s*noqa:[^#]*\\b${code}\\b`, "i").test(module.lines.text(module.lineOf(node)));
}

/** Whether a comment on a line or right above it, or the docstring around it, says that something is to block. */
export function isMeantToBlock(node: Node): boolean {
  const module = moduleOf(node);
  const line = module.lineOf(node);
  const above = line > 1 ? module.lines.text(line - 1).trim() : "";
  const trailing = module.lines.text(line).split("#").slice(1).join("#");
  const around = module.functionAround(node);
  const docstring = around ? docstringOf(around) : "";
  return [above.startsWith("#") ? above : "", trailing, docstring].some((text) => MEANT.test(text.slice(0, LONGEST)));
}

/** Of longer texts, the rest is not read. */
const LONGEST = 2000;

const MEANT =
  /\b(block|sync|synchronous)(s|ing|ly)?\b[^.]{0,60}\b(on purpose|by design|intentional(ly)?|deliberate(ly)?|is (fine|ok|okay|acceptable))\b|\b(intentional|deliberate)(ly)?\b[^.]{0,60}\b(block|sync|synchronous)(s|ing|ly)?\b/i;
