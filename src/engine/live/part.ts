import { tellsSame, type TextAnswer } from "../../python/prefilter/text-question.js";
import { merged, type RunResult } from "../finding/run-result.js";
import type { Fact, TracedFile, TracedSlice } from "../run/traced.js";
import type { Kind } from "../run/traced-files.js";
import type { Versions } from "./versions.js";

/** What has changed of the files. */
export interface Change {
  /** The files that have. */
  readonly paths: ReadonlySet<string>;
  /** The places at which something else may lie now. */
  readonly places: ReadonlySet<string>;
  /** The questions about all texts that have another answer now. */
  readonly otherwise: ReadonlySet<string>;
  /** What lies at a path by now. */
  readonly kindAt: (path: string) => Kind;
}

/** What the files are by now. */
export interface Present {
  readonly versions: Versions;
  readonly kindAt: (path: string) => Kind;
  /** What a question about all texts, as JSON, is answered by now. */
  readonly answerTo: (question: string) => TextAnswer;
}

/** Stands, among the rules of a part, for what is known of the file itself. */
export const ITSELF = "";

/** What was found in a file by some rules, and all that it leans on. */
export class Part {
  private constructor(
    readonly path: string,
    /** The ids of the rules, and {@link ITSELF}. */
    readonly rules: readonly string[],
    readonly result: RunResult,
    private readonly facts: readonly Fact[],
    /** Which version of the files that had changed by then was read. */
    private readonly read: ReadonlyMap<string, string>,
  ) {}

  /** What a file gave, in parts; in one, where something has failed there, which all of it leans on. */
  static of({ path, slices }: TracedFile, versions: Versions): readonly Part[] {
    const isWhole = slices.some(({ result }) => result.failures.length > 0);
    return (isWhole ? [joined(slices)] : slices).map(({ rules, result, facts }) => {
      const read = [path, ...facts.flatMap((fact) => (fact.about === "text" ? [fact.path] : []))];
      const changed = read.map((one) => [one, versions.of(one)] as const).filter(([, version]) => version !== "");
      return new Part(path, rules.length > 0 ? rules : [ITSELF], result, facts, new Map(changed));
    });
  }

  /** Whether something has failed, which may go well another time. */
  get hasFailed(): boolean {
    return this.result.failures.length > 0;
  }

  /** What some of its rules have found. */
  only(wanted: ReadonlySet<string>): Part {
    const rules = this.rules.filter((rule) => wanted.has(rule));
    if (rules.length === this.rules.length) return this;
    const isOf = ({ rule }: { readonly rule: string }): boolean => wanted.has(rule);
    const result = {
      ...this.result,
      findings: this.result.findings.filter(isOf),
      hidden: this.result.hidden.filter(isOf),
    };
    return new Part(this.path, rules, result, this.facts, this.read);
  }

  /** What was asked of all texts, as JSON. */
  get asked(): readonly string[] {
    return this.facts.flatMap((fact) => (fact.about === "texts" ? [fact.question] : []));
  }

  /** How many facts it leans on. */
  get size(): number {
    return this.facts.length + 1;
  }

  /** Whether something else may be found now. */
  leansOn({ paths, places, otherwise, kindAt }: Change): boolean {
    const hasChanged = (fact: Fact): boolean => {
      if (fact.about === "text") return paths.has(fact.path);
      if (fact.about === "texts") return otherwise.has(fact.question);
      return places.has(fact.path) && fact.kind !== kindAt(fact.path);
    };
    return paths.has(this.path) || this.facts.some(hasChanged);
  }

  /** Whether all that it leans on is again what it was. */
  isTrueOf({ versions, kindAt, answerTo }: Present): boolean {
    const isRead = (read: string): boolean => versions.of(read) === (this.read.get(read) ?? "");
    const isAgain = (fact: Fact): boolean => {
      if (fact.about === "text") return isRead(fact.path);
      if (fact.about === "kind") return fact.kind === kindAt(fact.path);
      return tellsSame(fact.question, fact.answer, answerTo(fact.question));
    };
    return isRead(this.path) && this.facts.every(isAgain);
  }
}

/** Slices as one. */
function joined(slices: readonly TracedSlice[]): TracedSlice {
  return {
    rules: [ITSELF, ...slices.flatMap(({ rules }) => rules)],
    result: merged(slices.map(({ result }) => result)),
    facts: [...new Set(slices.flatMap(({ facts }) => facts))],
  };
}
