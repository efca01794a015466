import type { RuleDoc } from "../../docs/rule-doc.js";
import { partsOf } from "../../engine/finding/message.js";
import { PURPOSES, type Finding, type Place, type ScanResult, type Step } from "../../engine/finding/finding.js";
import { SEVERITIES } from "../../engine/severity.js";
import { failureLine } from "../text.js";
import { visible } from "../visible.js";
import { CodeToShow, shownColumns, type ReadLines } from "./code.js";
import type { FindingRow, MessagePart, PageData, PlaceRow, RuleRow, StepRow } from "./shape.js";

/** What a page says beside what was found. */
export interface PageContext {
  readonly version: string;
  /** What was scanned, in a word. */
  readonly name: string;
  readonly docs: ReadonlyMap<string, RuleDoc>;
  readonly linesOf: ReadLines;
}

const WHERES = ["program", ...PURPOSES] as const;

/** A run as its page reads it. The same run gives the same data. */
export function pageData(result: ScanResult, { version, name, docs, linesOf }: PageContext): PageData {
  const { files, lines, suppressed, baseline, failures } = result;
  const tables = new Tables();
  const findings = [...result.findings].sort(gravestFirst).map((finding) => tables.finding(finding));
  return {
    tool: `scarlint ${version}`,
    name: visible(name),
    ...{ files, lines, suppressed: suppressed.length, old: baseline?.old ?? null },
    failures: failures.map((failure) => failureLine(failure, (path) => path)),
    severities: SEVERITIES,
    wheres: WHERES,
    rules: tables.rules.values.map((id) => ruleRow(id, docs.get(id))),
    paths: tables.paths.values.map(visible),
    code: tables.paths.values.map((path) => tables.code.rowsOf(path, linesOf)),
    texts: tables.texts.values,
    causes: tables.causes.values.map((row) => JSON.parse(row) as StepRow),
    findings,
  };
}

function gravestFirst(a: Finding, b: Finding): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || whereOf(a) - whereOf(b);
}

const whereOf = ({ purpose }: Finding): number => WHERES.indexOf(purpose ?? "program");

function ruleRow(id: string, doc: RuleDoc | undefined): RuleRow {
  return { id, summary: visible(doc?.summary ?? ""), description: paragraphs(doc?.description ?? "") };
}

/** Text whose line ends alone are left as they are. */
const paragraphs = (text: string): string => text.split("\n").map(visible).join("\n");

/** Values with numbers, each once. */
class Table {
  readonly values: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(value: string): number {
    let number = this.#numbers.get(value);
    if (number === undefined) this.#numbers.set(value, (number = this.values.push(value) - 1));
    return number;
  }
}

/** What findings have in common, collected while they are written down. */
class Tables {
  readonly rules = new Table();
  readonly paths = new Table();
  readonly texts = new Table();
  readonly causes = new Table();
  readonly code = new CodeToShow();

  finding(finding: Finding): FindingRow {
    const { severity, rule, message, related, flow, fixes, sharedCause, standsFor = 1, within, likely } = finding;
    return [
      SEVERITIES.indexOf(severity),
      this.rules.of(rule),
      whereOf(finding),
      this.place(finding),
      partsOf(message, related.length).map(({ text, link }): MessagePart =>
        link === undefined ? visible(text) : [visible(text), link - 1],
      ),
      related.map((step) => this.step(step)),
      flow.map((step) => this.step(step)),
      fixes.map(({ description, isSafe }) => [this.text(description), isSafe]),
      sharedCause ? this.causes.of(JSON.stringify(this.step(sharedCause))) : null,
      standsFor,
      within ? this.text(within) : null,
      likely ?? false,
    ];
  }

  private step(step: Step): StepRow {
    return [...this.place(step), this.text(step.message)];
  }

  private place(place: Place): PlaceRow {
    this.code.add(place);
    return [this.paths.of(place.path), place.start.line, place.start.column, ...shownColumns(place)];
  }

  private text(text: string): number {
    return this.texts.of(visible(text));
  }
}
