import type { RuleDoc } from "../docs/rule-doc.js";
import type { Fix } from "../python/editing/edit.js";
import type { Evidence, NamedThing } from "../python/dataflow/evidence.js";
import type { FunctionFacts } from "../python/model/facts.js";
import type { Module } from "../python/model/module.js";
import type { Node } from "../syntax/node.js";
import type { Severity } from "./severity.js";
import type { Directive, Stretch } from "./directive.js";

export type { Evidence, Fix, NamedThing };

/** Whether a fix cannot change what the program does other than by removing the bug. */
export type FixKind = "safe" | "unsafe";

/** A stretch of a module's text, for what is no node: a text that does not parse has none where it breaks. */
export interface Span {
  readonly module: Module;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}

/** What a rule says about one place. */
export interface Report {
  /** The place a person would change; shown as its first line. */
  readonly at: Node | Span;
  /**
   * One full sentence that names the offender in 'quotes' and its evidence. `[text](1)` links to the first of
   * {@link related}, as SARIF writes it.
   */
  readonly message: string;
  readonly related?: readonly Evidence[];
  /** How a value came here, from its source to its sink. */
  readonly flow?: readonly Evidence[];
  /** Merely likely, not proved: reported with `--audit` only, one severity lower. */
  readonly likely?: boolean;
  /** What is behind it, when more than one report may follow from that: they are shown as one. */
  readonly cause?: Cause | undefined;
  /** When this case weighs more or less than the rule's other cases. */
  readonly severity?: Severity;
  /** Only where there is one right answer. */
  readonly fix?: Fix | undefined;
  /** Elsewhere what to do, in the code's own names and without a full stop: plans and reports say it where no fix is offered. */
  readonly advice?: string | undefined;
}

/** A place that reports follow from, and the name there that is meant. */
export interface Cause {
  readonly at: Node;
  readonly name?: string;
}

/** A rule's behaviour. What there is to say about it to people stands in the comment above it. */
export interface Rule {
  readonly severity: Severity;
  /** It is about tests: it looks at them alone, and what it finds there weighs as much as it says. */
  readonly about?: "tests";
  /** Where all that it reports is merely likely: there it is only asked with `--audit`. */
  readonly likely?: "everywhere" | "in tests";
  /** Number in the Common Weakness Enumeration. */
  readonly cwe?: number;
  /** Ids that it has had: who still uses one of them means this rule. */
  readonly formerly?: readonly string[];
  /** The kinds of fixes that its reports may offer; they offer none unless this says so. */
  readonly fixes?: readonly FixKind[];
  /** A file that holds none of these words is not parsed for this rule; without the list every file is. */
  readonly mentions?: readonly string[];
  /** What projects can tell of themselves that brings further such words: the names of the functions they tell of. */
  readonly told?: readonly FunctionFacts[];
  /** Ids of rules that say more: where one of them reports the very same place, this one does not. */
  readonly yieldsTo?: readonly string[];
  check(module: Module): Iterable<Report>;
  /** Of a rule about comments that silence findings: asked of each of them after all other rules have run. */
  judge?(suppression: Suppression): Iterable<Remark>;
}

/** A comment that silences findings, and what came of it. */
export interface Suppression extends Omit<Directive, "names"> {
  readonly names: readonly SuppressedName[];
  /** The configuration demands a reason. */
  readonly needsReason: boolean;
  /** The rules that have findings where the comment stands, silenced or not. */
  readonly found: readonly string[];
}

/** A rule or domain that a comment names. */
export interface SuppressedName extends Stretch {
  readonly text: string;
  readonly isKnown: boolean;
  /** What an unknown name was most likely meant to be. */
  readonly suggestion?: string;
  /** All that it names has run, and found nothing here. */
  readonly isUnused: boolean;
}

/** What a rule says about a comment, or about a name in it. */
export interface Remark {
  readonly at: Stretch;
  readonly message: string;
  /** Names without which the comment would be right; without any name left it goes as a whole. */
  readonly withoutNames?: readonly SuppressedName[];
}

/** A rule with the id that its path gives it. */
export interface RegisteredRule {
  /** `domain/name`. */
  readonly id: string;
  readonly rule: Rule;
  /** The address of the module that it was loaded from, when it is not built in. */
  readonly url?: string;
  /** What there is to read about it, when it is not built in. */
  readonly doc?: RuleDoc;
}

/** Declares a rule; a rule file's default export. */
export function rule(definition: Rule): Rule {
  return definition;
}

/** Declares a rule about comments that silence findings. */
export function suppressionRule(definition: Pick<Rule, "severity" | "fixes"> & Required<Pick<Rule, "judge">>): Rule {
  // It concerns no word of any program.
  return { ...definition, mentions: [], check: () => [] };
}
