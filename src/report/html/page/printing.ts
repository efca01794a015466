import { Detail } from "./detail.js";
import { count, grouped, h, named } from "./dom.js";
import type { Item, Report } from "./report.js";

/** More findings than these fill more paper than anybody reads. */
const MOST = 500;

/** On paper stands what is chosen, each finding with all that there is to say of it. */
export function printing(report: Report, chosen: () => readonly Item[]): void {
  const paper = named("paper", HTMLElement);
  addEventListener("beforeprint", () => {
    const items = chosen();
    const shown = items.slice(0, MOST);
    const what = `${report.data.name}: ${count(items.length, "finding")}`;
    const rest = shown.length < items.length ? `, the first ${grouped(MOST)} of which are printed` : "";
    paper.replaceChildren(
      h("h2", {}, what + rest),
      ...report.data.failures.map((failure) => h("p", {}, `Incomplete: ${failure}`)),
      ...shown.map((item) => new Detail(report, item).element),
    );
  });
  addEventListener("afterprint", () => paper.replaceChildren());
}
