import type { PageData } from "../../../src/report/html/shape.js";
import { Detail } from "../../../src/report/html/page/detail.js";
import { count, h, named } from "../../../src/report/html/page/dom.js";
import { Report, type Item, type Step } from "../../../src/report/html/page/report.js";

/** What was found in a program, one finding of which is open. */
export class Results {
  #report: Report | undefined;
  #open: Item | undefined;
  /** What is shown, to be left alone when it is found again. */
  #shown = "";

  /** @param visit told of each place that somebody goes to */
  constructor(private readonly visit: (path: string, place: Step) => void) {}

  get report(): Report | undefined {
    return this.#report;
  }

  /** Shows the findings of a scan, and opens the one that was open before. @returns what they come to, in words */
  show(data: PageData): string {
    const shown = JSON.stringify([data.findings, data.code, data.texts, data.failures]);
    if (shown !== this.#shown) {
      const before = this.#open && this.#report?.ruleOf(this.#open).id;
      this.#shown = shown;
      this.#report = new Report(data);
      const { items } = this.#report;
      this.open(items.find((item) => this.#report?.ruleOf(item).id === before) ?? items[0]);
    }
    const failures = data.failures.map((failure) => ` ${failure}`);
    return `${count(data.findings.length, "finding")} in ${count(data.files, "file")}.${failures.join("")}`;
  }

  /** Nothing was found out. */
  clear(): void {
    this.#report = this.#open = undefined;
    this.#shown = "";
    named("found", HTMLElement).replaceChildren();
    named("view", HTMLElement).replaceChildren();
  }

  private open(item: Item | undefined): void {
    this.#open = item;
    const report = this.#report;
    if (!report) return;
    const many = report.items.length > 1 ? report.items : [];
    named("found", HTMLElement).replaceChildren(...many.map((other) => this.rowOf(report, other)));
    const surroundings = {
      visited: (place: Step) => this.visit(report.pathOf(place), place),
      pageOf: (rule: string) => `rules/${rule}.html`,
    };
    named("view", HTMLElement).replaceChildren(...(item ? [new Detail(report, item, surroundings).element] : []));
  }

  private rowOf(report: Report, item: Item): HTMLElement {
    const severity = report.severityOf(item);
    const choose = (): void => {
      this.open(item);
      this.visit(report.pathOf(item), item);
      named("found", HTMLElement).querySelector<HTMLElement>("[aria-current]")?.focus();
    };
    const isOpen = item === this.#open ? "true" : undefined;
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", "aria-current": isOpen, click: choose },
        h("span", { class: `severity ${severity}` }, severity),
        h("span", { class: "rule" }, report.ruleOf(item).id),
        h("span", { class: "place" }, report.placeOf(item)),
      ),
    );
  }
}
