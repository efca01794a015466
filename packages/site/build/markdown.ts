import MarkdownIt, { type Token } from "markdown-it";
import { filesOfExample } from "../../../src/docs/example.js";
import { fragmentOf } from "../program.js";
import { highlighted } from "./highlight.js";
import { escaped, upFrom } from "./html.js";
import type { Source } from "./sources.js";

/** A page out of Markdown. */
export interface Rendered {
  readonly title: string;
  /** Its first paragraph. */
  readonly summary: string;
  readonly html: string;
  readonly sections: readonly Section[];
}

/** A heading and what stands below it, for the search. */
export interface Section {
  readonly title: string;
  /** With `#` in front; empty for the beginning of the page. */
  readonly anchor: string;
  readonly text: string;
}

/** Where a link of a file leads on the site, or elsewhere. */
export type Follow = (source: Source, link: string) => string;

const markdown = new MarkdownIt({ html: false });
const fence = markdown.renderer.rules.fence;
markdown.renderer.rules.table_open = () => `<div class="table"><table>\n`;
markdown.renderer.rules.table_close = () => `</table></div>\n`;
markdown.renderer.rules.fence = (tokens, index, ...rest) => {
  const token = tokens[index];
  if (token?.info !== "python") return fence?.(tokens, index, ...rest) ?? "";
  const link = token.attrGet("data-playground")?.toString();
  const open = link === undefined ? "" : `<p class="try"><a href="${escaped(link)}">Open in the playground</a></p>\n`;
  return `<pre><code class="language-python">${highlighted(token.content)}</code></pre>\n${open}`;
};

/** Renders a file. @param playable whether its Python programs can be opened in the playground */
export async function render(source: Source, text: string, follow: Follow, playable: boolean): Promise<Rendered> {
  const env = {};
  const tokens = markdown.parse(text.replace(/^<!--.*?-->\n/s, ""), env);
  for (const token of tokens.flatMap((one) => [one, ...(one.children ?? [])])) {
    // A policy that allows no inline style stands in every page.
    const style = token.attrGet("style")?.toString();
    if (style !== undefined) token.attrs = [["class", style.replace("text-align:", "to-")]];
    const link = token.attrGet("href")?.toString();
    if (link !== undefined) token.attrSet("href", follow(source, link));
    if (playable && token.type === "fence" && token.info === "python")
      token.attrSet("data-playground", await playgroundLink(token.content, upFrom(source.address)));
  }
  nameHeadings(tokens);
  const sections = sectionsOf(tokens);
  const first = tokens.findIndex(({ type }) => type === "paragraph_open");
  return {
    title: sections[0]?.title ?? source.address,
    summary: plain(tokens[first + 1]),
    html: markdown.renderer.render(tokens, markdown.options, env),
    sections,
  };
}

/** The address that opens a program in the playground. @param up to the site's root */
export async function playgroundLink(program: string, up: string): Promise<string> {
  return `${up}playground.html#${await fragmentOf(filesOfExample(program))}`;
}

/** Gives each heading the name by which GitHub, too, links to it. */
function nameHeadings(tokens: readonly Token[]): void {
  const taken = new Map<string, number>();
  for (const [index, token] of tokens.entries()) {
    if (token.type !== "heading_open") continue;
    const name = plain(tokens[index + 1])
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
    const times = taken.get(name) ?? 0;
    taken.set(name, times + 1);
    token.attrSet("id", times === 0 ? name : `${name}-${String(times)}`);
  }
}

function sectionsOf(tokens: readonly Token[]): Section[] {
  const sections: { title: string; anchor: string; text: string }[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open") {
      const anchor = token.tag === "h1" ? "" : `#${token.attrGet("id")?.toString() ?? ""}`;
      sections.push({ title: plain(tokens[index + 1]), anchor, text: "" });
    }
    const last = sections.at(-1);
    const isHeading = tokens[index - 1]?.type === "heading_open";
    if (last && !isHeading && ["inline", "fence"].includes(token.type)) last.text += ` ${plain(token)}`;
  }
  return sections;
}

/** What a token says, without its marks. */
function plain(token: Token | undefined): string {
  if (!token?.children) return token?.content ?? "";
  const texts = token.children.map(({ type, content }) => (type === "softbreak" ? " " : content));
  return texts.join("");
}
