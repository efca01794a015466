import type { PageData } from "../../../src/report/html/shape.js";
import { Detail } from "../../../src/report/html/page/detail.js";
import { named } from "../../../src/report/html/page/dom.js";
import { Report } from "../../../src/report/html/page/report.js";

// The finding of the front page, as a report shows it.
const report = new Report(JSON.parse(named("data", HTMLElement).textContent) as PageData);
for (const item of report.items)
  named("finding", HTMLElement).append(new Detail(report, item, { pageOf: (rule) => `rules/${rule}.html` }).element);
