/** What an element is given: attributes, or what listens to its events. */
type Given = Readonly<Record<string, string | boolean | undefined | ((event: Event) => void)>>;

/** An element. Texts become text and nothing else, whatever stands in them. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Given = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** An element of the page as it was written. @throws Error when there is none of that id and kind */
export function named<T extends HTMLElement>(id: string, kind: abstract new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no '${id}'`);
}

const number = new Intl.NumberFormat("en");

/** `1 finding`, `2,000 findings`. */
export function count(many: number, noun: string): string {
  return `${number.format(many)} ${noun}${many === 1 ? "" : "s"}`;
}

export const grouped = (many: number): string => number.format(many);
