import { count, h } from "./dom.js";
import { excerptsOf, isSame, stopsOf, type Excerpt, type Stop } from "./excerpts.js";
import type { Details, Item, Report, Step } from "./report.js";

/** More places than these are shown when somebody asks for them. */
const MOST = 60;

/** What is around a finding on its page. */
export interface Surroundings {
  /** Shows all places of a finding that has many; all of them are shown without it. */
  readonly all?: (() => void) | undefined;
  /** Told of each place that somebody goes to. */
  readonly visited?: (place: Step) => void;
  /** The address of a rule's page; without it people are told the command that shows it. */
  readonly pageOf?: (rule: string) => string;
}

/** All that there is to say of a finding, with a way through its places. */
export class Detail {
  readonly element: HTMLElement;
  readonly #stops: readonly Stop[];
  /** What stands at each stop. */
  readonly #notes: HTMLElement[] = [];
  readonly #status = h("span", { role: "status" });
  readonly #previous = h("button", { type: "button", click: () => this.walk(-1) }, "← Previous");
  readonly #next = h("button", { type: "button", click: () => this.walk(1) }, "Next →");
  #at = 0;

  constructor(
    private readonly report: Report,
    item: Item,
    private readonly surroundings: Surroundings = {},
  ) {
    const { all, pageOf } = surroundings;
    const details = report.detailsOf(item);
    const stops = details ? stopsOf(item, details) : [];
    this.#stops = stops.slice(0, all ? MOST : Infinity);
    const left = stops.length - this.#stops.length;
    const id = `finding-${item.index + 1}`;
    const heading = h("h2", { tabindex: "-1", id }, ...(details ? this.messageOf(details) : []));
    this.element = h(
      "article",
      { "aria-labelledby": id },
      this.headOf(item, details),
      heading,
      ...(details ? remarks(report, details) : []),
      ...excerptsOf(report, this.#stops).map((excerpt) => this.codeOf(excerpt)),
      ...(all && left > 0 ? [moreOf(left, all)] : []),
      ruleOf(report, item, pageOf),
    );
    if (this.#stops.length > 1)
      this.element.append(
        h("div", { class: "walk", role: "group", "aria-label": "Places" }, this.#previous, this.#status, this.#next),
      );
    this.mark();
  }

  /** Goes some places on. */
  walk(by: number): void {
    this.goTo(Math.max(0, Math.min(this.#at + by, this.#stops.length - 1)));
  }

  private goTo(at: number): void {
    this.#at = at;
    this.mark();
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    this.current?.scrollIntoView({ block: "center", behavior });
    const stop = this.#stops[at];
    if (stop) this.surroundings.visited?.(stop);
  }

  private get current(): HTMLElement | undefined {
    return this.#notes[this.#at];
  }

  private mark(): void {
    for (const note of this.#notes) note.removeAttribute("aria-current");
    this.current?.setAttribute("aria-current", "step");
    const stop = this.#stops[this.#at];
    this.#status.textContent = `Place ${this.#at + 1} of ${this.#stops.length}`;
    this.#status.title = stop ? this.report.placeOf(stop) : "";
    this.#previous.setAttribute("aria-disabled", String(this.#at === 0));
    this.#next.setAttribute("aria-disabled", String(this.#at === this.#stops.length - 1));
  }

  private headOf(item: Item, details: Details | undefined): HTMLElement {
    const severity = this.report.severityOf(item);
    const around = details?.within === undefined ? [] : [h("span", {}, "in ", h("code", {}, details.within))];
    const where = this.report.whereOf(item);
    return h(
      "p",
      { class: "head" },
      h("span", { class: `severity ${severity}` }, severity),
      h("span", { class: "rule" }, this.report.ruleOf(item).id),
      h("code", { class: "place" }, this.report.placeOf(item)),
      ...around,
      ...(where === "program" ? [] : [h("span", { class: "tag" }, where)]),
      ...(details?.isLikely ? [h("span", { class: "tag" }, "likely, not proved")] : []),
    );
  }

  /** The message, whose links go to the places that they name. */
  private messageOf({ message, related }: Details): (Node | string)[] {
    return message.map((part) => {
      if (typeof part === "string") return part;
      const target = related[part[1]];
      const at = target ? this.#stops.findIndex((stop) => isSame(stop, target)) : -1;
      const go = (event: Event): void => {
        event.preventDefault();
        this.goTo(at);
      };
      return at < 0 ? part[0] : h("a", { href: location.hash, class: "link", click: go }, part[0]);
    });
  }

  private codeOf({ path, lines }: Excerpt): HTMLElement {
    const rows = lines.flatMap(({ number, text, stops }) => [
      h(
        "div",
        { class: stops.length > 0 ? "line meant" : "line" },
        h("span", { class: "number" }, String(number)),
        marked(text, stops),
      ),
      ...stops.map((stop) => this.noteOf(stop)),
    ]);
    const name = this.report.pathOf({ path });
    return h("figure", {}, h("figcaption", {}, h("code", {}, name)), h("div", { class: "code" }, ...rows));
  }

  private noteOf(stop: Stop): HTMLElement {
    const label = stop.kind === "related" ? "Related" : stop.label === "!" ? "" : `Step ${stop.label}`;
    const note = h(
      "button",
      { type: "button", class: `note ${stop.kind}`, click: () => this.goTo(stop.at) },
      h("span", { class: "label", "aria-hidden": "true" }, stop.label),
      ...(label ? [h("span", { class: "unseen" }, `${label}: `)] : []),
      stop.text || "here",
    );
    this.#notes[stop.at] = note;
    return note;
  }
}

function moreOf(left: number, all: () => void): HTMLElement {
  return h("p", {}, h("button", { type: "button", click: all }, `Show ${count(left, "more place")}`));
}

/** A line of code with what is meant in it. */
function marked(text: string, stops: readonly Stop[]): HTMLElement {
  const code = h("code");
  let done = 0;
  for (const { from, to } of stops.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    if (from < done || to <= from) continue;
    code.append(text.slice(done, from), h("mark", {}, text.slice(from, to)));
    done = to;
  }
  code.append(text.slice(done));
  return code;
}

function remarks(report: Report, { cause, standsFor, fixes }: Details): HTMLElement[] {
  const told = [
    ...(cause ? [["Cause shared with others", `${report.placeOf(cause)} ${cause.text}`.trim()]] : []),
    ...(standsFor > 1 ? [["Stands for", count(standsFor, "finding")]] : []),
    ...fixes.map(({ text, isSafe }) => [isSafe ? "Fix (--fix)" : "Fix (--fix --unsafe-fixes)", text]),
  ];
  const rows = told.flatMap(([name = "", value = ""]) => [h("dt", {}, name), h("dd", {}, value)]);
  return rows.length > 0 ? [h("dl", {}, ...rows)] : [];
}

function ruleOf(report: Report, item: Item, pageOf: Surroundings["pageOf"]): HTMLElement {
  const { id, summary, description } = report.ruleOf(item);
  const texts = [summary, ...description.split("\n\n")].filter(Boolean);
  return h(
    "section",
    { class: "about" },
    h("h3", {}, "Why this is bad"),
    ...texts.map((text) => h("p", {}, ...withCode(text))),
    h("p", {}, "With examples: ", pageOf ? h("a", { href: pageOf(id) }, id) : h("code", {}, `scarlint explain ${id}`)),
  );
}

/** Text in which Markdown's backticks are code. */
function withCode(text: string): (Node | string)[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? h("code", {}, part) : part));
}
