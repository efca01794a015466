import { tellsSame, type TextAnswer } from "../../python/prefilter/text-question.js";
import type { RunResult } from "../finding/run-result.js";
import type { TracedResult } from "../run/run.js";
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
    private readonly traced: TracedResult,
    versions: Versions,
  ) {
    const reads = [traced.path, ...traced.trace.reads].map((path) => [path, versions.of(path)] as const);
    this.#read = new Map(reads.filter(([, version]) => version !== ""));
  }

  get result(): RunResult {
    return this.traced.result;
  }

  /** What was asked of all texts, as JSON. */
  get asked(): readonly string[] {
    return this.traced.trace.asked.map(([question]) => question);
  }

  /** How many facts it leans on. */
  get size(): number {
    const { reads, kinds, asked } = this.traced.trace;
    return reads.length + kinds.length + asked.length + 1;
  }

  /** Whether something else may be found now. */
  leansOn({ paths, places, otherwise, kindAt }: Change): boolean {
    const { path, trace } = this.traced;
    return (
      paths.has(path) ||
      trace.reads.some((read) => paths.has(read)) ||
      trace.asked.some(([question]) => otherwise.has(question)) ||
      trace.kinds.some(([at, kind]) => places.has(at) && kind !== kindAt(at))
    );
  }

  /** Whether all that it leans on is again what it was. */
  isTrueOf({ versions, kindAt, answerTo }: Present): boolean {
    const { path, trace } = this.traced;
    const isRead = (read: string): boolean => versions.of(read) === (this.#read.get(read) ?? "");
    return (
      isRead(path) &&
      trace.reads.every(isRead) &&
      trace.kinds.every(([at, kind]) => kind === kindAt(at)) &&
      trace.asked.every(([question, answer]) => tellsSame(question, answer, answerTo(question)))
    );
  }
}
