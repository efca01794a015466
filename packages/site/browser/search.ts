import MiniSearch from "minisearch";
import { count, h } from "../../../src/report/html/page/dom.js";

// Looks through all sections of the site, with nothing but what came with the page.

interface Section {
  readonly id: number;
  readonly address: string;
  readonly page: string;
  readonly title: string;
  readonly text: string;
}

/** More results than these nobody reads. */
const MOST = 30;

const root = document.querySelector<HTMLElement>("script[data-root]")?.dataset.root ?? "";
const sections = scarlintSections.map(([address, page, title, text], id): Section => ({
  id,
  address,
  page,
  title,
  text,
}));
const index = new MiniSearch<Section>({
  fields: ["title", "page", "text"],
  searchOptions: {
    boost: { title: 4, page: 3 },
    prefix: true,
    fuzzy: (term) => (term.length > 5 ? 0.15 : false),
    combineWith: "AND",
  },
});
index.addAll(sections);

const input = h("input", {
  type: "search",
  id: "search-text",
  "aria-label": "Search",
  placeholder: "rule, option or words",
  spellcheck: "false",
  autocomplete: "off",
});
const status = h("p", { role: "status" });
const list = h("ul", { "aria-label": "Results" });
const dialog = h("dialog", { id: "search", "aria-label": "Search" }, input, status, list);
document.body.append(dialog);

input.addEventListener("input", show);
dialog.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && event.target === input) list.querySelector("a")?.click();
});
// A click beside it closes it.
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
addEventListener("scarlint-search", open);
open();

function open(): void {
  dialog.showModal();
  input.select();
}

function show(): void {
  const asked = input.value.trim();
  const results = asked === "" ? [] : index.search(asked);
  status.textContent = asked === "" ? "" : count(results.length, "result");
  list.replaceChildren(
    ...results.slice(0, MOST).flatMap(({ id, terms }) => {
      const section = sections[Number(id)];
      return section ? [rowOf(section, terms)] : [];
    }),
  );
}

function rowOf({ address, page, title, text }: Section, terms: readonly string[]): HTMLElement {
  const where = title === page ? page : `${page} › ${title}`;
  // A page may find itself: nothing loads then, and the dialog is in the way.
  const link = h(
    "a",
    { href: root + address, click: () => dialog.close() },
    h("strong", {}, where),
    h("span", {}, ...excerpt(text, terms)),
  );
  return h("li", {}, link);
}

/** The words around the first that was looked for, which is marked. */
function excerpt(text: string, terms: readonly string[]): (Node | string)[] {
  const lower = text.toLowerCase();
  const found = terms.map((term) => ({ at: lower.indexOf(term), size: term.length })).filter(({ at }) => at >= 0);
  const first = found.sort((a, b) => a.at - b.at)[0];
  if (!first) return [text.slice(0, 160)];
  const from = Math.max(0, text.lastIndexOf(" ", Math.max(0, first.at - 50)));
  const end = first.at + first.size;
  return [
    from > 0 ? "… " : "",
    text.slice(from, first.at),
    h("mark", {}, text.slice(first.at, end)),
    text.slice(end, end + 110),
  ];
}

/** From the field through the results and back. */
function move(by: number): void {
  const stops = [input, ...list.querySelectorAll("a")];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops[(Math.max(at, 0) + by + stops.length) % stops.length]?.focus();
}
