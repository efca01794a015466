import { h } from "../../../src/report/html/page/dom.js";

// On every page: light or dark before anything is drawn, and the search when somebody asks for it.

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const KEY = "scarlint-theme";
const root = document.currentScript?.dataset.root ?? "";
let theme = remembered();
apply();

/** What was chosen before; browsers may keep nothing. */
function remembered(): Theme {
  try {
    return THEMES.find((known) => known === localStorage.getItem(KEY)) ?? "auto";
  } catch {
    return "auto";
  }
}

function apply(): void {
  document.documentElement.dataset.theme = theme;
}

function choose(next: Theme): void {
  theme = next;
  apply();
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It holds for this page alone.
  }
}

/** Loads what searches, or lets it open again. */
function search(): void {
  if (!document.getElementById("search")) for (const name of ["search-data", "search"]) load(name);
  else dispatchEvent(new Event("scarlint-search"));
}

const loaded = new Set<string>();

function load(name: string): void {
  if (loaded.has(name)) return;
  loaded.add(name);
  const script = h("script", { src: `${root}${name}.js` });
  script.async = false;
  document.head.append(script);
}

function themeButton(): HTMLElement {
  const name = h("span", {}, theme);
  const next = (): void => {
    choose(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto");
    name.textContent = theme;
  };
  return h("button", { type: "button", id: "theme", click: next }, "Theme: ", name);
}

addEventListener("DOMContentLoaded", () => {
  const button = h(
    "button",
    { type: "button", id: "find", click: search },
    "Search ",
    h("kbd", { "aria-hidden": "true" }, "/"),
  );
  document.getElementById("tools")?.append(button, themeButton());
  const side = document.querySelector<HTMLDetailsElement>("details.side");
  if (side && matchMedia("(max-width: 60rem)").matches) side.open = false;
  const here = side?.querySelector<HTMLElement>("[aria-current]");
  if (side && here) side.scrollTop = here.offsetTop - side.clientHeight / 2;
});

addEventListener("keydown", (event) => {
  const isTyping = event.composedPath()[0] instanceof Element && isField(event.composedPath()[0] as Element);
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
  event.preventDefault();
  search();
});

function isField(element: Element): boolean {
  return element.matches("input, select, textarea, [contenteditable=true]");
}
