import MarkdownIt, { type Token } from "markdown-it";
import type { Colors } from "picocolors/types.js";
import { filled, type TextStyle } from "./text.js";
import { visible } from "./visible.js";

type PageStyle = Pick<TextStyle, "colors" | "width" | "isWrapped">;

/** Before what stands under a heading. */
const TEXT = "  ";
const ITEM = "  - ";
const CODE = "    ";

/**
 * A page in Markdown as a terminal shows it best: headings stand out above what they are of, sentences end where the
 * terminal's columns do, code is set in.
 */
export function laidOut(markdown: string, style: PageStyle): string {
  const tokens = new MarkdownIt().parse(markdown, {});
  const blocks = tokens.map((token, index) => blockOf(token, tokens[index - 1]?.type, tokens[index - 2]?.type, style));
  return blocks.join("").replace(/^\n/, "");
}

/** @param nearer what kind of token is in front of it, which says what it is in, and `farther` in front of that */
function blockOf(token: Token, nearer: string | undefined, farther: string | undefined, style: PageStyle): string {
  const { colors } = style;
  if (token.type === "fence") return `${nearer === "fence" ? "\n" : ""}${codeOf(token, colors)}\n`;
  if (token.type !== "inline") return "";
  if (nearer === "heading_open") return `\n${colors.bold(visible(token.content))}\n`;
  const label = farther === "list_item_open" ? ITEM : TEXT;
  const gap = farther === "paragraph_close" ? "\n" : "";
  return `${gap}${filled(label, inline(token.children ?? [], colors), style, " ".repeat(label.length))}\n`;
}

function codeOf({ content }: Token, { cyan }: Colors): string {
  const lines = content.trimEnd().split("\n");
  return lines.map((line) => (line === "" ? "" : CODE + cyan(visible(line)))).join("\n");
}

/** Words on one line, with their emphasis in color, and behind those of a link the address that it leads to. */
function inline(tokens: readonly Token[], colors: Colors): string {
  let isStrong = false;
  let text = "";
  let link = { target: "", start: 0 };
  for (const token of tokens) {
    const { type, content } = token;
    if (type === "strong_open" || type === "strong_close") isStrong = type === "strong_open";
    else if (type === "link_open") link = { target: String(token.attrGet("href") ?? ""), start: text.length };
    else if (type === "link_close") {
      if (text.slice(link.start) !== link.target) text += ` (${colors.dim(visible(link.target))})`;
    } else if (type === "code_inline") text += colors.cyan(visible(`\`${content}\``));
    else if (type === "softbreak" || type === "hardbreak") text += " ";
    else text += isStrong ? colors.bold(visible(content)) : visible(content);
  }
  return text;
}
