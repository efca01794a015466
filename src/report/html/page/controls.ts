import { count, grouped, h, named } from "./dom.js";
import { GROUPINGS, type Counts, type Filter, type Grouping } from "./filter.js";
import type { Report } from "./report.js";

/** What somebody can choose: which findings, and in which groups. */
export class Controls {
  private readonly form = named("filter", HTMLFormElement);
  private readonly text = named("text", HTMLInputElement);
  private readonly file = named("file", HTMLInputElement);
  private readonly rule = named("rule", HTMLSelectElement);
  private readonly group = named("group", HTMLSelectElement);
  private readonly status = named("status", HTMLElement);
  private readonly severities: readonly Toggle[];
  private readonly wheres: readonly Toggle[];
  private readonly rules: readonly HTMLOptionElement[];

  constructor(
    private readonly report: Report,
    private readonly changed: () => void,
  ) {
    const { data } = report;
    this.severities = toggles("severities", data.severities);
    this.wheres = toggles("wheres", data.wheres);
    const met = new Set(report.items.map(({ where }) => where));
    for (const [where, { label }] of this.wheres.entries()) label.hidden = !met.has(where);
    // Where all is of one kind there is nothing to choose.
    named("wheres", HTMLElement).hidden = met.size < 2;
    this.rules = data.rules.map(({ id }, rule) => h("option", { value: String(rule) }, id));
    this.rule.append(...this.rules.toSorted((a, b) => (a.text < b.text ? -1 : 1)));
    named("paths", HTMLDataListElement).append(...data.paths.toSorted().map((value) => h("option", { value })));
    this.group.append(...GROUPINGS.map((name) => h("option", {}, name)));
    this.form.addEventListener("input", changed);
    // Its values are back when the event is over.
    this.form.addEventListener("reset", () => setTimeout(changed));
    this.form.addEventListener("submit", (event) => event.preventDefault());
  }

  get filter(): Filter {
    return {
      text: this.text.value,
      file: this.file.value,
      severities: chosen(this.severities),
      wheres: chosen(this.wheres),
      rule: this.rule.value === "" ? undefined : Number(this.rule.value),
    };
  }

  get grouping(): Grouping {
    return GROUPINGS.find((name) => name === this.group.value) ?? "severity";
  }

  /** Says what the choices come to. */
  tell(shown: number, { severities, wheres, rules }: Counts): void {
    const all = this.report.items.length;
    this.status.textContent = shown === all ? count(all, "finding") : `${grouped(shown)} of ${count(all, "finding")}`;
    for (const [number, { many }] of this.severities.entries()) many.textContent = grouped(severities[number] ?? 0);
    for (const [number, { many }] of this.wheres.entries()) many.textContent = grouped(wheres[number] ?? 0);
    for (const [number, option] of this.rules.entries())
      option.text = `${this.report.ruleOf({ rule: number }).id} (${grouped(rules[number] ?? 0)})`;
  }

  focus(): void {
    this.text.select();
    this.text.focus();
  }

  clear(): void {
    this.form.reset();
  }

  readonly onlyRule = (rule: number): void => {
    this.rule.value = String(rule);
    this.changed();
  };

  readonly onlyFile = (path: string): void => {
    this.file.value = path;
    this.changed();
  };
}

/** A choice that can be on or off, with how many findings it would show. */
interface Toggle {
  readonly box: HTMLInputElement;
  readonly many: HTMLElement;
  readonly label: HTMLElement;
}

function toggles(id: string, names: readonly string[]): readonly Toggle[] {
  const all = names.map((name) => {
    const [box, many] = [h("input", { type: "checkbox", checked: true }), h("b")];
    return { box, many, label: h("label", { class: `toggle ${name}` }, box, h("span", {}, name), many) };
  });
  named(id, HTMLElement).append(...all.map(({ label }) => label));
  return all;
}

/** The numbers of those that are on. */
function chosen(all: readonly Toggle[]): ReadonlySet<number> {
  return new Set(all.flatMap(({ box }, number) => (box.checked ? number : [])));
}
