import { tellsSame, type TextAnswer } from "../../python/prefilter/text-question.js";
import type { RunResult } from "../finding/run-result.js";
import type { Fact, TracedFile } from "../run/traced.js";
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

/** What was found in a file, and all that it leans on. */
export class Part {
  /** Of the files that were read, those that had changed by then. */
  readonly #read: ReadonlyMap<string, string>;

  constructor(
    private readonly traced: TracedFile,
    versions: Versions,
  ) {
    const read = traced.facts.flatMap((fact) => (fact.about === "text" ? [fact.path] : []));
    const reads = [traced.path, ...read].map((path) => [path, versions.of(path)] as const);
    this.#read = new Map(reads.filter(([, version]) => version !== ""));
  }

  get result(): RunResult {
    return this.traced.result;
  }

  /** What was asked of all texts, as JSON. */
  get asked(): readonly string[] {
    return this.traced.facts.flatMap((fact) => (fact.about === "texts" ? [fact.question] : []));
  }

  /** How many facts it leans on. */
  get size(): number {
    return this.traced.facts.length + 1;
  }

  /** Whether something else may be found now. */
  leansOn({ paths, places, otherwise, kindAt }: Change): boolean {
    const hasChanged = (fact: Fact): boolean => {
      if (fact.about === "text") return paths.has(fact.path);
      if (fact.about === "texts") return otherwise.has(fact.question);
      return places.has(fact.path) && fact.kind !== kindAt(fact.path);
    };
    return paths.has(this.traced.path) || this.traced.facts.some(hasChanged);
  }

  /** Whether all that it leans on is again what it was. */
  isTrueOf({ versions, kindAt, answerTo }: Present): boolean {
    const isRead = (read: string): boolean => versions.of(read) === (this.#read.get(read) ?? "");
    const isAgain = (fact: Fact): boolean => {
      if (fact.about === "text") return isRead(fact.path);
      if (fact.about === "kind") return fact.kind === kindAt(fact.path);
      return tellsSame(fact.question, fact.answer, answerTo(fact.question));
    };
    return isRead(this.traced.path) && this.traced.facts.every(isAgain);
  }
}
