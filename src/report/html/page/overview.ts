import { count, grouped, h } from "./dom.js";
import { causeTitle } from "./filter.js";
import type { Item, Report } from "./report.js";
import { groupedBy } from "../../../grouped.js";

/** What the page does when somebody chooses something in the overview. */
export interface Choices {
  readonly rule: (rule: number) => void;
  readonly file: (path: string) => void;
  readonly open: (item: Item) => void;
}

/** How many rows a table of the overview has. */
const MOST = 10;

/** What a report comes to, shown while no finding is. */
export function overviewOf(report: Report, choices: Choices): HTMLElement {
  const { data, items } = report;
  const { rules, paths } = data;
  return h(
    "article",
    { "aria-labelledby": "overview" },
    h("h2", { id: "overview", tabindex: "-1" }, items.length === 0 ? "Nothing was found" : "Overview"),
    h("p", {}, sizeOf(report)),
    ...(items.length > 0 ? [matrix(report)] : []),
    ...table(
      "Rules",
      rules.length,
      rowsBy(items, ({ rule }) => rule),
      ({ rule }) => [
        choice(rules[rule]?.id ?? "", () => choices.rule(rule)),
        h("span", {}, rules[rule]?.summary ?? ""),
      ],
    ),
    ...table(
      "Files",
      paths.length,
      rowsBy(items, ({ path }) => path),
      (item) => [choice(report.pathOf(item), () => choices.file(report.pathOf(item)))],
    ),
    ...table(
      "Causes that several findings share",
      data.causes.length,
      rowsBy(
        items.filter(({ cause }) => cause !== undefined),
        ({ cause }) => cause,
      ),
      (item) => [choice(causeTitle(report, item.cause), () => choices.open(item))],
    ),
  );
}

function sizeOf({ data, items }: Report): string {
  const parts = [
    `${count(items.length, "finding")} in ${count(data.files, "file")} with ${count(data.lines, "line")}`,
    ...(data.old === null ? [] : [`${grouped(data.old)} older left out by the baseline`]),
    ...(data.suppressed > 0 ? [`${grouped(data.suppressed)} silenced by comments`] : []),
  ];
  return `${parts.join("; ")}.`;
}

/** How many findings of each severity are where. */
function matrix({ data, items }: Report): HTMLElement {
  const wheres = data.wheres.map((name, where) => ({ name, own: items.filter((item) => item.where === where) }));
  const kept = wheres.filter(({ own }) => own.length > 0);
  const cell = (many: number): HTMLElement => h("td", { class: "many" }, many === 0 ? "–" : grouped(many));
  return h(
    "table",
    {},
    h("caption", {}, "Severities"),
    h(
      "thead",
      {},
      h("tr", {}, h("td"), ...["all", ...kept.map(({ name }) => name)].map((name) => h("th", { scope: "col" }, name))),
    ),
    h(
      "tbody",
      {},
      ...data.severities.map((severity, number) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, h("span", { class: `severity ${severity}` }, severity)),
          ...[items, ...kept.map(({ own }) => own)].map((own) =>
            cell(own.filter((item) => item.severity === number).length),
          ),
        ),
      ),
    ),
  );
}

/** What findings have in common, by how many there are. */
function rowsBy(items: readonly Item[], key: (item: Item) => number | undefined): readonly Item[][] {
  // What comes first in a report is gravest.
  return [...groupedBy(items, key).values()].sort((a, b) => b.length - a.length);
}

function table(
  title: string,
  all: number,
  rows: readonly Item[][],
  cells: (item: Item) => readonly HTMLElement[],
): HTMLElement[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, MOST).flatMap((own) => {
    const [first] = own;
    return first ? [h("tr", {}, h("td", { class: "many" }, grouped(own.length)), h("td", {}, ...cells(first)))] : [];
  });
  const of = all > MOST ? ` (the first ${MOST} of ${grouped(all)})` : "";
  return [h("table", {}, h("caption", {}, title + of), h("tbody", {}, ...shown))];
}

const choice = (text: string, click: () => void): HTMLElement =>
  h("button", { type: "button", class: "link", click }, text);
