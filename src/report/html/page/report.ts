import type { FindingRow, MessagePart, PageData, PlaceRow, RuleRow, StepRow } from "../shape.js";

/** A place that the page can show, with what happens there. */
export interface Step {
  readonly path: number;
  readonly line: number;
  readonly column: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A finding. */
export interface Item extends Step {
  /** Its place among all, by which the address of the page names it. */
  readonly index: number;
  readonly severity: number;
  readonly rule: number;
  readonly where: number;
  readonly cause: number | undefined;
  /** What is searched, in lower case. */
  readonly words: string;
}

/** All of a finding, for the one that is looked at. */
export interface Details {
  readonly message: readonly MessagePart[];
  readonly related: readonly Step[];
  readonly flow: readonly Step[];
  readonly fixes: readonly { readonly text: string; readonly isSafe: boolean }[];
  readonly cause: Step | undefined;
  readonly standsFor: number;
  readonly within: string | undefined;
  readonly isLikely: boolean;
}

/** The data of the page, by what it means. */
export class Report {
  readonly items: readonly Item[];

  constructor(readonly data: PageData) {
    this.items = data.findings.map((row, index) => this.item(row, index));
  }

  pathOf({ path }: Pick<Step, "path">): string {
    return this.data.paths[path] ?? "";
  }

  ruleOf({ rule }: Pick<Item, "rule">): RuleRow {
    return this.data.rules[rule] ?? { id: "", summary: "", description: "" };
  }

  severityOf({ severity }: Pick<Item, "severity">): string {
    return this.data.severities[severity] ?? "";
  }

  whereOf({ where }: Pick<Item, "where">): string {
    return this.data.wheres[where] ?? "";
  }

  causeOf(cause: number): Step | undefined {
    const row = this.data.causes[cause];
    return row && this.step(row);
  }

  /** `shop/pool.py:73:13`. */
  placeOf(step: Step): string {
    return `${this.pathOf(step)}:${step.line}:${step.column}`;
  }

  detailsOf({ index }: Item): Details | undefined {
    const row = this.data.findings[index];
    if (!row) return undefined;
    const [, , , , message, related, flow, fixes, cause, standsFor, within, isLikely] = row;
    return {
      message,
      related: related.map((step) => this.step(step)),
      flow: flow.map((step) => this.step(step)),
      fixes: fixes.map(([text, isSafe]) => ({ text: this.text(text), isSafe })),
      cause: cause === null ? undefined : this.causeOf(cause),
      standsFor,
      within: within === null ? undefined : this.text(within),
      isLikely,
    };
  }

  /** A line of a file, where the page has it. */
  lineOf(path: number, line: number): string | undefined {
    const row = this.data.code[path]?.find((lines) => lines[0] <= line && line < lines[0] + lines.length - 1);
    const text = row?.[line - row[0] + 1];
    return typeof text === "string" ? text : undefined;
  }

  private text(number: number): string {
    return this.data.texts[number] ?? "";
  }

  private step([path, line, column, from, to, text]: StepRow): Step {
    return { path, line, column, from, to, text: this.text(text) };
  }

  private item([severity, rule, where, place, message, , , , cause]: FindingRow, index: number): Item {
    const text = message.map((part) => (typeof part === "string" ? part : part[0])).join("");
    const at = placed(place);
    const words = `${text} ${this.ruleOf({ rule }).id} ${this.pathOf(at)}:${at.line}`.toLowerCase();
    return { index, severity, rule, where, ...at, text, cause: cause ?? undefined, words };
  }
}

const placed = ([path, line, column, from, to]: PlaceRow): Omit<Step, "text"> => ({ path, line, column, from, to });
