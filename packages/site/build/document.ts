import { groupedBy } from "../../../src/grouped.js";
import { escaped } from "./html.js";
import type { Page } from "./layout.js";
import type { Rendered } from "./markdown.js";
import path from "node:path";

/** A page out of the project's documentation. */
export interface Document {
  readonly address: string;
  /** The part of the site that it belongs to. */
  readonly group: string;
  readonly isRule: boolean;
  readonly rendered: Rendered;
}

/** A page of the documentation with the way to the others. */
export function documentPage(document: Document, all: readonly Document[]): Page {
  const { address, isRule, rendered } = document;
  const part = address.startsWith("rules/") ? "Rules" : "Docs";
  const [name, others] =
    part === "Rules" ? ["All rules", rulesFor(document, all)] : ["Documentation", pagesFor(document, all)];
  return {
    address,
    part,
    title: `${rendered.title}: scarlint`,
    summary: isRule ? ruleSummary(rendered) : rendered.summary,
    body: `<div class="columns">
<details class="side" open><summary>${name}</summary>
<nav aria-label="${name}">
${others}
</nav>
</details>
<main id="main" class="document">
${rendered.html}</main>
</div>`,
  };
}

/** What it does says more of a rule than how soon it has to be mended. */
function ruleSummary({ sections, summary }: Rendered): string {
  return sections[1]?.text.trim() ?? summary;
}

function pagesFor(from: Document, all: readonly Document[]): string {
  const shown = all.filter(({ group }) => group !== "Rules");
  const groups = groupedBy(shown, ({ group }) => group);
  return [...groups]
    .map(([title, documents]) => list(title, documents, from, ({ rendered }) => rendered.title))
    .join("\n");
}

function rulesFor(from: Document, all: readonly Document[]): string {
  const domain = (document: Document): string => document.rendered.title.split("/")[0] ?? "";
  const groups = groupedBy(
    all.filter(({ isRule }) => isRule),
    domain,
  );
  const name = ({ rendered }: Document): string => rendered.title.slice(rendered.title.indexOf("/") + 1);
  return [...groups].map(([title, documents]) => list(title, documents, from, name)).join("\n");
}

function list(
  title: string,
  documents: readonly Document[],
  from: Document,
  nameOf: (document: Document) => string,
): string {
  const items = documents.map((document) => {
    const to = path.posix.relative(path.posix.dirname(from.address), document.address);
    const here = document === from ? ' aria-current="page"' : "";
    return `<li><a href="${to}"${here}>${escaped(nameOf(document))}</a></li>`;
  });
  return `<h2>${escaped(title)}</h2>\n<ul>\n${items.join("\n")}\n</ul>`;
}
