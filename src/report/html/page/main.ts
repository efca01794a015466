import type { PageData } from "../shape.js";
import { Controls } from "./controls.js";
import { Detail } from "./detail.js";
import { count, h, named } from "./dom.js";
import { groupsOf, narrowed } from "./filter.js";
import { List } from "./list.js";
import { overviewOf } from "./overview.js";
import { printing } from "./printing.js";
import { Report, type Item } from "./report.js";

const report = new Report(JSON.parse(named("data", HTMLElement).textContent) as PageData);
const view = named("view", HTMLElement);
const help = named("help", HTMLDialogElement);
const list = new List(report, named("list", HTMLElement));
const controls = new Controls(report, refresh);
const overview = overviewOf(report, { rule: controls.onlyRule, file: controls.onlyFile, open });
let detail: Detail | undefined;
/** The address by which the page shows what it shows. */
let shown = "";

function refresh(): void {
  const { items, counts } = narrowed(report, controls.filter);
  controls.tell(items.length, counts);
  list.show(groupsOf(report, items, controls.grouping), controls.grouping);
}

function open(item: Item): void {
  history.pushState(null, "", `#${item.index + 1}`);
  show();
}

/** The finding that the address names. */
const addressed = (): Item | undefined => report.items[Number(location.hash.slice(1)) - 1];

/** Shows what the address says: a finding, or the overview. */
function show(isAsked = true): void {
  shown = location.hash;
  const item = addressed();
  document.body.classList.toggle("reading", item !== undefined);
  list.mark(item);
  detail = undefined;
  if (item) look(item, () => look(item));
  else view.replaceChildren(overview);
  view.scrollTop = 0;
  if (item) scrollTo(0, 0);
  if (isAsked) view.querySelector("h2")?.focus({ preventScroll: true });
}

function look(item: Item, all?: () => void): void {
  detail = new Detail(report, item, { all });
  view.replaceChildren(detail.element);
}

function move(by: number): void {
  const item = list.after(addressed(), by);
  if (item) open(item);
}

/** Back from a finding to its row. */
function close(): void {
  const isOpen = addressed() !== undefined;
  if (isOpen) history.pushState(null, "", "#");
  if (isOpen) show(false);
  list.focus();
}

/** What is missing from a report is said above all else. */
function warn(failures: readonly string[]): void {
  const warning = named("incomplete", HTMLDetailsElement);
  warning.hidden = failures.length === 0;
  warning.querySelector("summary")?.append(`This run is incomplete: ${count(failures.length, "failure")}`);
  warning.append(h("ul", {}, ...failures.map((failure) => h("li", {}, failure))));
}

const KEYS: Readonly<Record<string, () => void>> = {
  "/": () => controls.focus(),
  j: () => move(1),
  k: () => move(-1),
  n: () => detail?.walk(1),
  p: () => detail?.walk(-1),
  x: () => controls.clear(),
  "?": () => help.showModal(),
  Escape: close,
};

addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof Element && event.target.matches("input[type=search], select");
  const key = KEYS[event.key];
  if (!key || event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (isTyping && event.key !== "Escape") return;
  event.preventDefault();
  key();
});
// Of a change by the page itself the browser tells late, when there may have been another.
addEventListener("hashchange", () => {
  if (location.hash !== shown) show();
});
named("back", HTMLButtonElement).addEventListener("click", close);
named("skip", HTMLButtonElement).addEventListener("click", () => list.focus());
named("keys", HTMLButtonElement).addEventListener("click", () => help.showModal());
warn(report.data.failures);
printing(report, () => narrowed(report, controls.filter).items);
named("name", HTMLElement).textContent = report.data.name;
refresh();
show(false);
