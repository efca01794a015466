import { count, h } from "./dom.js";
import type { Group, Grouping } from "./filter.js";
import type { Item, Report } from "./report.js";

/** How many rows are made at a time: a report may have more of them than a page can hold at once. */
const BATCH = 100;

/** The findings in groups. Rows are made as somebody comes near them. */
export class List {
  #groups: readonly Group[] = [];
  /** The findings in the order of the list. */
  #order: readonly Item[] = [];
  /** By the number of the finding. */
  readonly #rows = new Map<number, HTMLAnchorElement>();
  /** How many rows there are already. */
  #made = 0;
  #current: Item | undefined;
  readonly #end = h("div", { class: "end" });

  constructor(
    private readonly report: Report,
    private readonly container: HTMLElement,
  ) {
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.more();
        // What is still near has to be told of again.
        near.unobserve(this.#end);
        near.observe(this.#end);
      },
      { rootMargin: "1500px" },
    );
    near.observe(this.#end);
    container.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** @param grouping what the findings of a group have in common */
  show(groups: readonly Group[], grouping: Grouping): void {
    this.container.dataset.by = grouping;
    this.#groups = groups;
    this.#order = groups.flatMap(({ items }) => items);
    this.#rows.clear();
    this.#made = 0;
    this.container.replaceChildren(this.#end);
    this.container.scrollTop = 0;
    if (this.#order.length === 0) this.#end.before(h("p", { class: "nothing" }, "There is no such finding."));
    this.more();
    this.enter(this.row(this.#order[0]));
  }

  /** Marks the finding that is looked at, and brings its row into view. */
  mark(item: Item | undefined): void {
    this.row(this.#current)?.removeAttribute("aria-current");
    this.#current = item;
    const row = this.row(item);
    row?.setAttribute("aria-current", "true");
    row?.scrollIntoView({ block: "nearest" });
    this.enter(row ?? this.row(this.#order[0]));
  }

  focus(): void {
    this.container.querySelector<HTMLElement>("a[tabindex='0']")?.focus();
  }

  /** The finding some rows after another one, or the first. */
  after(item: Item | undefined, by: number): Item | undefined {
    const at = item ? this.#order.indexOf(item) : -1;
    return at < 0 ? this.#order[0] : this.#order[at + by];
  }

  /** The row of a finding, which is made if need be. */
  private row(item: Item | undefined): HTMLAnchorElement | undefined {
    if (!item) return undefined;
    const at = this.#rows.has(item.index) ? -1 : this.#order.indexOf(item);
    while (this.#made <= at) this.more();
    return this.#rows.get(item.index);
  }

  /** Makes some more rows. */
  private more(): void {
    let before = 0;
    let left = BATCH;
    for (const [number, group] of this.#groups.entries()) {
      const from = Math.max(0, this.#made - before);
      before += group.items.length;
      if (from >= group.items.length) continue;
      const items = group.items.slice(from, from + left);
      this.rowsOf(number, group).append(...items.map((item) => this.rowFor(item)));
      this.#made += items.length;
      left -= items.length;
      if (left === 0) break;
    }
  }

  /** The list of a group, whose heading is made with it. */
  private rowsOf(number: number, { title, items }: Group): HTMLElement {
    const id = `group-${number}`;
    const known = document.getElementById(id)?.nextElementSibling;
    if (known instanceof HTMLElement) return known;
    const rows = h("ul", { "aria-labelledby": id });
    this.#end.before(h("h3", { id }, h("span", {}, title), h("small", {}, count(items.length, "finding"))), rows);
    return rows;
  }

  private rowFor(item: Item): HTMLElement {
    const severity = this.report.severityOf(item);
    const row = h(
      "a",
      { href: `#${item.index + 1}`, tabindex: "-1", "aria-current": item === this.#current && "true" },
      h("span", { class: `severity ${severity}` }, severity),
      h("span", { class: "rule" }, this.report.ruleOf(item).id),
      h("span", { class: "message" }, item.text),
      h("span", { class: "place" }, this.report.placeOf(item)),
    );
    this.#rows.set(item.index, row);
    return h("li", {}, row);
  }

  /** Lets a row be the one that the tab key comes to. */
  private enter(row: HTMLElement | undefined): void {
    this.container.querySelector("a[tabindex='0']")?.setAttribute("tabindex", "-1");
    row?.setAttribute("tabindex", "0");
  }

  private onKey(event: KeyboardEvent): void {
    const rows = [...this.#rows.values()];
    const at = rows.findIndex((row) => row === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const row = this.row(this.#order[to]);
    this.enter(row ?? rows[at]);
    row?.focus();
  }
}
